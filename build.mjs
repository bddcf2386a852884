/** Bundles the command line and the engine into dist/. Libraries that are used rarely become files of their own. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(dirname(fileURLToPath(import.meta.url)));
const out = 'dist/cli';
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

const shared = {
  outdir: out,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  sourcemap: 'linked',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
};

await build({
  ...shared,
  entryPoints: { millrace: 'main/cli/main.ts', docs: 'main/cli/docs.ts' },
  splitting: true,
  format: 'esm',
  // DuckDB's binding is native and finds its own files; pg's native binding is optional and not used.
  external: ['@duckdb/node-bindings', '@duckdb/node-bindings-*', 'pg-native', 'electron'],
  // Cheerio's Node entry brings a whole HTTP client that is not used: 1.9 MB instead of 0.4 MB.
  alias: { cheerio: './node_modules/cheerio/dist/browser/index.js' },
  // Some libraries are CommonJS and call require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});

// The SQLite reader runs in a process of its own, started by path.
await build({
  ...shared,
  entryPoints: { 'sqlite-child': 'engine/connectors/sqlite/sqlite-child.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
});

const require = createRequire(import.meta.url);
await copyFile(require.resolve('sql.js/dist/sql-wasm.wasm'), join(out, 'sql-wasm.wasm'));
