/** The engine as a child of Node. */
import { fork } from 'node:child_process';
import { constants } from 'node:os';
import type { EngineProcess } from './start.ts';

/** How long an engine may take to tidy up when it is told to end. */
const patienceMs = 500;

/** Forks the built engine bundle. Tables cross as bytes, so the channel clones instead of writing JSON. */
export const forkEngine =
  (bundle: string, log: (text: string) => void) =>
  (onExit: (reason: string) => void): EngineProcess => {
    const child = fork(bundle, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // Whose certificates count is said once, for the program; nothing else is handed on.
      execArgv: process.execArgv.filter(option => option === '--use-system-ca'),
    });
    const closers: ((reason: string) => void)[] = [];
    child.stderr?.setEncoding('utf8').on('data', log);
    child.once('error', () => {});
    child.once('exit', (code, signal) => {
      const reason = signal === null ? `exit code ${code}` : `signal ${constants.signals[signal]}`;
      for (const hear of closers) hear(`The engine stopped (${reason}).`);
      onExit(reason);
    });
    return {
      transport: {
        // A child that is about to be reported as gone takes no more messages.
        send: message => {
          if (child.connected) child.send(message as object, () => {});
        },
        onMessage: hear => child.on('message', hear),
        onClose: hear => closers.push(hear),
        close: () => child.kill('SIGKILL'),
      },
      // Without its channel the engine tidies up and ends itself; it is not left to chance that it does.
      kill: () => {
        if (child.connected) child.disconnect();
        setTimeout(() => child.kill('SIGKILL'), patienceMs).unref();
      },
    };
  };
