/** About how much work a fit is: it decides whether to start workers, and nothing that is learned. */
import type { EstimatorChoice } from './estimators.ts';

/** How often a method goes through its rows, roughly. */
export const passesOf = ({ method, params }: EstimatorChoice): number => {
  switch (method) {
    case 'linear-regression':
    case 'naive-bayes':
    case 'k-nearest-neighbours':
    case 'curve-fit':
    case 'isotonic-regression':
    case 'baseline':
      return 1;
    case 'logistic-regression':
    case 'linear-svm':
      return 10;
    case 'k-means':
    case 'gaussian-mixture':
      return 10 * params.k;
    case 'bisecting-k-means':
      return 5 * params.k;
    case 'isolation-forest':
      return 2;
    case 'decision-tree':
      return params.depth;
    case 'random-forest':
      return params.trees * params.depth * (params.share ?? 0.4);
    case 'boosted-trees':
      return params.rounds * params.depth;
  }
};
