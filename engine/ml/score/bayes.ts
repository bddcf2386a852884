import type { Expr } from '../../plan/expr.ts';
import type { BayesModel } from '../bayes/naive-bayes.ts';
import { termsOf } from '../feature.ts';
import { linearSum, minus, number, plus, squared, sumOf, times } from '../words.ts';

/** Logs of prior times likelihood, a class each. */
export const bayesScores = (model: BayesModel): readonly Expr[] => {
  const terms = termsOf(model.features).map(t => t.expr);
  return model.label.classes.map((_, k) => classScore(model, k, terms));
};

const classScore = (model: BayesModel, k: number, terms: readonly Expr[]): Expr => {
  const prior = model.priors[k] ?? 0;
  switch (model.kind) {
    case 'gaussian-bayes': {
      const variances = model.variances[k] ?? [];
      const fixed = variances.reduce((s, v) => s + Math.log(2 * Math.PI * v), 0);
      return plus(
        number(prior - fixed / 2),
        sumOf(
          terms.map((term, j) =>
            times(number(-0.5 / (variances[j] ?? 1)), squared(minus(term, number(model.means[k]?.[j] ?? 0)))),
          ),
        ),
      );
    }
    case 'multinomial-bayes':
      return linearSum(terms, model.logs[k] ?? [], prior);
    case 'bernoulli-bayes': {
      // log p where there is a 1, log (1 - p) where there is a 0.
      const logs = model.logs[k] ?? [];
      const nots = logs.map(log => Math.log1p(-Math.exp(log)));
      return linearSum(
        terms,
        logs.map((log, j) => log - (nots[j] ?? 0)),
        prior + nots.reduce((s, v) => s + v, 0),
      );
    }
  }
};
