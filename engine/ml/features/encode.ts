/** Categories as numbers: an index, or one column each. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { call, cases, column, fail, isNotNull, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { DataType } from '../../schema/types.ts';
import type { Data } from '../engine.ts';
import { levelsOf } from '../feature.ts';
import type { Layers } from '../score/layers.ts';
import { name, text, typeName } from '../shapes.ts';
import { constant, double, number } from '../words.ts';

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
export type IndexStep = z.infer<typeof indexShape>;
export type OneHotStep = z.infer<typeof oneHotShape>;

export type Column = { readonly column: string; readonly type: DataType };

export const levelLimit = 100_000;

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

const present = async (data: Data, column: string) => {
  const found = await levelsOf(data, column, levelLimit);
  if (found.length === 0) throw engineError('ml-all-null', { column });
  return found;
};

/** `of` says the number of each level; the branch for the rest comes last. */
export const byLevel = (
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

/** Rows that have the label: the others teach nothing. */
export const labelled = (data: Data, label: string): Data => ({
  ...data,
  rel: { op: 'filter', input: data.rel, condition: isNotNull(double(column(label))) },
});
