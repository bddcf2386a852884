/** The engine process: it compiles, looks and runs for a host, and ends with it. */
import { type EngineContract, engineContract } from '../../engine/contract/contract.ts';
import { type Handlers, type Server, serve } from '../../engine/contract/rpc.ts';
import { createBenches } from './benches.ts';
import { dataHandlers } from './data.ts';
import { designHandlers } from './design.ts';
import { faultOf } from './fault.ts';
import { hostTransport } from './port.ts';
import { runHandlers } from './runs.ts';

const log = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

// A promise nobody waits for must not leave the process half alive.
process.on('unhandledRejection', error => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
});

// Ctrl+C in a terminal reaches every process of it. When this one ends is for the host to say.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => {});

let server: Server<EngineContract> | undefined;
const benches = createBenches(process.env, doc => server?.emit('design.answered', { doc }));
const handlers: Handlers<EngineContract> = {
  ...designHandlers(benches),
  ...dataHandlers(benches),
  ...runHandlers((event, data) => server?.emit(event, data)),
};
server = serve(engineContract, handlers, hostTransport(), { faultOf: error => faultOf(error, log) });
