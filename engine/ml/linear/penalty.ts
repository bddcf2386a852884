import { engineError } from '../../diagnostics/errors.ts';

/**
 * What is added to the mean loss: `l2 / 2 · Σ (s b)² + l1 · Σ |s b|`, intercepts left out. `s` is 1, or the column's
 * standard deviation where `standardize` is set. One form for all linear models; the conventions of others become it.
 */
export type Penalty = { readonly l1: number; readonly l2: number; readonly standardize: boolean };

export const noPenalty: Penalty = { l1: 0, l2: 0, standardize: false };

/** Checks what a person typed. */
export const penalty = (l1: number, l2: number, standardize = false): Penalty => {
  for (const [name, value] of [
    ['l1', l1],
    ['l2', l2],
  ] as const)
    if (!(value >= 0 && Number.isFinite(value)))
      throw engineError('ml-bad-param', { name, value: String(value), rule: 'a number of 0 or more' });
  return { l1, l2, standardize };
};

/** `Ridge(alpha)` of scikit-learn: squares are summed, not averaged. */
export const ridgePenalty = (alpha: number, weight: number): Penalty => penalty(0, alpha / weight);

/** `ElasticNet(alpha, l1_ratio)` of scikit-learn; a ratio of 1 is its `Lasso`. */
export const elasticNetPenalty = (alpha: number, l1Ratio: number): Penalty =>
  penalty(alpha * l1Ratio, alpha * (1 - l1Ratio));

/** `LogisticRegression(C, l1_ratio)` of scikit-learn: losses are summed, and C multiplies them. */
export const inversePenalty = (c: number, weight: number, l1Ratio = 0): Penalty => {
  if (!(c > 0)) throw engineError('ml-bad-param', { name: 'C', value: String(c), rule: 'more than 0' });
  return penalty(l1Ratio / (c * weight), (1 - l1Ratio) / (c * weight));
};

/** Spark's `regParam` and `elasticNetParam`; its linear regression divides the square part by the label's deviation. */
export const sparkPenalty = (regParam: number, elasticNet: number, labelDeviation = 1): Penalty =>
  penalty(regParam * elasticNet, (regParam * (1 - elasticNet)) / labelDeviation, true);
