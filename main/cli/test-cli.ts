/** For tests: the command line as people start it, in a process of its own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

export { folderWith, pipeline } from '../../engine/run/test-run.ts';

const root = resolve(import.meta.dirname, '../..');

export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
};

export type Start = {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Called once the process runs. */
  readonly during?: (child: ChildProcess) => void;
};

export type Cli = {
  readonly script: string;
  readonly run: (args: readonly string[], start?: Start) => Promise<Ended>;
};

/** Builds the command line once for a test file and removes it at its end. */
export const builtCli = (): Cli => {
  const out = mkdtempSync(join(root, 'node_modules', '.cli-test-'));
  execFileSync(process.execPath, ['build.mjs', out], { cwd: root });
  afterAll(() => rmSync(out, { recursive: true, force: true }));
  const script = join(out, 'millrace.js');
  return { script, run: (args, start = {}) => runScript([script, ...args], start) };
};

export const runScript = (args: readonly string[], { cwd, env, during }: Start = {}): Promise<Ended> =>
  new Promise((done, failed) => {
    const begun = performance.now();
    const child = spawn(process.execPath, args, {
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, NODE_OPTIONS: '', ...env },
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', failed);
    child.on('close', (code, signal) => done({ code, signal, out, err, ms: performance.now() - begun }));
    during?.(child);
  });

/** Every line of `--json` output as an object. A line that is none fails the test. */
export const jsonLines = (text: string): readonly { readonly [key: string]: unknown }[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as { [key: string]: unknown });
