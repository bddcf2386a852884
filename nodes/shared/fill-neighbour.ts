/** Gaps filled with the value before or after them. */
import { call, column } from '../../engine/plan/build.ts';
import type { Expr, SortKey } from '../../engine/plan/expr.ts';
import { plain } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import type { Field, Schema } from '../../engine/schema/types.ts';
import { orNull } from './missing.ts';
import { numbered, reversed } from './order.ts';

/** The table with gaps filled from the nearest row before (forward) or after (backward) that has a value. */
export const filledByNeighbour = (
  rel: Rel,
  schema: Schema,
  fields: readonly Field[],
  groups: readonly Field[],
  order: readonly SortKey[],
  direction: 'forward' | 'backward',
): Rel => {
  const names = schema.map(f => f.name);
  const placed = numbered(rel, names);
  // Rows that are equal in the order keep the one in which they arrive, so that the result is the same every time.
  const all = [...order, placed.arrival];
  const keys = direction === 'forward' ? all : reversed(all);
  const neighbour = (field: Field): Expr => ({
    op: 'over',
    fn: 'last_value',
    args: [orNull(field)],
    partition: groups.map(g => column(g.name)),
    order: keys,
    frame: { unit: 'rows', start: { kind: 'unbounded' }, end: { kind: 'current' } },
    ignoreNulls: true,
  });
  const filled = schema.map(f => ({
    name: f.name,
    expr: fields.includes(f) ? call('coalesce', neighbour(f), column(f.name)) : column(f.name),
  }));
  const withPosition: Rel = {
    op: 'project',
    input: placed.rel,
    columns: [...filled, { name: placed.name, expr: column(placed.name) }],
  };
  const sorted: Rel = { op: 'sort', input: withPosition, keys: [placed.arrival] };
  return { op: 'project', input: sorted, columns: plain(names) };
};
