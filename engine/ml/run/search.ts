/** The best of several settings of one estimator: each is fitted and measured in every fold. */
import { z } from 'zod';
import { invariant } from '../../diagnostics/errors.ts';
import { messageText } from '../../diagnostics/messages.ts';
import type { Data } from '../engine.ts';
import type { PassOptions } from '../passes.ts';
import type { Asked, Rows } from './compute.ts';
import { type EstimatorChoice, estimatorChoice } from './estimators.ts';
import { type Fold, type Folded, foldedOptions, withFolds } from './folds.ts';
import { ranked, spread } from './leaderboard.ts';
import { trainOptions } from './train.ts';
import { fitIn, isError, measuresOf } from './trial.ts';

const settings = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
type Settings = z.infer<typeof settings>;

export const searchOptions = z.strictObject({
  ...foldedOptions,
  /** The node whose settings are tried. */
  estimator: z.string(),
  metric: z.string(),
  candidates: z.array(z.strictObject({ settings, choice: estimatorChoice })).min(1),
  baseline: z.string(),
  /** No further candidate is begun after so many minutes. */
  minutes: z.number().min(0).optional(),
});

export const chosenOptions = trainOptions
  .omit({ estimator: true })
  .extend({ candidates: z.array(estimatorChoice).min(1) });

const scoreShape = z.strictObject({
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
  lowest: z.number().nullable(),
  highest: z.number().nullable(),
});
type Score = z.infer<typeof scoreShape>;

const foundShape = z.strictObject({
  estimator: z.string(),
  metric: z.string(),
  names: z.array(z.string()),
  results: z.array(z.strictObject({ settings, score: scoreShape })).min(1),
  baseline: z.strictObject({ name: z.string(), score: scoreShape }),
});
type Found = z.infer<typeof foundShape>;

const inFolds = async (
  choice: EstimatorChoice,
  folds: readonly Fold[],
  of: Folded & { readonly metric: string },
  pass: PassOptions,
): Promise<Score> => {
  const values: number[] = [];
  for (const fold of folds) {
    await fold.train.engine.pause?.();
    const value = (await measuresOf(await fitIn(choice, fold, of, pass), fold.test, of)).get(of.metric);
    if (value !== null && value !== undefined) values.push(value);
  }
  return spread(values);
};

export const search = async (
  { inputs, keep, warn, tried }: Asked,
  options: z.infer<typeof searchOptions>,
): Promise<Found> => {
  const [data] = inputs as readonly (Data | undefined)[];
  invariant(data !== undefined, 'folds are of a table');
  const { candidates, metric, minutes } = options;
  const pass = keep === undefined ? {} : { keep };
  const begun = performance.now();
  const late = (): boolean => minutes !== undefined && performance.now() - begun >= minutes * 60_000;
  const better = (value: number | null, than: number | null): boolean =>
    value !== null && (than === null || (isError(metric) ? value < than : value > than));
  return withFolds(
    data,
    options,
    async folds => {
      const baseline = await inFolds({ method: 'baseline', params: {} }, folds, options, pass);
      const results: { settings: Settings; score: Score }[] = [];
      let best: number | null = null;
      for (const [i, { settings, choice }] of candidates.entries()) {
        if (i > 0 && late()) break;
        const score = await inFolds(choice, folds, options, pass);
        const leads = i === 0 || better(score.mean, best);
        if (leads) best = score.mean;
        results.push({ settings, score });
        const value = score.mean;
        tried?.({
          candidate: i + 1,
          of: candidates.length,
          settings,
          metric,
          value,
          best: leads,
        });
      }
      if (minutes !== undefined && results.length < candidates.length)
        warn?.(messageText('search-stopped', { tried: results.length, of: candidates.length, minutes }));
      return {
        estimator: options.estimator,
        metric,
        names: [...new Set(candidates.flatMap(c => Object.keys(c.settings)))],
        results,
        baseline: { name: options.baseline, score: baseline },
      };
    },
    warn,
  );
};

const foundIn = (text: string): Found => foundShape.parse(JSON.parse(text));

const orderOf = ({ results, metric }: Found): readonly number[] =>
  ranked(
    results.map(r => r.score.mean),
    metric,
  );

/** Which candidate is the best. */
export const bestIn = (text: string): number => orderOf(foundIn(text))[0] ?? 0;

const cell = (value: unknown): string | number | null =>
  typeof value === 'number' ? value : value === null || value === undefined ? null : String(value);

/** A row for each candidate, the best first, with the baseline where it stands among them. */
export const searchBoard = (text: string): Rows => {
  const found = foundIn(text);
  const { results, baseline, names, metric, estimator } = found;
  const lines = [
    ...results.map(({ settings, score }, i) => ({ name: estimator, number: i + 1, settings, score })),
    {
      name: baseline.name,
      number: null,
      settings: {} as Settings,
      score: baseline.score,
    },
  ];
  const order = ranked(
    lines.map(l => l.score.mean),
    metric,
  );
  return order.map((at, i) => {
    const line = lines[at];
    invariant(line !== undefined, 'what is ranked is there');
    const { mean, deviation, lowest, highest } = line.score;
    const set = names.map(name => cell(line.settings[name]));
    return [i + 1, line.name, line.number, ...set, metric, mean, deviation, lowest, highest];
  });
};
