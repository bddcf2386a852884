/** The columns a model reads, and the numbers it sees for them. */
import { z } from 'zod';
import { engineError } from '../diagnostics/errors.ts';
import {
  aggregated,
  ascending,
  call,
  cases,
  cast,
  column,
  isNotNull,
  isNull,
  literal,
} from '../plan/build.ts';
import type { Expr, NamedExpr } from '../plan/expr.ts';
import type { DataType } from '../schema/types.ts';
import type { Data } from './engine.ts';
import { typeName } from './shapes.ts';
import { constant, doubleColumn, number } from './words.ts';

export const featureShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), column: z.string().max(1000) }),
  z.strictObject({
    kind: z.literal('category'),
    column: z.string().max(1000),
    type: typeName,
    /** Values that have a number of their own, as text. The rest, and what is met first when scoring, are all zeros. */
    levels: z.array(z.string().max(100_000)).max(100_000),
  }),
]);

/** A column as a model reads it: one number, or a 0/1 for each of its categories. */
export type Feature = z.infer<typeof featureShape>;

export const numeric = (columnName: string): Feature => ({ kind: 'number', column: columnName });

/** The numbers that a model sees, in order. A null stays null, so that its row has no prediction. */
export const termsOf = (features: readonly Feature[]): readonly NamedExpr[] =>
  features.flatMap(feature =>
    feature.kind === 'number'
      ? [{ name: feature.column, expr: doubleColumn(feature.column) }]
      : feature.levels.map(level => ({
          name: `${feature.column}=${level}`,
          expr: indicator(feature.column, feature.type, level),
        })),
  );

/** 1 where the column has this value, 0 where it has another, null where it has none. */
export const indicator = (name: string, type: DataType, level: string): Expr =>
  cases(
    [
      { when: isNull(column(name)), result: literal(null, 'DOUBLE') },
      { when: call('eq', column(name), constant(level, type)), result: number(1) },
    ],
    number(0),
  );

export type Level = { readonly value: string; readonly count: number };

/** The values of a column with their number of rows, smallest value first; nulls are not among them. */
export const levelsOf = async (
  { engine, rel }: Data,
  name: string,
  limit: number,
): Promise<readonly Level[]> => {
  const rows = await engine.rows({
    op: 'limit',
    count: limit + 1,
    input: {
      op: 'sort',
      keys: [ascending(column('value'))],
      input: {
        op: 'aggregate',
        input: { op: 'filter', input: rel, condition: isNotNull(column(name)) },
        groups: [{ name: 'value', expr: column(name) }],
        aggregates: [
          { name: 'text', expr: aggregated('min', [cast(column(name), 'VARCHAR')]) },
          { name: 'rows', expr: aggregated('count_star', []) },
        ],
      },
    },
  });
  if (rows.length > limit)
    throw engineError('ml-many-categories', { column: name, count: rows.length, limit });
  return rows.map(([, value, count]) => ({ value: String(value), count: Number(count) }));
};

/** A categorical column as a feature. Leaving the first level out keeps a model with an intercept unique. */
export const categorical = async (
  data: Data,
  name: string,
  type: DataType,
  { dropFirst = false, limit = 1000 }: { readonly dropFirst?: boolean; readonly limit?: number } = {},
): Promise<Feature> => {
  const levels = (await levelsOf(data, name, limit)).map(level => level.value);
  if (levels.length === 0) throw engineError('ml-all-null', { column: name });
  return { kind: 'category', column: name, type, levels: dropFirst ? levels.slice(1) : levels };
};
