/**
 * How long compiling takes, and what dominates: `node bench/compile.mjs [nodes…]`.
 * Pipelines of 10 to 10,000 nodes over one inline table: chains of derive and filter nodes, every tenth an aggregate's
 * input, as people build them. Prints the median of several compilations, and the share of each kind of need.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const bundle = join(here, '.data', 'compile-bench', 'engine.mjs');

/** The parts of the engine that are measured, bundled as the command line is. */
const loadEngine = async () => {
  await mkdir(dirname(bundle), { recursive: true });
  await build({
    stdin: {
      contents: `export { compile } from './engine/compile/compile.ts';
        export { bind } from './engine/compile/bind.ts';
        export { drive } from './engine/compile/drive.ts';
        export { parsePipeline } from './engine/graph/parse.ts';
        export { parameterValues } from './engine/graph/parameters.ts';
        export { answerWith } from './engine/run/host.ts';
        export { openSession } from './engine/run/session.ts';
        export { openPipeline } from './engine/run/pipeline.ts';
        export { catalogue } from './nodes/index.ts';`,
      resolveDir: resolve(here, '..'),
      loader: 'ts',
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    external: ['@duckdb/node-bindings', '@duckdb/node-bindings-*', 'pg-native', 'electron'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
  return import(pathToFileURL(bundle).href);
};

/** A chain of derive, filter and sort nodes of that many nodes. */
export const chain = count => {
  const nodes = [
    {
      id: 'n0',
      kind: 'inline-table',
      params: { text: 'id,country,amount\n1,FR,10.5\n2,DE,3\n3,FR,8' },
    },
  ];
  const edges = [];
  for (let i = 1; i < count; i++) {
    const kinds = [
      { kind: 'derive', params: { columns: [{ name: 'x', expression: `amount * 2 + ${i}` }] } },
      { kind: 'filter', params: { condition: `amount > ${-i} and country is not null` } },
      { kind: 'sort', params: { keys: [{ column: 'id' }] } },
    ];
    nodes.push({ id: `n${i}`, ...kinds[i % 3] });
    edges.push({ from: `n${i - 1}.out`, to: `n${i}.in` });
  }
  return { format: 'millrace/pipeline', version: 1, name: 'chain', nodes, edges };
};

const median = values => [...values].sort((a, b) => a - b)[values.length >> 1];

const measure = async (engine, session, count, times) => {
  const parsed = engine.parsePipeline(new TextEncoder().encode(JSON.stringify(chain(count))));
  const document = parsed.document;
  const { values } = engine.parameterValues(document, {});
  const input = { document, catalogue: engine.catalogue, values };
  const host = engine.answerWith({ session, secrets: {}, world: () => ({}), distinct: async () => [] });
  const totals = [];
  const binds = [];
  const needs = new Map();
  let diagnostics = [];
  for (let i = 0; i < times; i++) {
    // Each time anew, as when a file is opened; an edit asks only for what it changed.
    session.bound.clear();
    let begun = performance.now();
    engine.bind(document, engine.catalogue, values);
    binds.push(performance.now() - begun);
    begun = performance.now();
    const compiled = await engine.drive(engine.compile(input), async need => {
      const asked = performance.now();
      const answer = await host(need);
      const known = needs.get(need.need) ?? { times: 0, ms: 0 };
      needs.set(need.need, { times: known.times + 1, ms: known.ms + performance.now() - asked });
      return answer;
    });
    totals.push(performance.now() - begun);
    diagnostics = compiled.diagnostics.filter(d => d.severity === 'error');
  }
  const share = [...needs].map(
    ([need, { times: asked, ms }]) =>
      `${need} ${(asked / times).toFixed(0)} times, ${(ms / times).toFixed(1)} ms`,
  );
  console.log(
    `${count} nodes: compile ${median(totals).toFixed(1)} ms (bind of the graph ${median(binds).toFixed(1)} ms; ${share.join('; ')})`,
  );
  if (diagnostics.length > 0) console.log('  wrong:', diagnostics[0].message);
};

/** Wall clock and processor time of some work; the second one is the steadier on a machine that others use too. */
const timed = async work => {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const ms = performance.now() - begun;
  return { result, said: `${ms.toFixed(0)} ms (processor ${((user + system) / 1000).toFixed(0)} ms)` };
};

/** A whole run of a chain, as one person would start it. */
const measureRun = async (engine, count) => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-chain-'));
  try {
    const path = join(folder, 'chain.millrace');
    await writeFile(path, JSON.stringify(chain(count)));
    const opened = await timed(() => engine.openPipeline({ path, catalogue: engine.catalogue }));
    const pipeline = opened.result;
    const compiled = await timed(() => pipeline.compile());
    const ran = await timed(() => pipeline.run({ to: `n${count - 1}` }));
    await pipeline.close();
    const { status, error } = ran.result;
    console.log(
      `${count} nodes: opened in ${opened.said}, compiled in ${compiled.said}, ran in ${ran.said}: ${status} ${error?.message ?? ''}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const engine = await loadEngine();
const session = await engine.openSession({ folders: [], files: [] });
const counts = process.argv.slice(2).map(Number);
if (!process.env.RUNS_ONLY)
  for (const count of counts.length > 0 ? counts : [10, 100, 1000])
    await measure(engine, session, count, count > 500 ? 3 : 15);
await session.close();
for (const count of counts.length > 0 ? counts : [100, 500, 2000]) await measureRun(engine, count);
