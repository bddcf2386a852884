/** Pipeline files that the tests of this folder share. */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { parsePipeline } from './parse.ts';

/** The example of the design, as it is printed. */
export const exampleText = `{
  "format": "millrace/pipeline",
  "version": 1,
  "name": "Clean orders",
  "parameters": { "input": { "type": "path", "default": "orders.csv" } },
  "nodes": [
    { "id": "orders", "kind": "read-csv", "params": { "path": "\${input}" } },
    { "id": "clean", "kind": "drop-nulls", "params": { "columns": ["amount"], "how": "any" } },
    { "id": "out", "kind": "write-parquet", "params": { "path": "orders.parquet" } }
  ],
  "edges": [
    { "from": "orders.out", "to": "clean.in" },
    { "from": "clean.out", "to": "out.in" }
  ],
  "layout": { "orders": [0, 0], "clean": [260, 0], "out": [520, 0] }
}
`;

/** The codes of all that is wrong with a file. */
export const codes = (file: Uint8Array | string): string[] =>
  parsePipeline(file).diagnostics.map(d => d.code);

/** The one thing that is wrong with a file that gives no document. */
export const only = (file: Uint8Array | string): Diagnostic => {
  const { document, diagnostics } = parsePipeline(file);
  const [first, second] = diagnostics;
  if (document !== undefined || first === undefined || second !== undefined)
    throw new Error(
      `Expected one problem and no document, found ${diagnostics.map(d => d.code).join(', ') || 'none'}`,
    );
  return first;
};

/** A pipeline with these nodes and edges, as text; `more` are further fields, after a comma. */
export const graph = (nodes: readonly string[], edges: readonly [string, string][] = [], more = ''): string =>
  JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    nodes: nodes.map(id => ({ id, kind: 'filter' })),
    edges: edges.map(([from, to]) => ({ from, to })),
  }).replace(/\}$/, () => `${more}}`);

/** A pipeline whose one node `a` has these params, as text. */
export const withParams = (params: string): string =>
  `{"format":"millrace/pipeline","version":1,"nodes":[{"id":"a","kind":"filter","params":${params}}]}`;
