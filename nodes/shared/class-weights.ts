/** Settings by which estimators of classes give some of them more weight. */
import { choice, group, listOf, number, text } from '../../engine/catalogue/params.ts';
import type { Json } from '../../engine/schema/types.ts';

export const weighing = {
  classWeights: choice(['equal', 'balanced', 'own'], {
    label: 'Weights of the classes',
    help: 'Balanced: every class weighs the same, however few its rows are.',
    advanced: true,
  }).default('equal'),
  weights: listOf(group({ class: text({ label: 'Class' }), weight: number({ label: 'Weight', min: 0 }) }), {
    label: 'Weight of each class',
    help: 'Others weigh 1.',
    when: { classWeights: ['own'] },
    advanced: true,
  }).default([]),
};

type Weighing = {
  readonly classWeights: 'equal' | 'balanced' | 'own';
  readonly weights: readonly { readonly class: string; readonly weight: number }[];
};

/** The settings of the method: weights only where classes do not count alike. */
export const withWeights = <P extends Weighing>({ classWeights, weights, ...method }: P) =>
  ({
    ...method,
    ...(classWeights === 'balanced' && { classWeights }),
    ...(classWeights === 'own' && { classWeights: weights }),
  }) as unknown as { readonly [name: string]: Json };
