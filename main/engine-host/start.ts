/** Starts the engine process, watches it, and starts another one when it stops. */
import { type EngineContract, engineContract } from '../../engine/contract/contract.ts';
import { type Client, clientOf, RpcError, type Transport } from '../../engine/contract/rpc.ts';

/** A started process: its channel, and a way to end it. */
export type EngineProcess = { readonly transport: Transport; readonly kill: () => void };

export type EngineState =
  | { readonly state: 'starting' | 'ready' }
  | { readonly state: 'stopped' | 'failing'; readonly reason: string };

type Options = {
  /** Starts the process; `onExit` is told once when it has ended, with the reason in words. */
  readonly spawn: (onExit: (reason: string) => void) => EngineProcess;
  readonly onState: (state: EngineState) => void;
  /** Called with each new process' client, for its events. */
  readonly onClient: (client: Client<EngineContract>) => void;
};

export type EngineHost = {
  /** The client of the living process, started again if it had given up. */
  client(): Client<EngineContract>;
  /** Tries again after `failing`. */
  restart(): void;
  stop(): void;
};

/** Waits before each new start after a crash; then it is left to the user. */
const waits = [0, 1000, 5000];
/** A process that lived this long starts the count anew. */
const healthyMs = 60_000;

export const startEngine = ({ spawn, onState, onClient }: Options): EngineHost => {
  let current: { readonly process: EngineProcess; readonly client: Client<EngineContract> } | undefined;
  let crashes = 0;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;

  const start = (): void => {
    onState({ state: 'starting' });
    const begun = performance.now();
    const started = spawn(reason => {
      if (current?.process !== started) return;
      current = undefined;
      if (ended) return;
      crashes = performance.now() - begun > healthyMs ? 1 : crashes + 1;
      const wait = waits[crashes - 1];
      onState({ state: wait === undefined ? 'failing' : 'stopped', reason });
      if (wait !== undefined) timer = setTimeout(start, wait);
    });
    const client = clientOf(engineContract, started.transport);
    current = { process: started, client };
    onClient(client);
    onState({ state: 'ready' });
  };

  start();
  return {
    client: () => {
      if (current === undefined)
        throw new RpcError({
          code: 'engine-stopped',
          message: 'The engine has stopped and is being started again. Try once more in a moment.',
        });
      return current.client;
    },
    restart: () => {
      if (current !== undefined || ended) return;
      clearTimeout(timer);
      crashes = 0;
      start();
    },
    stop: () => {
      ended = true;
      clearTimeout(timer);
      current?.process.kill();
    },
  };
};
