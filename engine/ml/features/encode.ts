/** Categories as numbers: index, one column each, or the mean of the label. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { aggregated, call, cases, cast, column, fail, isNotNull, isNull, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { DataType } from '../../schema/types.ts';
import type { Data } from '../engine.ts';
import { levelsOf } from '../feature.ts';
import type { Layers } from '../score/layers.ts';
import { name, real, text, typeName } from '../shapes.ts';
import { constant, double, doubleColumn, number } from '../words.ts';

const unseen = z.enum(['error', 'keep', 'null']);
const levels = z.array(text).max(100_000);

export const indexShape = z.strictObject({
  step: z.literal('index'),
  column: name,
  type: typeName,
  output: name,
  levels,
  /** What is met first when scoring, nulls too: an error, one more index, or null. */
  unseen,
});
export const oneHotShape = z.strictObject({
  step: z.literal('one-hot'),
  column: name,
  type: typeName,
  levels,
  drop: z.enum(['none', 'first', 'last']),
  /** `keep` is all zeros. */
  unseen,
});
export const targetShape = z.strictObject({
  step: z.literal('target'),
  column: name,
  type: typeName,
  output: name,
  means: z.array(z.strictObject({ level: text, mean: real })).max(100_000),
  /** The mean of all rows: for nulls and what is met first when scoring. */
  otherwise: real,
});
export type IndexStep = z.infer<typeof indexShape>;
export type OneHotStep = z.infer<typeof oneHotShape>;
export type TargetStep = z.infer<typeof targetShape>;

type Column = { readonly column: string; readonly type: DataType };

const levelLimit = 100_000;

/** `frequency` is Spark's order (most frequent first, ties by value); `value` is that of ordinal encoding. */
export const fitIndex = async (
  data: Data,
  params: Column & {
    readonly output: string;
    readonly order: 'frequency' | 'value';
    readonly unseen: IndexStep['unseen'];
  },
): Promise<IndexStep> => {
  const found = await present(data, params.column);
  const ordered =
    params.order === 'value'
      ? found
      : [...found].sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const { column, type, output, unseen } = params;
  return { step: 'index', column, type, output, levels: ordered.map(l => l.value), unseen };
};

export const fitOneHot = async (
  data: Data,
  params: Column & Pick<OneHotStep, 'drop' | 'unseen'>,
): Promise<OneHotStep> => {
  const { column, type, drop, unseen } = params;
  return {
    step: 'one-hot',
    column,
    type,
    drop,
    unseen,
    levels: (await present(data, column)).map(l => l.value),
  };
};

/**
 * The mean label of each category, drawn to the mean of all by `smoothing` rows' worth. Fitted on rows that the model
 * then learns from, it gives their labels away where categories are small: fit it inside the fold.
 */
export const fitTarget = async (
  data: Data,
  params: Column & { readonly output: string; readonly label: string; readonly smoothing?: number },
): Promise<TargetStep> => {
  const label = doubleColumn(params.label);
  const known = { op: 'filter' as const, input: data.rel, condition: call('isfinite', label) };
  const rows = await data.engine.rows({
    op: 'sort',
    keys: [{ expr: column('value'), descending: false, nulls: 'last' }],
    input: {
      op: 'aggregate',
      input: known,
      groups: [{ name: 'value', expr: cast(column(params.column), 'VARCHAR') }],
      aggregates: [
        { name: 'rows', expr: aggregated('count_star', []) },
        { name: 'total', expr: aggregated('sum', [label]) },
      ],
    },
  });
  const all = rows.reduce((s, r) => s + Number(r[1]), 0);
  if (all === 0) throw engineError('ml-all-null', { column: params.label });
  const otherwise = rows.reduce((s, r) => s + Number(r[2]), 0) / all;
  const smoothing = params.smoothing ?? 0;
  if (rows.length > levelLimit)
    throw engineError('ml-many-categories', { column: params.column, count: rows.length, limit: levelLimit });
  return {
    step: 'target',
    column: params.column,
    type: params.type,
    output: params.output,
    otherwise,
    means: rows.flatMap(([level, count, total]) =>
      level === null || level === undefined
        ? []
        : [
            {
              level: String(level),
              mean: (Number(total) + smoothing * otherwise) / (Number(count) + smoothing),
            },
          ],
    ),
  };
};

const present = async (data: Data, column: string) => {
  const found = await levelsOf(data, column, levelLimit);
  if (found.length === 0) throw engineError('ml-all-null', { column });
  return found;
};

/** `of` says the number of each level; the branch for the rest comes last. */
const byLevel = (
  step: Column & { readonly levels: readonly string[] },
  of: (k: number) => Expr,
  rest: Expr,
): Expr =>
  cases(
    step.levels.map((level, k) => ({
      when: call('eq', column(step.column), constant(level, step.type)),
      result: of(k),
    })),
    rest,
  );

/** The node and setting that the message of a refused value names. */
export type Place = { readonly node: string; readonly param: string };

const refusal = (name: string, { node, param }: Place = { node: '', param: '' }): Expr =>
  fail(
    node,
    param,
    `The column “${name}” has a value that the model never met while it learned:`,
    column(name),
  );

export const indexLayers = (step: IndexStep, place?: Place): Layers => {
  const rest: Record<IndexStep['unseen'], Expr> = {
    error: refusal(step.column, place),
    keep: number(step.levels.length),
    null: literal(null, 'DOUBLE'),
  };
  return [[{ name: step.output, expr: byLevel(step, number, rest[step.unseen]) }]];
};

export const oneHotNames = (step: OneHotStep): readonly string[] =>
  oneHotLevels(step).map(l => `${step.column}_${l}`);

const oneHotLevels = ({ drop, levels }: OneHotStep): readonly string[] =>
  drop === 'first' ? levels.slice(1) : drop === 'last' ? levels.slice(0, -1) : levels;

export const oneHotLayers = (step: OneHotStep, place?: Place): Layers => {
  const known = byLevel(
    step,
    k => literal(k, 'INTEGER'),
    step.unseen === 'error' ? refusal(step.column, place) : literal(-1, 'INTEGER'),
  );
  const names = oneHotNames(step);
  return [
    [{ name: '~level', expr: known }],
    oneHotLevels(step).map((level, i) => {
      const missing = call('eq', column('~level'), literal(-1, 'INTEGER'));
      const nothing = step.unseen === 'null' ? [{ when: missing, result: literal(null, 'DOUBLE') }] : [];
      const own = {
        when: call('eq', column('~level'), literal(step.levels.indexOf(level), 'INTEGER')),
        result: number(1),
      };
      return { name: names[i] ?? '', expr: cases([...nothing, own], number(0)) };
    }),
  ];
};

export const targetLayers = (step: TargetStep): Layers => [
  [
    {
      name: step.output,
      expr: cases(
        [
          { when: isNull(column(step.column)), result: number(step.otherwise) },
          ...step.means.map(({ level, mean }) => ({
            when: call('eq', cast(column(step.column), 'VARCHAR'), literal(level)),
            result: number(mean),
          })),
        ],
        number(step.otherwise),
      ),
    },
  ],
];

/** Rows that have the label: the others teach nothing. */
export const labelled = (data: Data, label: string): Data => ({
  ...data,
  rel: { op: 'filter', input: data.rel, condition: isNotNull(double(column(label))) },
});
