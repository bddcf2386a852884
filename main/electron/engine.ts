/** The engine as a utility process of Electron. */
import type { utilityProcess } from 'electron';
import { farewell } from '../engine-host/farewell.ts';
import type { EngineProcess } from '../engine-host/start.ts';

/** How long an engine may take to tidy up when it is told to end. */
const patienceMs = 500;

export const utilityEngine =
  (fork: (typeof utilityProcess)['fork'], bundle: string, log: (text: string) => void) =>
  (onExit: (reason: string) => void): EngineProcess => {
    const child = fork(bundle, [], {
      serviceName: 'Millrace engine',
      stdio: ['ignore', 'ignore', 'pipe'],
      execArgv: [],
    });
    const closers: ((reason: string) => void)[] = [];
    let alive = true;
    child.stderr?.on('data', (chunk: Buffer) => log(chunk.toString('utf8')));
    child.once('exit', code => {
      alive = false;
      const reason = `exit code ${code}`;
      for (const hear of closers) hear(`The engine stopped (${reason}).`);
      onExit(reason);
    });
    const killNow = () => {
      if (alive && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    };
    return {
      transport: {
        send: message => {
          if (alive) child.postMessage(message);
        },
        onMessage: hear => child.on('message', hear),
        onClose: hear => closers.push(hear),
        close: killNow,
      },
      // It tidies up and ends itself; it is not left to chance that it does.
      kill: () => {
        if (alive) child.postMessage(farewell);
        setTimeout(killNow, patienceMs).unref();
      },
    };
  };
