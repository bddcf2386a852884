/**
 * Bundles the command line and the engine into dist/. Libraries that are used rarely become files of their own.
 * Another folder can be given: tests build into one of their own.
 */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(dirname(fileURLToPath(import.meta.url)));
const out = process.argv[2] ?? 'dist/cli';
/** A test that builds the command line elsewhere has no need of the shell, unless it says where that goes. */
const shellOut = process.argv[3] ?? (process.argv[2] === undefined ? 'dist/electron' : undefined);
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

/** A hash of all source files: results kept by another build are not used again. */
const buildId = async () => {
  const hash = createHash('sha256');
  for (const folder of ['engine', 'nodes'])
    for (const name of (await readdir(folder, { recursive: true })).sort())
      if (/\.ts$/.test(name) && !/\.test\.ts$/.test(name))
        hash.update(`${folder}/${name}\n`).update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
};

/** Zod brings its messages in fifty languages: half of its size. Ours are English and mostly written by ourselves. */
const oneLanguage = {
  name: 'one-language',
  setup: bundle =>
    bundle.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    })),
};

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
  define: { 'process.env.MILLRACE_BUILD': JSON.stringify(await buildId()) },
};

await build({
  ...shared,
  entryPoints: {
    millrace: 'main/cli/start.ts',
    docs: 'main/cli/docs.ts',
    engine: 'main/engine-host/child.ts',
    // Threads that fit models are started by path.
    'fit-worker': 'engine/ml/workers/fit-worker.ts',
    'fit-helper': 'engine/ml/workers/fit-helper.ts',
    start: 'main/electron/start.ts',
  },
  splitting: true,
  format: 'esm',
  plugins: [oneLanguage],
  // DuckDB's binding is native and finds its own files; pg's native binding is optional and not used.
  external: [
    '@duckdb/node-bindings',
    '@duckdb/node-bindings-*',
    'pg-native',
    'electron',
    'bufferutil',
    'utf-8-validate',
  ],
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

// The shell of Electron: its main bundle, and the preload, which a sandboxed page can only load as one CommonJS file.
if (shellOut !== undefined) {
  await rm(shellOut, { recursive: true, force: true });
  const { outdir: _, ...forShell } = shared;
  await build({
    ...forShell,
    entryPoints: ['main/electron/main.ts'],
    outfile: join(shellOut, 'main.js'),
    format: 'esm',
    target: 'node24',
    external: ['electron', '@duckdb/*'],
  });
  await build({
    ...forShell,
    entryPoints: ['main/electron/preload.ts'],
    outfile: join(shellOut, 'preload.cjs'),
    format: 'cjs',
    target: 'chrome140',
    external: ['electron'],
  });
}
