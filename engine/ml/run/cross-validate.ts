/** Estimators side by side: each is fitted and measured in every fold. */
import { z } from 'zod';
import { invariant } from '../../diagnostics/errors.ts';
import type { Data } from '../engine.ts';
import type { Asked, Rows } from './compute.ts';
import { estimatorChoice } from './estimators.ts';
import { eachFold, foldedOptions } from './folds.ts';
import { fitIn, measuresOf, metricsOf } from './trial.ts';

export const crossOptions = z.strictObject({
  ...foldedOptions,
  estimators: z.array(z.strictObject({ name: z.string(), choice: estimatorChoice })).min(1),
});

/** Rows of estimator, fold, metric, value and test rows, estimator after estimator. */
export const crossValidate = async (
  { inputs, keep, warn }: Asked,
  options: z.infer<typeof crossOptions>,
): Promise<Rows> => {
  const [data] = inputs as readonly (Data | undefined)[];
  invariant(data !== undefined, 'folds are of a table');
  const found = options.estimators.map((): (readonly [number, string, number | null, number])[] => []);
  await eachFold(
    data,
    options,
    async fold => {
      for (const [e, { choice }] of options.estimators.entries()) {
        await data.engine.pause?.();
        const model = await fitIn(choice, fold, options, keep === undefined ? {} : { keep });
        const measures = await measuresOf(model, fold.test, options);
        for (const metric of metricsOf[options.task])
          found[e]?.push([fold.fold, metric, measures.get(metric) ?? null, fold.testRows]);
      }
    },
    warn,
  );
  return found.flatMap((rows, e) => rows.map(row => [options.estimators[e]?.name ?? '', ...row]));
};
