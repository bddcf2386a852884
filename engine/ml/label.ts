/** The label of a classification: its classes in order, and their numbers. */
import { z } from 'zod';
import { engineError } from '../diagnostics/errors.ts';
import { call, cases, column, literal } from '../plan/build.ts';
import type { Expr } from '../plan/expr.ts';
import type { DataType } from '../schema/types.ts';
import type { Data } from './engine.ts';
import { levelsOf } from './feature.ts';
import { typeName } from './shapes.ts';
import { constant, number } from './words.ts';

export const classLimit = 1000;

export const labelShape = z.strictObject({
  column: z.string().max(1000),
  type: typeName,
  classes: z.array(z.string().max(100_000)).min(2).max(classLimit),
});

/** Classes are kept as text and compared as the column's own type. */
export type Label = z.infer<typeof labelShape>;

export const labelOf = async (data: Data, name: string, type: DataType): Promise<Label> => {
  const levels = await levelsOf(data, name, classLimit).catch(cause => {
    throw cause.code === 'ml-many-categories'
      ? engineError('ml-many-classes', { label: name, count: classLimit + 1, limit: classLimit }, {}, cause)
      : cause;
  });
  const classes = levels.map(level => level.value);
  if (classes.length < 2) throw engineError('ml-one-class', { label: name, value: classes[0] ?? null });
  return { column: name, type, classes };
};

/** The number of a row's class, from 0; null for none of them. */
export const classIndex = ({ column: name, type, classes }: Label): Expr =>
  cases(
    classes.map((value, k) => ({ when: call('eq', column(name), constant(value, type)), result: number(k) })),
    literal(null, 'DOUBLE'),
  );

/** The first class with the largest score; null where a score is. */
export const largestClass = ({ type, classes }: Label, scores: readonly Expr[]): Expr => {
  const missing = scores.map(score => call('is_null', score)).reduce((a, b) => call('or', a, b));
  const best = scores.reduce((a, b) => call('greatest', a, b));
  return cases(
    [
      { when: missing, result: literal(null, type) },
      ...classes.slice(0, -1).map((value, k) => ({
        when: call('ge', scores[k] as Expr, best),
        result: constant(value, type),
      })),
    ],
    constant(classes.at(-1) as string, type),
  );
};
