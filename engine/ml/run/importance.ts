/** Which columns matter to a model, by what it learned itself. */
import { termsOf } from '../feature.ts';
import type { Model } from '../score/score.ts';

export type Weighing = { readonly name: string; readonly value: number };

/** The most that any row of numbers gives a term: with several classes a term matters if it does for one. */
const largest = (rows: readonly (readonly number[])[], width: number): readonly number[] =>
  Array.from({ length: width }, (_, j) => Math.max(...rows.map(row => Math.abs(row[j] ?? 0))));

const valuesOf = (model: Model, width: number): readonly number[] | undefined => {
  switch (model.kind) {
    case 'trees':
      return model.importances;
    case 'linear':
      return largest([model.coefficients], width);
    case 'logistic':
    case 'svm':
      return largest(model.coefficients, width);
    default:
      return undefined;
  }
};

/**
 * Terms by size, the largest first: a tree's share of the gain, or the size of a coefficient (which can be compared
 * between columns of one scale only). Empty for models that weigh nothing.
 */
export const measureOf = (model: Model): readonly Weighing[] => {
  const names = termsOf(model.features).map(t => t.name);
  return (valuesOf(model, names.length) ?? [])
    .map((value, j) => ({ name: names[j] ?? '', value }))
    .sort((a, b) => b.value - a.value);
};
