import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { scriptFile } from '../script-file.ts';

/** The files that the child process runs from. */
type ChildFiles = { readonly script: string; readonly wasm: string };

const beside = (name: string): URL => new URL(`./${name}`, import.meta.url);

let found: Promise<ChildFiles> | undefined;

/** Where the child's script and SQLite itself are: beside the bundle, or made from source. */
export const childFiles = (): Promise<ChildFiles> => {
  found ??= (async () => {
    const script = await scriptFile(beside('sqlite-child.cjs'), beside('sqlite-child.ts'));
    const wasm = fileURLToPath(beside('sql-wasm.wasm'));
    return {
      script,
      wasm: existsSync(wasm) ? wasm : createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'),
    };
  })();
  return found;
};
