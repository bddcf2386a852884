/** The columns at a node's inputs and outputs, as far as they are known before anything runs. */
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { endpointText } from '../../engine/graph/endpoint.ts';
import { wiresOf } from '../../engine/graph/ports.ts';
import type { Field, Schema } from '../../engine/schema/types.ts';
import { kindOf } from '../store/kinds.ts';

export type Ports = Readonly<Record<string, Schema>>;

/** A table that arrives at an input; `columns` are undefined where nothing is known of them. */
export type Arriving = { readonly from: string; readonly columns: Schema | undefined };

export const arriving = (
  document: PipelineDocument,
  ports: Ports,
  node: string,
  input: string,
): readonly Arriving[] =>
  wiresOf(document, kindOf).flatMap(({ from, to }) =>
    to.node === node && to.port === input ? [{ from: from.node, columns: ports[endpointText(from)] }] : [],
  );

/** The columns that a setting over `port` may name. `left+right` is both sides, a shared name with the suffix. */
export const columnsOver = (
  document: PipelineDocument,
  ports: Ports,
  node: string,
  port: string,
  suffix: string,
): Schema | undefined => {
  const sides = port.split('+').map(side => arriving(document, ports, node, side)[0]?.columns);
  const [first, second] = sides;
  if (second === undefined || first === undefined) return port.includes('+') ? undefined : first;
  const taken = new Set(first.map(f => f.name.toLowerCase()));
  const renamed = second.map(f => (taken.has(f.name.toLowerCase()) ? { ...f, name: f.name + suffix } : f));
  return [...first, ...renamed];
};

export type SchemaChange = {
  readonly added: Schema;
  readonly removed: Schema;
  readonly retyped: readonly { readonly name: string; readonly from: string; readonly to: string }[];
};

/** What a step does to the columns of its first input. */
export const schemaChange = (before: Schema, after: Schema): SchemaChange => {
  const old = new Map(before.map(f => [f.name, f] as const));
  const now = new Map(after.map(f => [f.name, f] as const));
  return {
    added: after.filter(f => !old.has(f.name)),
    removed: before.filter(f => !now.has(f.name)),
    retyped: after.flatMap(({ name, type }: Field) => {
      const from = old.get(name)?.type;
      return from === undefined || from === type ? [] : [{ name, from, to: type }];
    }),
  };
};
