/** Estimators side by side: each is fitted and measured in every fold. */
import { z } from 'zod';
import { invariant } from '../../diagnostics/errors.ts';
import type { Data } from '../engine.ts';
import { inTurns } from '../workers/turns.ts';
import type { Asked, Rows } from './compute.ts';
import { estimatorChoice } from './estimators.ts';
import { withFits } from './fits.ts';
import { eachFold, foldedOptions } from './folds.ts';
import { fitIn, measuresOf, metricsOf } from './trial.ts';

export const crossOptions = z.strictObject({
  ...foldedOptions,
  estimators: z.array(z.strictObject({ name: z.string(), choice: estimatorChoice })).min(1),
});

/** Rows of estimator, fold, metric, value and test rows, estimator after estimator. */
export const crossValidate = async (
  { inputs, keep, warn, hands }: Asked,
  options: z.infer<typeof crossOptions>,
): Promise<Rows> => {
  const [data] = inputs as readonly (Data | undefined)[];
  invariant(data !== undefined, 'folds are of a table');
  const { estimators, folds, features, task } = options;
  const choices = Array.from({ length: folds }, () => estimators.map(e => e.choice)).flat();
  const found = await withFits(hands, data, { choices, columns: features.length, warn }, fits =>
    eachFold(
      data,
      options,
      fits.atOnce,
      fold =>
        inTurns(estimators, fits.atOnce, async ({ name, choice }): Promise<Rows> => {
          await data.engine.pause?.();
          const model = await fitIn(fits, choice, fold, options, keep === undefined ? {} : { keep });
          const measures = await measuresOf(model, fold.test, options);
          return metricsOf[task].map(metric => [
            name,
            fold.fold,
            metric,
            measures.get(metric) ?? null,
            fold.testRows,
          ]);
        }),
      warn,
    ),
  );
  return estimators.flatMap((_, e) => found.flatMap(fold => fold[e] ?? []));
};
