/** Which classes were taken for which, and what follows from it. */

import { engineError } from '../../diagnostics/errors.ts';
import { aggregated, column } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { Data } from '../engine.ts';
import { levelsOf } from '../feature.ts';
import { get } from '../kernels.ts';
import { classIndex, classLimit, type Label } from '../label.ts';
import { passesOver } from '../passes.ts';
import { double, doubleColumn } from '../words.ts';

export type ClassScores = {
  readonly class: string;
  /** Rows that are of this class. */
  readonly support: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
};

export type Average = { readonly precision: number; readonly recall: number; readonly f1: number };

export type ClassificationScores = {
  readonly rows: number;
  readonly accuracy: number;
  readonly classes: readonly ClassScores[];
  /** Mean over the classes. */
  readonly macro: Average;
  /** Mean over the classes by their rows. */
  readonly weighted: Average;
  /** Rows by true class, then predicted class. */
  readonly confusion: readonly (readonly number[])[];
  /** Rows without a prediction: they count as wrong. */
  readonly unpredicted: number;
};

/** The label as it is in these rows. A test may have rows of one class only, and still be right or wrong about them. */
const labelHere = async (data: Data, column: string, type: string): Promise<Label> => {
  const classes = (await levelsOf(data, column, classLimit)).map(level => level.value);
  if (classes.length === 0) throw engineError('ml-one-class', { label: column, value: null });
  return { column, type, classes };
};

/** The classes of the label and those that only predictions have, in order. */
const classesOf = async (data: Data, label: Label, prediction: string): Promise<Label> => {
  const rows = await data.engine.rows({
    op: 'aggregate',
    input: data.rel,
    groups: [
      { name: 'value', expr: { op: 'cast', expr: column(prediction), type: 'VARCHAR', onError: 'fail' } },
    ],
    aggregates: [{ name: 'rows', expr: aggregated('count_star', []) }],
  });
  const extra = rows.flatMap(([v]) =>
    v === null || v === undefined || label.classes.includes(String(v)) ? [] : [String(v)],
  );
  if (label.classes.length + extra.length > classLimit)
    throw engineError('ml-many-classes', {
      label: prediction,
      count: label.classes.length + extra.length,
      limit: classLimit,
    });
  return { ...label, classes: [...label.classes, ...extra.sort()] };
};

/** `label` and `prediction` are columns of one type. A score that would divide by nothing is 0, as in scikit-learn. */
export const classificationScores = async (
  data: Data,
  of: { readonly label: string; readonly prediction: string; readonly type: string },
): Promise<ClassificationScores> => {
  const label = await classesOf(data, await labelHere(data, of.label, of.type), of.prediction);
  const size = label.classes.length;
  const counts = await data.engine.rows({
    op: 'aggregate',
    input: {
      op: 'filter',
      input: data.rel,
      condition: { op: 'call', fn: 'is_not_null', args: [column(of.label)] },
    },
    groups: [
      { name: 'a', expr: classIndex(label) },
      { name: 'p', expr: classIndex({ ...label, column: of.prediction }) },
    ],
    aggregates: [{ name: 'rows', expr: aggregated('count_star', []) }],
  });
  const confusion = label.classes.map(() => new Array<number>(size).fill(0));
  const unpredicted = new Array<number>(size).fill(0);
  for (const [a, p, n] of counts) {
    const row = confusion[Number(a)];
    if (p === null || p === undefined) unpredicted[Number(a)] = Number(n);
    else if (row !== undefined) row[Number(p)] = Number(n);
  }
  return { ...scoresOf(label.classes, confusion, unpredicted), confusion };
};

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);
const sum = (values: readonly number[]): number => values.reduce((s, v) => s + v, 0);

const scoresOf = (
  names: readonly string[],
  confusion: readonly (readonly number[])[],
  unpredicted: readonly number[],
): Omit<ClassificationScores, 'confusion'> => {
  const classes = names.map((name, k) => {
    const hits = confusion[k]?.[k] ?? 0;
    const support = sum(confusion[k] ?? []) + (unpredicted[k] ?? 0);
    const precision = share(hits, sum(confusion.map(row => row[k] ?? 0)));
    const recall = share(hits, support);
    return { class: name, support, precision, recall, f1: share(2 * precision * recall, precision + recall) };
  });
  const rows = sum(classes.map(c => c.support));
  const mean = (weight: (c: ClassScores) => number): Average => {
    const all = sum(classes.map(weight));
    const of = (key: keyof Average): number => share(sum(classes.map(c => c[key] * weight(c))), all);
    return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
  };
  return {
    rows,
    accuracy: share(sum(names.map((_, k) => confusion[k]?.[k] ?? 0)), rows),
    classes,
    macro: mean(() => 1),
    weighted: mean(c => c.support),
    unpredicted: sum(unpredicted),
  };
};

/** Chances nearer to 0 than a DOUBLE can tell from 1 count as that near, so that one sure mistake is not infinite. */
const least = 2 ** -52;

/** Mean of `-log` of the chance given to the class that it was. Chances that do not add up to 1 are brought to it. */
export const logLoss = async (
  data: Data,
  { label, probabilities }: { readonly label: Label; readonly probabilities: readonly string[] },
): Promise<number> => {
  const size = label.classes.length;
  const columns: { name: string; expr: Expr }[] = [
    ...probabilities.map(name => ({ name, expr: doubleColumn(name) })),
    { name: label.column, expr: double(classIndex(label)) },
  ];
  const passes = passesOver(data, columns, { keep: 0 });
  let rows = 0;
  let loss = 0;
  await passes.each(({ rows: n, stride, values }) => {
    rows += n;
    for (let r = 0; r < n; r++) {
      let all = 0;
      for (let k = 0; k < size; k++) all += get(values, k * stride + r);
      const own = get(values, get(values, size * stride + r) * stride + r) / all;
      loss -= Math.log(Math.min(1 - least, Math.max(least, own)));
    }
  });
  return loss / rows;
};
