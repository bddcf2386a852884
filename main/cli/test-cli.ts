/** For tests: the command line as people start it, in a process of its own, and pipelines in folders of their own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

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
  return { script, run: (args, start = {}) => runProcess([script, ...args], start) };
};

const runProcess = (args: readonly string[], { cwd, env, during }: Start): Promise<Ended> =>
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

export type Node = { readonly id: string; readonly kind: string; readonly params?: object };

/** A pipeline whose nodes are joined one after another, unless edges are given. */
export const pipeline = (nodes: readonly Node[], more: object = {}): string =>
  JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    name: 'Test',
    nodes: nodes.map(n => ({ params: {}, ...n })),
    edges: nodes.slice(1).map((n, i) => ({ from: `${nodes[i]?.id}.out`, to: `${n.id}.in` })),
    ...more,
  });

/** A folder with these files, removed when the test file is done. */
export const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-test-')));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Every line of `--json` output as an object. A line that is none fails the test. */
export const jsonLines = (text: string): readonly { readonly [key: string]: unknown }[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as { [key: string]: unknown });
