/** How scores grow with the rows that are learned from. */
import { z } from 'zod';
import { EngineError } from '../../diagnostics/errors.ts';
import type { Data } from '../engine.ts';
import { inTurns } from '../workers/turns.ts';
import type { Asked, Rows } from './compute.ts';
import { estimatorChoice } from './estimators.ts';
import { type Fits, withFits } from './fits.ts';
import { eachFold, foldedOptions } from './folds.ts';
import { spread } from './leaderboard.ts';
import { fitIn, measuresOf } from './trial.ts';

export const curveOptions = z.strictObject({
  ...foldedOptions,
  choice: estimatorChoice,
  metric: z.string(),
  shares: z.array(z.number().gt(0).max(1)).min(1),
});

/** A row for each share: share, least rows of a fold, metric, mean and deviation of training and of test. */
export const learningCurve = async (
  data: Data,
  { keep, warn, hands }: Asked,
  options: z.infer<typeof curveOptions>,
): Promise<Rows> => {
  const { shares, choice, metric, folds, features } = options;
  const pass = keep === undefined ? {} : { keep };
  const choices = Array.from({ length: shares.length * folds }, () => choice);
  const reachedIn = async (fits: Fits, share: number): Promise<Rows[number]> => {
    const seen = await eachFold(
      data,
      { ...options, share },
      fits.atOnce,
      async fold => {
        await data.engine.pause?.();
        const model = await orNone(fitIn(fits, choice, fold, options, pass));
        const reached = async (side: 'train' | 'test'): Promise<number | null> =>
          model === undefined ? null : ((await measuresOf(model, fold[side], options)).get(metric) ?? null);
        return { rows: fold.trainRows, train: await reached('train'), test: await reached('test') };
      },
      // What fewer rows lack is no fault of the folds.
      share === 1 ? warn : undefined,
    );
    const [train, test] = [spreadOf(seen.map(s => s.train)), spreadOf(seen.map(s => s.test))];
    const rows = Math.min(...seen.map(s => s.rows));
    return [share, rows, metric, train.mean, train.deviation, test.mean, test.deviation];
  };
  return withFits(hands, data, { choices, columns: features.length, warn }, fits =>
    inTurns(shares, 1, share => reachedIn(fits, share)),
  );
};

const spreadOf = (values: readonly (number | null)[]) => spread(values.filter(v => v !== null));

/** Few rows may have one class only: then there is nothing to say of them. */
const orNone = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof EngineError && error.code === 'ml-one-class') return undefined;
    throw error;
  }
};
