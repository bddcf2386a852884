/** The shape of a tree in a model file. Apart from how trees grow: threads that do only that start in half the time. */
import { z } from 'zod';
import { real } from '../shapes.ts';
import type { Tree } from './grow.ts';

export const treeShape: z.ZodType<Tree> = z.lazy(() =>
  z.union([
    z.strictObject({ value: z.array(real).min(1).max(1000) }),
    z.strictObject({
      term: z.int().min(0),
      threshold: real,
      gain: real,
      left: treeShape,
      right: treeShape,
    }),
  ]),
);
