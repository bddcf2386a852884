/** The best of several settings of one estimator: each is fitted and measured in every fold. */
import { z } from 'zod';
import { invariant } from '../../diagnostics/errors.ts';
import { messageText } from '../../diagnostics/messages.ts';
import { overFolds } from '../../diagnostics/metric-words.ts';
import type { Data } from '../engine.ts';
import type { PassOptions } from '../passes.ts';
import { inTurns } from '../workers/turns.ts';
import type { Asked, Rows } from './compute.ts';
import { type EstimatorChoice, estimatorChoice } from './estimators.ts';
import { type Fits, withFits } from './fits.ts';
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

/** What a choice reaches in one fold. */
const reached = async (
  fits: Fits,
  { choice, fold }: { readonly choice: EstimatorChoice; readonly fold: Fold },
  of: Folded & { readonly metric: string },
  pass: PassOptions,
): Promise<number | null> => {
  await fold.train.engine.pause?.();
  const model = await fitIn(fits, choice, fold, of, pass);
  return (await measuresOf(model, fold.test, of)).get(of.metric) ?? null;
};

type Trial = {
  /** Of all that is tried; 0 is the baseline. */
  readonly at: number;
  readonly choice: EstimatorChoice;
  readonly fold: Fold;
};

/** Choice after choice, each in every fold. The baseline and one candidate are tried however late it is. */
function* trialsOf(
  choices: readonly EstimatorChoice[],
  folds: readonly Fold[],
  isLate: () => boolean,
): Iterable<Trial> {
  for (const [at, choice] of choices.entries()) {
    if (at > 1 && isLate()) return;
    for (const fold of folds) yield { at, choice, fold };
  }
}

/** Scores by choice, each known once every fold was seen. */
const scoresIn = (folds: readonly Fold[]) => {
  const values = new Map<number, Map<Fold, number | null>>();
  return {
    add: ({ at, fold }: Trial, value: number | null): void => {
      values.set(at, (values.get(at) ?? new Map()).set(fold, value));
    },
    of: (at: number): Score | undefined => {
      const own = values.get(at);
      return own?.size === folds.length
        ? spread(folds.map(fold => own.get(fold) ?? null).filter(v => v !== null))
        : undefined;
    },
  };
};

export const search = async (
  { inputs, keep, warn, tried, hands }: Asked,
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
  const choices: EstimatorChoice[] = [{ method: 'baseline', params: {} }, ...candidates.map(c => c.choice)];
  const inFolds = (fits: Fits) => async (folds: readonly Fold[]) => {
    const scores = scoresIn(folds);
    const results: { settings: Settings; score: Score }[] = [];
    let best: number | null = null;
    // Told in the order of the candidates, whichever is ready first.
    const tell = (): void => {
      const candidate = results.length + 1;
      const score = scores.of(candidate);
      const settings = candidates[candidate - 1]?.settings;
      if (score === undefined || settings === undefined) return;
      const leads = candidate === 1 || better(score.mean, best);
      if (leads) best = score.mean;
      results.push({ settings, score });
      const value = score.mean;
      tried?.({ candidate, of: candidates.length, settings, metric, value, best: leads });
      tell();
    };
    await inTurns(trialsOf(choices, folds, late), fits.atOnce, async trial => {
      scores.add(trial, await reached(fits, trial, options, pass));
      tell();
    });
    if (minutes !== undefined && results.length < candidates.length)
      warn?.(messageText('search-stopped', { tried: results.length, of: candidates.length, minutes }));
    const score = scores.of(0);
    invariant(score !== undefined, 'the baseline was tried in every fold');
    return {
      estimator: options.estimator,
      metric,
      names: [...new Set(candidates.flatMap(c => Object.keys(c.settings)))],
      results,
      baseline: { name: options.baseline, score },
    };
  };
  const plan = {
    choices: Array.from({ length: options.folds }, () => choices).flat(),
    columns: options.features.length,
    warn,
  };
  return withFits(hands, data, plan, fits => withFolds(data, options, inFolds(fits), warn));
};

const foundIn = (text: string): Found => foundShape.parse(JSON.parse(text));

const orderOf = ({ results, metric }: Found): readonly number[] =>
  ranked(
    results.map(r => r.score.mean),
    metric,
  );

/** Which candidate is the best, and the metrics that a model of it has from the search. */
export const bestIn = (
  text: string,
): { readonly candidate: number; readonly metrics: Readonly<Record<string, number>> } => {
  const found = foundIn(text);
  const candidate = orderOf(found)[0] ?? 0;
  const mean = found.results[candidate]?.score.mean ?? null;
  return { candidate, metrics: mean === null ? {} : { [overFolds(found.metric)]: mean } };
};

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
