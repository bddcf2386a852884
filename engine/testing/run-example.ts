/** Runs an example of a node kind on the embedded engine: the documentation is the test. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogueOf, type Example, type ExampleTable, type NodeKind } from '../catalogue/node.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { openPipeline, type Preview } from '../run/pipeline.ts';
import type { Json } from '../schema/types.ts';
import { given } from './given.ts';
import { pointedAt, serve } from './serve.ts';
import { readBack, type StoreOptions, storeTable } from './stored-tables.ts';

const isTables = (t: ExampleTable | readonly ExampleTable[]): t is readonly ExampleTable[] =>
  Array.isArray(t);

/** The pipeline of an example: one source per input table, one node of the kind. */
export const exampleDocument = (kind: NodeKind, example: Example) => {
  const nodes: Json[] = [];
  const edges: Json[] = [];
  for (const [port, tables] of Object.entries(example.inputs ?? {})) {
    const list = isTables(tables) ? tables : [tables];
    list.forEach((t, i) => {
      const id = list.length > 1 ? `${port}${i + 1}` : port === 'in' ? 'input' : port;
      nodes.push({ id, kind: 'given', params: { columns: t.columns, rows: t.rows } as unknown as Json });
      if (Object.hasOwn(kind.inputs, port)) edges.push({ from: `${id}.out`, to: `node.${port}` });
    });
  }
  nodes.push(...((example.before?.nodes ?? []) as unknown as Json[]));
  edges.push(...((example.before?.edges ?? []) as unknown as Json[]));
  nodes.push({ id: 'node', kind: kind.kind, version: kind.version, params: example.params });
  return { format: 'millrace/pipeline', version: 1, name: example.title, nodes, edges };
};

type ExampleResult = {
  readonly diagnostics: readonly Diagnostic[];
  readonly outputs: { readonly [port: string]: Preview };
  readonly written: { readonly [file: string]: string };
  /** Files and tables that were read back. */
  readonly stored: { readonly [name: string]: Preview };
};

/** What an example needs beside its own kind. */
export type ExampleWorld = {
  /** The catalogue, for examples with files that other kinds write or read. */
  readonly kinds?: readonly NodeKind[];
  /** Values for the secrets of an example, such as the address of a test server. */
  readonly env?: Readonly<Record<string, string>>;
};

/** Rows of every output that the example speaks of, and of every file and table that it writes. */
export const runExample = async (
  kind: NodeKind,
  example: Example,
  world: ExampleWorld = {},
): Promise<ExampleResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-example-'));
  const server = example.served && (await serve(example.served));
  const params = server ? pointedAt(example.params, server.address) : example.params;
  const path = join(folder, 'example.millrace');
  const env = { ...example.env, ...world.env };
  const store: StoreOptions = {
    path,
    write: document => writeFile(path, JSON.stringify(document)),
    kinds: world.kinds ?? [kind],
    ...(kind.needs && { needs: kind.needs, connection: connectionOf(example.params) }),
    env,
  };
  try {
    for (const [name, text] of Object.entries(example.files ?? {})) await writeFile(join(folder, name), text);
    for (const [name, table] of Object.entries(example.tables ?? {})) await storeTable(name, table, store);
    const others = example.before === undefined ? [] : (world.kinds ?? []);
    const result = await runDocument([kind, ...others], { ...example, params }, folder, path, env);
    const stored: Record<string, Preview> = {};
    if (!result.diagnostics.some(isError))
      for (const [name, table] of Object.entries(example.readsBack ?? {}))
        stored[name] = await readBack(name, table, store);
    return { ...result, stored };
  } finally {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  }
};

const connectionOf = (params: Json): Json =>
  typeof params === 'object' && params !== null && 'connection' in params ? (params.connection ?? '') : '';

const runDocument = async (
  kinds: readonly [NodeKind, ...NodeKind[]],
  example: Example,
  folder: string,
  path: string,
  env: Readonly<Record<string, string>>,
): Promise<Omit<ExampleResult, 'stored'>> => {
  await writeFile(path, JSON.stringify(exampleDocument(kinds[0], example)));
  const pipeline = await openPipeline({ path, catalogue: catalogueOf([...kinds, given]), env });
  if (!('compile' in pipeline)) return { diagnostics: pipeline.diagnostics, outputs: {}, written: {} };
  try {
    const { diagnostics } = await pipeline.compile();
    if (diagnostics.some(isError)) return { diagnostics, outputs: {}, written: {} };
    const outputs: Record<string, Preview> = {};
    for (const port of Object.keys(example.outputs ?? {}))
      outputs[port] = await pipeline.preview('node', port, 1000);
    const written: Record<string, string> = {};
    if (example.writes !== undefined || example.readsBack !== undefined) {
      const finished = await pipeline.run({});
      if (finished.error) throw new Error(finished.error.message);
      for (const name of Object.keys(example.writes ?? {}))
        written[name] = await readFile(join(folder, name), 'utf8');
    }
    return { diagnostics, outputs, written };
  } finally {
    await pipeline.close();
  }
};
