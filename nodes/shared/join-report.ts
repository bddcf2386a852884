/** How well the two sides of a join fit: what an analyst looks at before trusting the result. */
import { aggregated, anyOf, call, column, isNotNull, isNull, literal } from '../../engine/plan/build.ts';
import type { Expr, Side } from '../../engine/plan/expr.ts';
import { plain } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { type JoinKey, swapped } from './join-columns.ts';

type Sides = {
  readonly left: { readonly rel: Rel; readonly schema: Schema };
  readonly right: { readonly rel: Rel; readonly schema: Schema };
  readonly condition: Expr;
};

/** The rows of one side that have (semi) or lack (anti) a partner on the other. */
export const partnered = (sides: Sides, side: Side, how: 'semi' | 'anti'): Rel => {
  const [own, others] = side === 'left' ? [sides.left, sides.right] : [sides.right, sides.left];
  return {
    op: 'join',
    how,
    left: own.rel,
    right: others.rel,
    condition: side === 'left' ? sides.condition : swapped(sides.condition),
    columns: plain(
      own.schema.map(f => f.name),
      'left',
    ),
  };
};

const count = { name: 'n', expr: aggregated('count_star', []) };

/** One row: how many keys occur more than once. */
const repeated = (rel: Rel, keys: readonly Expr[]): Rel => ({
  op: 'aggregate',
  groups: [],
  aggregates: [count],
  input: {
    op: 'filter',
    condition: call('gt', column('n'), literal(1)),
    input: {
      op: 'aggregate',
      input: {
        op: 'filter',
        input: rel,
        condition: keys.map(k => isNotNull(k)).reduce<Expr>((a, b) => call('and', a, b), literal(true)),
      },
      groups: keys.map((expr, i) => ({ name: `k${i}`, expr })),
      aggregates: [count],
    },
  },
});

const besides = (left: Rel, columns: readonly string[], right: Rel, name: string): Rel => ({
  op: 'join',
  how: 'cross',
  left,
  right,
  columns: [...plain(columns, 'left'), { name, expr: column('n', 'right') }],
});

const sideReport = (sides: Sides, side: Side, keys: readonly JoinKey[]): Rel => {
  const own = side === 'left' ? sides.left : sides.right;
  const keyColumns = keys.map(key => column(key[side].name));
  const nulls = aggregated('count_star', [], { filter: anyOf(keyColumns.map(k => isNull(k))) });
  const rows: Rel = {
    op: 'aggregate',
    input: own.rel,
    groups: [],
    aggregates: [
      { name: 'rows', expr: aggregated('count_star', []) },
      { name: 'null_keys', expr: nulls },
    ],
  };
  const hits: Rel = {
    op: 'aggregate',
    input: partnered(sides, side, 'semi'),
    groups: [],
    aggregates: [count],
  };
  const counted = besides(rows, ['rows', 'null_keys'], hits, 'matched');
  const columns = ['rows', 'null_keys', 'matched'];
  const whole: Rel =
    keys.length === 0
      ? {
          op: 'project',
          input: counted,
          columns: [...plain(columns), { name: 'repeated_keys', expr: literal(0, 'BIGINT') }],
        }
      : besides(counted, columns, repeated(own.rel, keyColumns), 'repeated_keys');
  return {
    op: 'project',
    input: whole,
    columns: [
      { name: 'side', expr: literal(side) },
      ...plain(['rows', 'matched']),
      { name: 'unmatched', expr: call('subtract', column('rows'), column('matched')) },
      ...plain(['null_keys', 'repeated_keys']),
    ],
  };
};

/** One row a side: rows, those with and without a partner, rows with a null key, keys that occur more than once. */
export const joinReport = (sides: Sides, keys: readonly JoinKey[]): Rel => ({
  op: 'union',
  by: 'position',
  inputs: [sideReport(sides, 'left', keys), sideReport(sides, 'right', keys)],
});
