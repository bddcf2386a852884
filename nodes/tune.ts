import { z } from 'zod';
import { defineNode, estimator, model, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, integer, number } from '../engine/catalogue/params.ts';
import { learnedSchema } from '../engine/plan/learning.ts';
import { distinctNames } from '../engine/plan/names.ts';
import type { Schema } from '../engine/schema/types.ts';
import { tuneExamples } from './examples/tune.ts';
import { type Candidate, candidatesOf, mostCandidates, triedSettings } from './shared/candidates.ts';
import { foldingOf, foldParams } from './shared/folds.ts';
import { computed, onSparkLater } from './shared/learning.ts';
import { cardSchema, summarySchema, trainedBy } from './shared/trained.ts';

export const tune = defineNode({
  kind: 'tune',
  version: 1,
  title: 'Tune',
  summary: 'Tries settings of an estimator by cross-validation, and trains the best of them on all rows.',
  docs: `Each setting is one that the estimator's own node has. A grid tries every combination of the values, at most ${mostCandidates}; a
random search draws so many candidates from values and ranges (whole numbers where the setting takes only those), the same
for the same seed. What is not named stays as the estimator's node has it.

Folds and metrics are those of cross-validate: the fitted steps that the rows came through learn again in every fold. The
first of equals is the best. The model is what train would give for it, with its steps, and goes to apply-model or
write-model; its card says what it reached over the folds. The leaderboard has a row for each candidate and one for the baseline (most frequent class, or mean).

Every finished candidate is told while the search goes on. \`stopAfter\` begins no further candidate after so many minutes and
keeps the best so far: how far it comes depends on the machine, so results are the same everywhere only without it. A
smaller \`count\` bounds a random search and does not depend on the machine.`,
  category: 'Evaluate',
  icon: 'sliders-horizontal',
  keywords: ['grid search', 'random search', 'hyperparameter', 'gridsearchcv', 'optimise', 'leaderboard'],
  params: z.strictObject({
    ...foldParams,
    search: choice(['grid', 'random'], { label: 'Search' }).default('grid'),
    settings: triedSettings,
    count: integer({
      label: 'Candidates',
      min: 1,
      max: mostCandidates,
      when: { search: ['random'] },
    }).default(20),
    stopAfter: number({ label: 'Stop after minutes', min: 0, advanced: true }).optional(),
  }),
  inputs: { in: table('Rows to learn from'), estimator: estimator('Estimator') },
  outputs: {
    model: model('Best model'),
    leaderboard: table('Leaderboard'),
    summary: table('What the best learned'),
    card: table('Model card'),
  },
  report: [
    { part: 'rows', title: 'Leaderboard', port: 'leaderboard', nodes: 'estimator' },
    { part: 'card', port: 'card' },
    {
      part: 'bars',
      title: 'What weighs most for {each}',
      port: 'summary',
      name: 'name',
      value: 'value',
      where: { column: 'part', values: ['coefficient', 'importance'] },
      each: 'of',
    },
  ],
  lower: ({ params, input, chain, estimators, variant, distinct, local, id }) => {
    const [spec] = estimators('estimator');
    if (spec === undefined) return {};
    if (params.settings.length === 0) return { problems: [nothingToTry] };
    const found = candidatesOf(spec, { ...params, how: params.search }, variant);
    if ('problem' in found) return { problems: [found.problem] };
    const { candidates } = found;
    const folding = foldingOf(
      params,
      { input, chain, distinct },
      candidates.map(c => c.spec),
    );
    if (!('folded' in folding)) return { problems: folding.problems };
    const { task, label, features, metric, chain: steps } = folding;
    const trained = trainedBy(
      { input, distinct, id },
      { spec: candidates[0]?.spec ?? spec, task, label, features, weight: params.weight, steps },
    );
    if ('problem' in trained) return { problems: [trained.problem] };
    const choices = candidates.map(({ spec: { method, params } }) => ({ method, params }));
    const searched = {
      ...folding.options,
      estimator: spec.node,
      metric,
      candidates: candidates.map(({ settings }, i) => ({ settings, choice: choices[i] ?? null })),
      baseline: spec.node === 'baseline' ? 'baseline_2' : 'baseline',
      ...(params.stopAfter !== undefined && { minutes: params.stopAfter }),
    };
    const best = { ...trained.options, candidates: choices };
    return {
      locals: {
        folded: folding.folded,
        search: computed('search', searched, [local('folded')], learnedSchema),
        fitted: computed(
          'train-best',
          best,
          [input().rel, local('search'), ...trained.learned],
          learnedSchema,
        ),
        summary: computed('summary', {}, [local('fitted')], summarySchema),
        card: computed('card', {}, [local('fitted')], cardSchema),
      },
      outputs: {
        model: local('summary'),
        leaderboard: computed('search-board', {}, [local('search')], boardOf(candidates)),
        summary: local('summary'),
        card: local('card'),
      },
      models: { model: trained.facts },
      problems: folding.problems,
    };
  },
  examples: tuneExamples,
  unsupported: { spark: onSparkLater },
});

/** Settings have a column each; numbers where all that is tried are numbers. */
const boardOf = (candidates: readonly Candidate[]): Schema => {
  const own = ['rank', 'estimator', 'candidate', 'metric', 'mean', 'deviation', 'lowest', 'highest'];
  const settings = [...new Set(candidates.flatMap(c => Object.keys(c.settings)))];
  const names = distinctNames(settings, own);
  const numbers = (setting: string): boolean =>
    candidates.every(c => typeof c.settings[setting] === 'number');
  return [
    { name: 'rank', type: 'INTEGER' },
    { name: 'estimator', type: 'VARCHAR' },
    { name: 'candidate', type: 'INTEGER' },
    ...settings.map((s, i) => ({ name: names[i] ?? s, type: numbers(s) ? 'DOUBLE' : 'VARCHAR' })),
    { name: 'metric', type: 'VARCHAR' },
    ...['mean', 'deviation', 'lowest', 'highest'].map(name => ({ name, type: 'DOUBLE' })),
  ];
};

const nothingToTry: Problem = {
  param: 'settings',
  message: 'There is nothing to try. Name a setting of the estimator and its values.',
};
