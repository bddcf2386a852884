/** Scripts that other processes and threads are started with, by path. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a script is: beside the bundle in the built program, or made from its source in a checkout. */
export const scriptFile = async (built: URL, source: URL): Promise<string> => {
  const path = fileURLToPath(built);
  return existsSync(path) ? path : bundledForNow(basename(path), fileURLToPath(source));
};

/**
 * In a checkout there is no bundle yet, and Node runs no TypeScript: bundles the script for this process. Never reached
 * in the built program, which has its scripts beside it.
 */
const bundledForNow = async (name: string, source: string): Promise<string> => {
  if (!existsSync(source)) throw new Error(`${name} is missing`);
  // A name in a variable keeps the bundler out of the built program.
  const bundler = 'esbuild';
  const { build } = (await import(/* @vite-ignore */ bundler)) as typeof import('esbuild');
  const folder = mkdtempSync(join(tmpdir(), 'millrace-script-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, name);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
  return outfile;
};
