/** A model as a table for people: what it learned, number by number. */
import type { Artifact } from '../artifact.ts';
import type { Cell } from '../engine.ts';
import { termsOf } from '../feature.ts';
import type { Model } from '../score/score.ts';

type Row = readonly [part: string, of: string | null, name: string, value: number];

/** Rows of what a number is, the class or cluster that it belongs to, the column that it weighs, and the number. */
export const summaryOf = ({ estimator }: Artifact): readonly (readonly Cell[])[] => rowsOf(estimator);

const rowsOf = (model: Model): readonly Row[] => {
  const names = termsOf(model.features).map(t => t.name);
  const each = (part: string, of: string | null, values: readonly number[]): Row[] =>
    values.map((value, j) => [part, of, names[j] ?? '', value]);
  const classes = 'label' in model ? (model.label?.classes ?? []) : [];
  switch (model.kind) {
    case 'linear':
      return [['intercept', null, '', model.intercept], ...each('coefficient', null, model.coefficients)];
    case 'logistic':
      return model.coefficients.flatMap((row, k): Row[] => {
        // Two classes share one row, which speaks for the second.
        const of = classes[classes.length === 2 ? 1 : k] ?? null;
        return [['intercept', of, '', model.intercepts[k] ?? 0], ...each('coefficient', of, row)];
      });
    case 'gaussian-bayes':
      return classes.flatMap((of, k) => [
        ['share', of, '', Math.exp(model.priors[k] ?? 0)] as Row,
        ...each('mean', of, model.means[k] ?? []),
        ...each('variance', of, model.variances[k] ?? []),
      ]);
    case 'multinomial-bayes':
    case 'bernoulli-bayes':
      return classes.flatMap((of, k) => [
        ['share', of, '', Math.exp(model.priors[k] ?? 0)] as Row,
        ...each('log share', of, model.logs[k] ?? []),
      ]);
    case 'k-means':
      return [
        ['inertia', null, '', model.inertia],
        ...model.centres.flatMap((centre, c) => [
          ['rows', String(c), '', model.sizes[c] ?? 0] as Row,
          ...each('centre', String(c), centre),
        ]),
      ];
    case 'svm':
      return model.coefficients.flatMap((row, k): Row[] => {
        const of = classes[classes.length === 2 ? 1 : k] ?? null;
        return [['intercept', of, '', model.intercepts[k] ?? 0], ...each('coefficient', of, row)];
      });
    case 'curve':
      return [
        ['a', null, '', model.a],
        ['b', null, names[0] ?? '', model.b],
        ['rows', null, '', model.used],
      ];
    case 'isotonic':
      return model.at.flatMap((at, i): Row[] => [
        ['corner', String(i), names[0] ?? '', at],
        ['value', String(i), '', model.values[i] ?? 0],
      ]);
    case 'gaussian-mixture':
      return [
        ['log likelihood', null, '', model.likelihood],
        ...model.means.flatMap((mean, c) => [
          ['share', String(c), '', model.weights[c] ?? 0] as Row,
          ...each('mean', String(c), mean),
        ]),
      ];
    case 'isolation':
      return [
        ['trees', null, '', model.trees.length],
        ['threshold', null, '', model.threshold],
      ];
    case 'neighbours':
      return [
        ['neighbours', null, '', model.k],
        ['rows', null, '', model.targets.length],
        ...each('deviation', null, model.deviations),
      ];
    case 'trees':
      return [
        ['trees', null, '', model.groups.reduce((n, trees) => n + trees.length, 0)],
        ...each('importance', null, model.importances),
      ];
  }
};
