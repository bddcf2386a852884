/** Settings of models that weigh columns. */
import { number, toggle } from '../../engine/catalogue/params.ts';

export const regularised = {
  strength: number({
    label: 'Penalty',
    help: 'How much large weights cost; 0 is none.',
    min: 0,
  }).default(0),
  mix: number({
    label: 'Lasso share',
    help: '0 is ridge, 1 is lasso, between them elastic net.',
    min: 0,
    max: 1,
  }).default(0),
  standardise: toggle({
    label: 'Penalise columns alike',
    help: 'Whatever their scale.',
    advanced: true,
  }).default(true),
  intercept: toggle({ label: 'Intercept', advanced: true }).default(true),
};
