/** What a step did to the columns: which came, went, or have another type. */
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { parseEndpoint } from '../../engine/graph/endpoint.ts';
import type { Schema } from '../../engine/schema/types.ts';

export type ColumnChange =
  | { readonly change: 'added' | 'removed'; readonly name: string; readonly type: string }
  | { readonly change: 'retyped'; readonly name: string; readonly from: string; readonly to: string };

export const columnChanges = (before: Schema, after: Schema): readonly ColumnChange[] => {
  const old = new Map(before.map(c => [c.name, c.type]));
  const now = new Map(after.map(c => [c.name, c.type]));
  return [
    ...after.flatMap(({ name, type }): ColumnChange[] => {
      const from = old.get(name);
      if (from === undefined) return [{ change: 'added', name, type }];
      return from === type ? [] : [{ change: 'retyped', name, from, to: type }];
    }),
    ...before.flatMap(({ name, type }): ColumnChange[] =>
      now.has(name) ? [] : [{ change: 'removed', name, type }],
    ),
  ];
};

export type Before = { readonly node: string; readonly port: string | undefined; readonly to: string };

/** The ports that a node gets its rows from, in the order of its wires. */
export const portsBefore = (document: PipelineDocument, node: string): readonly Before[] =>
  document.edges.flatMap(({ from, to }) => {
    const end = parseEndpoint(to);
    if (end.node !== node) return [];
    const start = parseEndpoint(from);
    return [{ node: start.node, port: start.port, to: end.port ?? '' }];
  });
