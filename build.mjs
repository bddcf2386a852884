/** Bundles the command line and the engine into dist/. Libraries that are used rarely become files of their own. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const out = 'dist/cli';
const root = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
process.chdir(root);
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

await build({
  entryPoints: {
    millrace: 'main/cli/main.ts',
    docs: 'main/cli/docs.ts',
    'sqlite-child': 'engine/connectors/sqlite/sqlite-child.ts',
  },
  outdir: out,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: 'linked',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // DuckDB's binding is native and finds its own files; pg's native binding is optional and not used.
  external: ['@duckdb/node-bindings', '@duckdb/node-bindings-*', 'pg-native', 'electron'],
  // Some libraries are CommonJS and call require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

const require = createRequire(import.meta.url);
await copyFile(require.resolve('sql.js/dist/sql-wasm.wasm'), join(out, 'sql-wasm.wasm'));
