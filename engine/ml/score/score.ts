/** What a fitted estimator says about a row, as layers of plan expressions. */
import { z } from 'zod';
import { bayesShape } from '../bayes/naive-bayes.ts';
import { kMeansShape } from '../cluster/k-means.ts';
import { mixtureShape } from '../cluster/mixture.ts';
import { curveExpr, curveShape } from '../curve/curve.ts';
import { isotonicExpr, isotonicShape } from '../curve/isotonic.ts';
import { termsOf } from '../feature.ts';
import { linearExpr, linearShape } from '../linear/linear.ts';
import { logisticShape } from '../linear/logistic.ts';
import { svmShape } from '../linear/svm.ts';
import { neighboursShape } from '../neighbours/neighbours.ts';
import { treesShape } from '../tree/fit.ts';
import { isolationShape } from '../tree/isolation.ts';
import { linearSum } from '../words.ts';
import { bayesScores } from './bayes.ts';
import { binaryLayers, softmaxLayers } from './classes.ts';
import { kMeansLayers } from './clusters.ts';
import type { Layers } from './layers.ts';
import { isolationLayers, mixtureLayers, svmLayers } from './more.ts';
import { neighboursLayers } from './neighbours.ts';
import { treesLayers } from './trees.ts';

export const estimatorShape = z.union([
  linearShape,
  logisticShape,
  bayesShape,
  kMeansShape,
  treesShape,
  svmShape,
  mixtureShape,
  isolationShape,
  curveShape,
  isotonicShape,
  neighboursShape,
]);

/** A fitted estimator: numbers and names, no code. */
export type Model = z.infer<typeof estimatorShape>;

/** Names of the columns that scoring adds. */
export type Outputs = { readonly prediction: string; readonly probability: string };
export const defaultOutputs: Outputs = { prediction: 'prediction', probability: 'probability' };

/** `plain` layers name no function that only the running program has, where expressions say the same. */
export const scoreLayers = (
  model: Model,
  outputs: Outputs = defaultOutputs,
  { plain = false }: { readonly plain?: boolean } = {},
): Layers => {
  switch (model.kind) {
    case 'linear':
      return [[{ name: outputs.prediction, expr: linearExpr(model) }]];
    case 'logistic': {
      const terms = termsOf(model.features).map(t => t.expr);
      const scores = model.coefficients.map((row, k) => linearSum(terms, row, model.intercepts[k] ?? 0));
      const [only] = scores;
      return model.label.classes.length === 2 && only !== undefined
        ? binaryLayers(model.label, only, outputs)
        : softmaxLayers(model.label, scores, outputs);
    }
    case 'gaussian-bayes':
    case 'multinomial-bayes':
    case 'bernoulli-bayes':
      return softmaxLayers(model.label, bayesScores(model), outputs);
    case 'k-means':
      return kMeansLayers(model, outputs, plain);
    case 'trees':
      return treesLayers(model, outputs);
    case 'svm':
      return svmLayers(model, outputs);
    case 'gaussian-mixture':
      return mixtureLayers(model, outputs);
    case 'isolation':
      return isolationLayers(model, outputs);
    case 'curve':
      return [[{ name: outputs.prediction, expr: curveExpr(model) }]];
    case 'neighbours':
      return neighboursLayers(model, outputs);
    case 'isotonic':
      return [[{ name: outputs.prediction, expr: isotonicExpr(model) }]];
  }
};
