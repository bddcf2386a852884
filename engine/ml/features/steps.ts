/** Every fitted feature step in one: its shape in a model file, and the columns it makes. */
import { z } from 'zod';
import { pcaShape } from '../cluster/pca.ts';
import { pcaLayers } from '../score/clusters.ts';
import type { Layers } from '../score/layers.ts';
import { indexLayers, indexShape, oneHotLayers, oneHotShape, type Place } from './encode.ts';
import { imputeLayers, imputeShape } from './impute.ts';
import { binLayers, binShape, polynomialLayers, polynomialShape } from './make.ts';
import { powerLayers, powerShape } from './power.ts';
import { normaliseLayers, normaliseShape, scaleLayers, scaleShape } from './scale.ts';
import { selectShape } from './select.ts';
import { foldLayers, targetLayers, targetShape } from './target.ts';
import {
  bucketsLayers,
  bucketsShape,
  termsLayers,
  termsShape,
  tokeniseLayers,
  tokeniseShape,
} from './text.ts';

export const stepShape = z.discriminatedUnion('step', [
  imputeShape,
  indexShape,
  oneHotShape,
  targetShape,
  scaleShape,
  normaliseShape,
  powerShape,
  polynomialShape,
  binShape,
  selectShape,
  tokeniseShape,
  termsShape,
  bucketsShape,
  z.strictObject({ step: z.literal('pca'), model: pcaShape }),
]);

/** A feature step with what it learned. */
export type FeatureStep = z.infer<typeof stepShape>;

export type { Place };

/** `place` is where a value is told of that a step refuses. */
export const stepLayers = (step: FeatureStep, place?: Place): Layers => {
  switch (step.step) {
    case 'impute':
      return imputeLayers(step);
    case 'index':
      return indexLayers(step, place);
    case 'one-hot':
      return oneHotLayers(step, place);
    case 'target':
      return targetLayers(step);
    case 'scale':
      return scaleLayers(step);
    case 'normalise':
      return normaliseLayers(step);
    case 'power':
      return powerLayers(step);
    case 'polynomial':
      return polynomialLayers(step);
    case 'bin':
      return binLayers(step);
    case 'tokenise':
      return tokeniseLayers(step);
    case 'terms':
      return termsLayers(step);
    case 'buckets':
      return bucketsLayers(step);
    case 'pca':
      return pcaLayers(step.model);
    case 'select':
      // Columns that were not chosen stay in the table; the model does not read them.
      return [];
  }
};

/** For the rows that a step was fitted on, all of them and in their order: what must not tell a row its own label. */
export const fittedLayers = (step: FeatureStep, place?: Place): Layers =>
  step.step === 'target' ? foldLayers(step) : stepLayers(step, place);

/** What a model keeps of a step: nothing of the rows that it was fitted on. */
export const forNewRows = (step: FeatureStep): FeatureStep => {
  if (step.step !== 'target') return step;
  const { folds: _, ...kept } = step;
  return kept;
};
