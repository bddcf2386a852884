import { fork } from 'node:child_process';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import type { MessageCode } from '../../diagnostics/messages.ts';
import { messageText } from '../../diagnostics/messages.ts';
import { childFiles } from './child-script.ts';
import type { Answer, Questions, Topic } from './protocol.ts';

/** A conversation with one child process. One question at a time is the rule; a second waits for its turn there. */
export type Session = {
  ask<T extends Topic>(topic: T, ask: Questions[T]['ask']): Promise<Questions[T]['answer']>;
  /** The child's process id, for tests. */
  readonly pid: number | undefined;
  /** Kills the child. Safe to call twice. */
  close(): void;
};

type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (error: unknown) => void };

/** The same error as the child threw; it could send only the error's code and data. */
const revived = ({ fault }: Extract<Answer, { fault: unknown }>): EngineError => {
  const code = fault.code as MessageCode;
  return new EngineError(
    code,
    messageText(code, fault.data as never),
    fault.data,
    fault.param === null ? {} : { param: fault.param },
  );
};

/** The child sees no secret of ours: only what a process needs to start. */
const childEnvironment = (): NodeJS.ProcessEnv => ({
  ...(process.env.SystemRoot !== undefined && { SystemRoot: process.env.SystemRoot }),
  ...(process.versions.electron !== undefined && { ELECTRON_RUN_AS_NODE: '1' }),
});

/**
 * Starts a child process. It is killed at once when `signal` aborts, and when an answer takes longer than `seconds`.
 * `shown` is the path for messages.
 */
export const startSession = async (shown: string, signal: AbortSignal, seconds: number): Promise<Session> => {
  signal.throwIfAborted();
  const { script, wasm } = await childFiles();
  signal.throwIfAborted();
  const child = fork(script, [wasm], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: childEnvironment(),
  });
  const waiting: Waiting[] = [];
  let ended: unknown;
  let complaint = '';
  let timer: NodeJS.Timeout | undefined;

  const end = (error: unknown): void => {
    if (ended !== undefined) return;
    ended = error;
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
    child.kill('SIGKILL');
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  const abort = (): void => end(signal.reason);
  const stopped = (reason: string): EngineError =>
    engineError('sqlite-stopped', { path: shown, reason }, { param: 'path' });
  const restartClock = (): void => {
    clearTimeout(timer);
    if (waiting.length > 0)
      timer = setTimeout(
        () => end(engineError('sqlite-deadline', { path: shown, seconds }, { param: 'path' })),
        seconds * 1000,
      );
  };

  signal.addEventListener('abort', abort, { once: true });
  child.stderr?.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-500);
  });
  child.on('error', error => end(stopped(error.message)));
  child.once('exit', (code, killed) =>
    end(stopped(complaint.trim().split('\n').at(-1) || `exit ${killed ?? code ?? 'unknown'}`)),
  );
  child.on('message', message => {
    const next = waiting.shift();
    restartClock();
    const answer = message as Answer;
    if ('result' in answer) next?.resolve(answer.result);
    else next?.reject('fault' in answer ? revived(answer) : stopped(answer.bug));
  });

  const answered = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      waiting.push({ resolve, reject });
      if (waiting.length === 1) restartClock();
    });
  // The first message says that SQLite is ready.
  await answered();
  return {
    ask: async (topic, ask) => {
      const answer = answered();
      if (ended === undefined) child.send({ topic, ask });
      return (await answer) as Questions[typeof topic]['answer'];
    },
    pid: child.pid,
    close: () => end(stopped('closed')),
  };
};
