/** Classes that count for more than their rows: each row's weight times that of its class. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { aggregated, call, cases, cast, column, isNotNull } from '../../plan/build.ts';
import type { Task } from '../../plan/learning.ts';
import { freeName, plain } from '../../plan/names.ts';
import type { Field } from '../../schema/types.ts';
import type { Data } from '../engine.ts';
import { classLimit, labelOf } from '../label.ts';
import { text } from '../shapes.ts';
import { constant, doubleColumn, number, times } from '../words.ts';

/** `balanced`, or the weight of some classes; the others weigh 1. */
export const classWeights = z.union([
  z.literal('balanced'),
  z.array(z.strictObject({ class: text, weight: z.number().min(0) })).max(classLimit),
]);

type Weighed = {
  readonly data: Data;
  readonly task: Task;
  readonly features: readonly Field[];
  readonly label?: { readonly column: string; readonly type: string } | undefined;
  readonly weight?: string | undefined;
};

const refused = (value: string, rule: string) =>
  engineError('ml-bad-param', { name: 'classWeights', value, rule });

/** The same lesson with a weight that has the class in it. */
export const weighedByClass = async <L extends Weighed>(
  lesson: L,
  wanted: z.infer<typeof classWeights>,
): Promise<L> => {
  const { data, label, weight, features, task } = lesson;
  if (label === undefined || task !== 'class')
    throw refused(wanted === 'balanced' ? 'balanced' : 'set', 'left out where a number is predicted');
  const { classes, type } = await labelOf(data, label.column, label.type);
  if (wanted !== 'balanced') {
    const strange = wanted.find(w => !classes.includes(w.class));
    if (strange !== undefined)
      throw refused(
        `“${strange.class}”`,
        `one of the classes of “${label.column}”: ${classes.slice(0, 12).join(', ')}`,
      );
  }
  const factors =
    wanted === 'balanced'
      ? await balanced(lesson.data, label, classes)
      : classes.map(value => wanted.find(w => w.class === value)?.weight ?? 1);
  const names = [...new Set([...features.map(f => f.name), label.column])];
  const name = freeName('__weight', names);
  const factor = cases(
    classes.map((value, k) => ({
      when: call('eq', column(label.column), constant(value, type)),
      result: number(factors[k] ?? 1),
    })),
    number(1),
  );
  const own = weight === undefined ? factor : times(doubleColumn(weight), factor);
  return {
    ...lesson,
    data: {
      ...data,
      rel: { op: 'project', input: data.rel, columns: [...plain(names), { name, expr: own }] },
    },
    weight: name,
  };
};

/** As scikit-learn: rows over classes times the rows of the class, so that every class weighs the same. */
const balanced = async (
  { engine, rel }: Data,
  label: { readonly column: string; readonly type: string },
  classes: readonly string[],
): Promise<readonly number[]> => {
  const found = await engine.rows({
    op: 'aggregate',
    input: { op: 'filter', input: rel, condition: isNotNull(column(label.column)) },
    groups: [{ name: 'class', expr: cast(column(label.column), 'VARCHAR') }],
    aggregates: [{ name: 'rows', expr: aggregated('count_star', []) }],
  });
  const counts = new Map(found.map(([value, n]) => [String(value), Number(n)] as const));
  const rows = [...counts.values()].reduce((s, n) => s + n, 0);
  return classes.map(value => rows / (classes.length * (counts.get(value) ?? rows)));
};
