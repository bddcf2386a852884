/** Choosing columns: by their own variance, by what they say about the label, by what others say already. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { aggregated, allOf, column, isNotNull } from '../../plan/build.ts';
import type { DataType } from '../../schema/types.ts';
import type { Data } from '../engine.ts';
import { gramOf } from '../gram.ts';
import { get } from '../kernels.ts';
import { classIndex, labelOf } from '../label.ts';
import { momentsPass, together } from '../moments.ts';
import { passesOver } from '../passes.ts';
import { name, real } from '../shapes.ts';
import { chiSquareTail, fTail } from '../special.ts';
import { doubleColumn } from '../words.ts';
import { observe } from './observe.ts';

export const selectShape = z.strictObject({
  step: z.literal('select'),
  method: z.enum(['variance', 'chi-square', 'anova', 'regression', 'mutual-information', 'correlation']),
  kept: z.array(name),
  dropped: z.array(name),
  /** Null where the method has none, or the number would be infinite. */
  scores: z.array(z.strictObject({ column: name, score: real.nullable(), p: real.nullable() })),
});
export type SelectStep = z.infer<typeof selectShape>;

export type Score = { readonly column: string; readonly score: number; readonly p?: number };

type Label = { readonly column: string; readonly type: DataType };

/** F of the differences between classes. */
export const anovaScores = async (
  data: Data,
  columns: readonly string[],
  by: Label,
): Promise<readonly Score[]> => {
  const { moments, classes } = await classMoments(data, columns, by);
  const width = columns.length;
  const all = together(moments, width);
  return columns.map((column, j) => {
    const within = classes.reduce((s, _, k) => s + get(moments.squares, k * width + j), 0);
    const between = get(all.squares, j) - within;
    const [d1, d2] = [classes.length - 1, moments.rows - classes.length];
    const score = between / d1 / (within / d2);
    return { column, score, p: fTail(score, d1, d2) };
  });
};

/** Chi-square of sums against what the classes' sizes make expect; for counts and 0/1. */
export const chiSquareScores = async (
  data: Data,
  columns: readonly string[],
  by: Label,
): Promise<readonly Score[]> => {
  const { moments, classes } = await classMoments(data, columns, by);
  for (const s of await observe(data, columns))
    if (s.least < 0)
      throw engineError('ml-negative', { column: s.column, least: s.least, what: 'Chi-square' });
  const width = columns.length;
  const sum = (k: number, j: number): number => get(moments.weights, k) * get(moments.means, k * width + j);
  return columns.map((column, j) => {
    const total = classes.reduce((s, _, k) => s + sum(k, j), 0);
    const score = classes.reduce((s, _, k) => {
      const wanted = (total * get(moments.weights, k)) / moments.rows;
      return s + (wanted > 0 ? (sum(k, j) - wanted) ** 2 / wanted : 0);
    }, 0);
    return { column, score, p: chiSquareTail(score, classes.length - 1) };
  });
};

/** F of a straight line through label and column. */
export const regressionScores = async (
  data: Data,
  columns: readonly string[],
  label: string,
): Promise<readonly Score[]> => {
  const width = columns.length;
  const size = width + 1;
  const gram = await gramOf(
    data,
    [...columns, label].map(n => ({ name: n, expr: doubleColumn(n) })),
    undefined,
    { keep: 0 },
  );
  return columns.map((column, j) => {
    const square = get(gram.products, j * size + j) * get(gram.products, size * size - 1);
    const r2 = square > 0 ? get(gram.products, j * size + width) ** 2 / square : 0;
    const score = (r2 / (1 - r2)) * (gram.rows - 2);
    return { column, score, p: fTail(score, 1, gram.rows - 2) };
  });
};

/** Mutual information, in nats, of the column's values and the label's: for categories and bins. */
export const mutualScores = async (
  data: Data,
  columns: readonly string[],
  label: string,
): Promise<readonly Score[]> => {
  const scores: Score[] = [];
  for (const name of columns) {
    const rows = await data.engine.rows({
      op: 'sort',
      keys: ['a', 'b'].map(c => ({ expr: column(c), descending: false, nulls: 'last' as const })),
      input: {
        op: 'aggregate',
        input: {
          op: 'filter',
          input: data.rel,
          condition: allOf([isNotNull(column(name)), isNotNull(column(label))]),
        },
        groups: [
          { name: 'a', expr: column(name) },
          { name: 'b', expr: column(label) },
        ],
        aggregates: [{ name: 'rows', expr: aggregated('count_star', []) }],
      },
    });
    const all = rows.reduce((s, r) => s + Number(r[2]), 0);
    const margin = (i: 0 | 1): Map<unknown, number> => {
      const counts = new Map<unknown, number>();
      for (const r of rows) counts.set(r[i], (counts.get(r[i]) ?? 0) + Number(r[2]));
      return counts;
    };
    const [a, b] = [margin(0), margin(1)];
    const score = rows.reduce((s, r) => {
      const n = Number(r[2]);
      return s + (n / all) * Math.log((n * all) / ((a.get(r[0]) ?? 1) * (b.get(r[1]) ?? 1)));
    }, 0);
    scores.push({ column: name, score: Math.max(0, score) });
  }
  return scores;
};

/** The `most` columns of the highest score; among equals the first. */
export const bestOf = (method: SelectStep['method'], scores: readonly Score[], most: number): SelectStep => {
  const rank = scores.map((s, i) => ({ i, score: Number.isNaN(s.score) ? -1 : s.score }));
  const best = new Set(
    [...rank]
      .sort((a, b) => b.score - a.score || a.i - b.i)
      .slice(0, most)
      .map(r => r.i),
  );
  return selection(method, scores, (_, i) => best.has(i));
};

/** Columns whose variance is above a threshold. Spark reads the variance of a sample, scikit-learn that of a population. */
export const byVariance = async (
  data: Data,
  columns: readonly string[],
  threshold = 0,
  of: 'population' | 'sample' = 'population',
): Promise<SelectStep> => {
  const seen = await observe(data, columns);
  const scores = seen.map(s => ({
    column: s.column,
    score: of === 'sample' && s.count > 1 ? (s.variance * s.count) / (s.count - 1) : s.variance,
  }));
  return selection('variance', scores, s => s.score > threshold);
};

/** Leaves out each column that goes along with one before it that stays. The score is the strongest correlation met. */
export const uncorrelated = async (
  data: Data,
  columns: readonly string[],
  limit: number,
): Promise<SelectStep> => {
  const width = columns.length;
  const gram = await gramOf(
    data,
    columns.map(n => ({ name: n, expr: doubleColumn(n) })),
    undefined,
    { keep: 0 },
  );
  const kept: number[] = [];
  const scores = columns.map((column, j) => {
    const score = kept.reduce((most, i) => {
      const square = get(gram.products, i * width + i) * get(gram.products, j * width + j);
      return Math.max(most, square > 0 ? Math.abs(get(gram.products, i * width + j)) / Math.sqrt(square) : 0);
    }, 0);
    if (score <= limit) kept.push(j);
    return { column, score };
  });
  return selection('correlation', scores, (_, j) => kept.includes(j));
};

const selection = (
  method: SelectStep['method'],
  scores: readonly Score[],
  keep: (score: Score, i: number) => boolean,
): SelectStep => ({
  step: 'select',
  method,
  kept: scores.filter(keep).map(s => s.column),
  dropped: scores.filter((s, i) => !keep(s, i)).map(s => s.column),
  scores: scores.map(({ column, score, p }) => ({
    column,
    score: Number.isFinite(score) ? score : null,
    p: p === undefined || !Number.isFinite(p) ? null : p,
  })),
});

const classMoments = async (data: Data, columns: readonly string[], by: Label) => {
  const label = await labelOf(data, by.column, by.type);
  const passes = passesOver(
    data,
    [
      ...columns.map(n => ({ name: n, expr: doubleColumn(n) })),
      { name: label.column, expr: classIndex(label) },
    ],
    { keep: 0 },
  );
  const moments = await momentsPass(passes, {
    width: columns.length,
    classAt: columns.length,
    classes: label.classes.length,
  });
  return { moments, classes: label.classes };
};
