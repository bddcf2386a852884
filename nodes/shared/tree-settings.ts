/** Settings that kinds of trees share. */
import { choice, integer } from '../../engine/catalogue/params.ts';
import type { Task } from '../../engine/plan/learning.ts';
import type { Json } from '../../engine/schema/types.ts';

export const predicts = {
  predict: choice(['auto', 'class', 'number'], {
    label: 'Predict',
    help: 'Auto: classes for texts and booleans, else numbers.',
  }).default('auto'),
};

export const treeSettings = (leastRows: number) => ({
  depth: integer({ label: 'Depth', help: 'Most questions one after another.', min: 1, max: 30 }).default(5),
  leastRows: integer({ label: 'Fewest rows of a leaf', min: 1, advanced: true }).default(leastRows),
  seed: integer({ label: 'Seed', min: 0, advanced: true }).default(0),
});

type Predicting = { readonly predict: 'auto' | 'class' | 'number' };

export const treeTasks = ({ predict }: Predicting): readonly Task[] =>
  predict === 'auto' ? ['class', 'number'] : [predict];

/** The settings of the method itself. */
export const withoutPredict = <P extends Predicting>({ predict: _, ...method }: P) =>
  method as unknown as { readonly [name: string]: Json };
