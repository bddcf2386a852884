/** How scores grow with the rows that are learned from. */
import { z } from 'zod';
import { EngineError } from '../../diagnostics/errors.ts';
import type { Data } from '../engine.ts';
import type { Asked, Rows } from './compute.ts';
import { estimatorChoice } from './estimators.ts';
import { eachFold, foldedOptions } from './folds.ts';
import { spread } from './leaderboard.ts';
import { fitIn, measuresOf } from './trial.ts';

export const curveOptions = z.strictObject({
  ...foldedOptions,
  choice: estimatorChoice,
  metric: z.string(),
  shares: z.array(z.number().gt(0).max(1)).min(1),
});

type Reached = { readonly rows: number[]; readonly train: number[]; readonly test: number[] };

/** A row for each share: share, least rows of a fold, metric, mean and deviation of training and of test. */
export const learningCurve = async (
  data: Data,
  { keep, warn }: Asked,
  options: z.infer<typeof curveOptions>,
): Promise<Rows> => {
  const { shares, choice, metric } = options;
  const pass = keep === undefined ? {} : { keep };
  const found: Rows[number][] = [];
  for (const share of shares) {
    const reached: Reached = { rows: [], train: [], test: [] };
    await eachFold(
      data,
      { ...options, share },
      async fold => {
        await data.engine.pause?.();
        reached.rows.push(fold.trainRows);
        const model = await orNone(fitIn(choice, fold, options, pass));
        if (model === undefined) return;
        for (const side of ['train', 'test'] as const) {
          const value = (await measuresOf(model, fold[side], options)).get(metric);
          if (value !== null && value !== undefined) reached[side].push(value);
        }
      },
      // What fewer rows lack is no fault of the folds.
      share === 1 ? warn : undefined,
    );
    const [train, test] = [spread(reached.train), spread(reached.test)];
    const rows = Math.min(...reached.rows);
    found.push([share, rows, metric, train.mean, train.deviation, test.mean, test.deviation]);
  }
  return found;
};

/** Few rows may have one class only: then there is nothing to say of them. */
const orNone = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof EngineError && error.code === 'ml-one-class') return undefined;
    throw error;
  }
};
