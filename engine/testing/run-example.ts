/** Runs an example of a node kind on the embedded engine: the documentation is the test. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import {
  catalogueOf,
  defineNode,
  type Example,
  type ExampleTable,
  type NodeKind,
  table,
} from '../catalogue/node.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { openPipeline, type Preview } from '../run/pipeline.ts';
import type { Json } from '../schema/types.ts';

/** A source of literal rows, for tests only. */
export const given = defineNode({
  kind: 'given',
  version: 1,
  title: 'Given rows',
  summary: 'Rows of a test',
  category: 'Sources',
  icon: 'table',
  params: z.strictObject({
    columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(z.any())),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  lower: ({ params }) => ({
    outputs: {
      out: {
        op: 'values',
        columns: params.columns,
        rows: params.rows.map(row => row.map(cellText)),
      },
    },
  }),
  examples: [],
});

/** A cell as the text that its type's cast reads. */
export const cellText = (cell: Json): string | null =>
  cell === null ? null : typeof cell === 'object' ? JSON.stringify(cell) : String(cell);

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
      edges.push({ from: `${id}.out`, to: `node.${port}` });
    });
  }
  nodes.push({ id: 'node', kind: kind.kind, version: kind.version, params: example.params });
  return { format: 'millrace/pipeline', version: 1, name: example.title, nodes, edges };
};

export type ExampleResult = {
  readonly diagnostics: readonly Diagnostic[];
  readonly outputs: { readonly [port: string]: Preview };
  readonly written: { readonly [file: string]: string };
};

/** Rows of every output that the example speaks of, and the text of every file that it writes. */
export const runExample = async (kind: NodeKind, example: Example): Promise<ExampleResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-example-'));
  try {
    for (const [name, text] of Object.entries(example.files ?? {})) await writeFile(join(folder, name), text);
    const path = join(folder, 'example.millrace');
    await writeFile(path, JSON.stringify(exampleDocument(kind, example)));
    const pipeline = await openPipeline({
      path,
      catalogue: catalogueOf([kind, given]),
      env: example.env ?? {},
    });
    if (!('compile' in pipeline)) return { diagnostics: pipeline.diagnostics, outputs: {}, written: {} };
    try {
      const { diagnostics } = await pipeline.compile();
      if (diagnostics.some(isError)) return { diagnostics, outputs: {}, written: {} };
      const outputs: Record<string, Preview> = {};
      for (const port of Object.keys(example.outputs ?? {}))
        outputs[port] = await pipeline.preview('node', port, 1000);
      const written: Record<string, string> = {};
      if (example.writes !== undefined) {
        const finished = await pipeline.run({});
        if (finished.error) throw new Error(finished.error.message);
        for (const name of Object.keys(example.writes))
          written[name] = await readFile(join(folder, name), 'utf8');
      }
      return { diagnostics, outputs, written };
    } finally {
      await pipeline.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
