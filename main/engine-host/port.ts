/** The engine process' end of its channel, whatever started it: a fork of Node, or a utility process of Electron. */
import type { Transport } from '../../engine/contract/rpc.ts';
import { removeSpilled } from '../../engine/run/session.ts';
import { farewell } from './farewell.ts';

type UtilityPort = {
  postMessage(message: unknown): void;
  on(event: 'message', hear: (event: { readonly data: unknown }) => void): void;
};

const utilityPort = (): UtilityPort | undefined =>
  (process as unknown as { readonly parentPort?: UtilityPort }).parentPort;

/**
 * Ends this process at once. Not by `process.exit`: that waits for the engine's threads, which work on a query for as
 * long as it takes. What they spilled goes first; what they write while it goes, the next session sweeps.
 */
const end = (): void => {
  try {
    removeSpilled();
  } catch {
    // Some systems do not remove open files; the next session sweeps those.
  }
  process.kill(process.pid, 'SIGKILL');
};

/** Ends the process when the other side is gone: an engine without a host is an orphan. */
export const hostTransport = (): Transport => {
  const port = utilityPort();
  const closers: ((reason: string) => void)[] = [];
  if (port !== undefined)
    return {
      send: message => port.postMessage(message),
      onMessage: hear =>
        port.on('message', ({ data }) => {
          if (data === farewell) end();
          else hear(data);
        }),
      onClose: hear => closers.push(hear),
      close: end,
    };
  process.once('disconnect', () => {
    for (const hear of closers) hear('the program has ended');
    end();
  });
  return {
    send: message => {
      if (process.connected === true) process.send?.(message);
    },
    onMessage: hear => process.on('message', hear),
    onClose: hear => closers.push(hear),
    close: end,
  };
};
