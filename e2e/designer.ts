/** The built designer, started as a person starts it, in a folder and a home of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export type Designer = {
  /** The folder it works in; removed at the end. */
  readonly work: string;
  readonly home: string;
  /** An address to open the page with; each works once. */
  readonly address: () => Promise<string>;
  readonly process: ChildProcess;
  /** What it said on stderr, for a look when something failed. */
  readonly said: () => string;
  stop(): Promise<void>;
};

const program = resolve(import.meta.dirname ?? '.', '..', 'bin', 'millrace.mjs');

type Options = {
  readonly files?: readonly string[];
  readonly work?: string;
  readonly env?: NodeJS.ProcessEnv;
};

export const startDesigner = async ({ files = [], work, env = {} }: Options = {}): Promise<Designer> => {
  const folder = work ?? (await realpath(await mkdtemp(join(tmpdir(), 'millrace-e2e-'))));
  const home = join(folder, '.home');
  const child = spawn(process.execPath, [program, 'design', '--port', '0', ...files], {
    cwd: folder,
    env: { ...process.env, MILLRACE_HOME: home, MILLRACE_CACHE_DIR: join(folder, '.cache'), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    errors += text;
  });
  const waiting: ((url: string) => void)[] = [];
  const urls: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const [url] of text.matchAll(/http:\S+/g)) {
      const next = waiting.shift();
      if (next === undefined) urls.push(url);
      else next(url);
    }
  });
  const nextUrl = (): Promise<string> =>
    new Promise((found, failed) => {
      const known = urls.shift();
      if (known !== undefined) return found(known);
      waiting.push(found);
      child.once('exit', () => failed(new Error(`the designer ended: ${errors}`)));
    });
  let first: Promise<string> | undefined = nextUrl();
  await first;
  return {
    work: folder,
    home,
    process: child,
    said: () => errors,
    address: () => {
      const given = first;
      first = undefined;
      if (given !== undefined) return given;
      child.stdin.write('\n');
      return nextUrl();
    },
    stop: async () => {
      const ended = new Promise(done => child.once('exit', done));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGINT');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
};
