import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files that the child process runs from. */
type ChildFiles = { readonly script: string; readonly wasm: string };

const beside = (name: string): string => fileURLToPath(new URL(`./${name}`, import.meta.url));

/**
 * In a checkout there is no bundle yet, and Node runs no TypeScript: bundles the script for this process. Never reached
 * in the built app, which has the script beside it.
 */
const bundledForNow = async (): Promise<string> => {
  // A name in a variable keeps the bundler out of the built app.
  const bundler = 'esbuild';
  const { build } = (await import(/* @vite-ignore */ bundler)) as typeof import('esbuild');
  const folder = mkdtempSync(join(tmpdir(), 'millrace-sqlite-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'sqlite-child.cjs');
  await build({
    entryPoints: [beside('sqlite-child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'silent',
  });
  return outfile;
};

let found: Promise<ChildFiles> | undefined;

/** Where the child's script and SQLite itself are: beside the bundle, or made from source. */
export const childFiles = (): Promise<ChildFiles> => {
  found ??= (async () => {
    const script = beside('sqlite-child.cjs');
    const wasm = beside('sql-wasm.wasm');
    return {
      script: existsSync(script) ? script : await bundledForNow(),
      wasm: existsSync(wasm) ? wasm : createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'),
    };
  })();
  return found;
};
