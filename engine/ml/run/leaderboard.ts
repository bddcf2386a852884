/** What was measured in folds as one row for each estimator, the best first. */
import { z } from 'zod';
import { plain } from '../../plan/names.ts';
import type { Cell, Data } from '../engine.ts';
import { isError } from './trial.ts';

export const boardOptions = z.strictObject({
  metric: z.string(),
  /** In the order in which they are connected: the first of equals stays first. */
  estimators: z.array(z.strictObject({ name: z.string(), method: z.string() })),
});

/** Mean, deviation of the population, least and most of the folds where it could be told. */
export const spread = (values: readonly number[]) => {
  // Folds that are all alike lose no last digit to a sum.
  const [first = Number.NaN] = values;
  const isOne = values.every(v => v === first);
  const mean = isOne ? first : values.reduce((s, v) => s + v, 0) / values.length;
  const variance = values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length;
  return values.length === 0
    ? { mean: null, deviation: null, lowest: null, highest: null }
    : { mean, deviation: Math.sqrt(variance), lowest: Math.min(...values), highest: Math.max(...values) };
};

/** Positions from best to worst; what could not be told comes last. */
export const ranked = (means: readonly (number | null)[], metric: string): readonly number[] => {
  const key = (i: number): number => {
    const mean = means[i];
    return mean === null || mean === undefined ? Number.POSITIVE_INFINITY : isError(metric) ? mean : -mean;
  };
  return [...means.keys()].sort((a, b) => (key(a) === key(b) ? a - b : key(a) - key(b)));
};

/** `data` holds rows of estimator, fold, metric, value. */
export const leaderboard = async (
  { engine, rel }: Data,
  { metric, estimators }: z.infer<typeof boardOptions>,
): Promise<readonly (readonly Cell[])[]> => {
  const scores = await engine.rows({
    op: 'project',
    input: rel,
    columns: plain(['estimator', 'metric', 'value']),
  });
  const boards = estimators.map(({ name }) =>
    spread(
      scores.flatMap(([estimator, of, value]) =>
        estimator === name && of === metric && value !== null ? [Number(value)] : [],
      ),
    ),
  );
  return ranked(
    boards.map(b => b.mean),
    metric,
  ).map((at, i) => {
    const { mean, deviation, lowest, highest } = boards[at] ?? spread([]);
    const { name = '', method = '' } = estimators[at] ?? {};
    return [i + 1, name, method, metric, mean, deviation, lowest, highest];
  });
};
