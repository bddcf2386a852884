/** How many clusters: k-means for each number of them, on as many rows as can be looked at again and again. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import type { Cell, Data } from '../engine.ts';
import { meanSilhouette } from '../evaluate/clustering.ts';
import { columnsOf } from '../in-memory.ts';
import { get } from '../kernels.ts';
import { name } from '../shapes.ts';
import { doubleColumn } from '../words.ts';

export const elbowOptions = z.strictObject({
  columns: z.array(name).min(1),
  from: z.int().min(2),
  to: z.int().min(2),
  seed: z.int().min(0),
});

/** Rows that are looked at: nine numbers of clusters take some four seconds of them. */
export const mostRows = 2000;
const starts = 10;

type Try = { readonly clusters: readonly number[]; readonly inertia: number };

/** Rows of the number of clusters, the squares left in them, how apart they are, and whether the curve bends there. */
export const elbowRows = async (
  data: Data,
  { columns, from, to, seed }: z.infer<typeof elbowOptions>,
): Promise<readonly (readonly Cell[])[]> => {
  const terms = columns.map(c => ({ name: c, expr: doubleColumn(c) }));
  const { columns: values } = await columnsOf(data, terms, mostRows);
  const points = Array.from({ length: values[0]?.length ?? 0 }, (_, r) => values.map(v => get(v, r)));
  const different = new Set(points.map(p => p.join(' '))).size;
  if (different < to)
    throw engineError('ml-few-rows', { rows: different, needed: to, what: `${to} clusters` });
  // Loaded by who asks for it: few pipelines do.
  const { kmeans } = await import('ml-kmeans');
  const tried: { readonly k: number; readonly inertia: number; readonly apart: number }[] = [];
  for (let k = from; k <= to; k++) {
    let best: Try | undefined;
    for (let start = 0; start < starts; start++) {
      await data.engine.pause?.();
      const found = kmeans(points, k, {
        initialization: 'kmeans++',
        seed: seed + start,
        maxIterations: 300,
        tolerance: 1e-6,
      });
      const inertia = inertiaOf(points, found.clusters, found.centroids);
      if (best === undefined || inertia < best.inertia) best = { clusters: found.clusters, inertia };
    }
    const { clusters, inertia } = best as Try;
    const numbered = points.map((p, r) => Float64Array.of(...p, clusters[r] ?? 0));
    tried.push({ k, inertia, apart: meanSilhouette(numbered, columns.length, k) });
  }
  const bend = bendOf(tried.map(t => t.inertia));
  return tried.map(({ k, inertia, apart }, i) => [k, inertia, apart, i === bend]);
};

const inertiaOf = (
  points: readonly (readonly number[])[],
  clusters: readonly number[],
  centres: readonly (readonly number[])[],
): number => {
  let sum = 0;
  for (const [r, point] of points.entries()) {
    const centre = centres[clusters[r] ?? 0] ?? [];
    for (const [j, x] of point.entries()) sum += (x - (centre[j] ?? 0)) ** 2;
  }
  return sum;
};

/** The place that lies deepest below the line from the first to the last; none where nothing lies below it. */
export const bendOf = (values: readonly number[]): number => {
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  let [bend, deepest] = [-1, 1e-9 * Math.abs(first - last)];
  for (const [i, value] of values.entries()) {
    const below = first + ((last - first) * i) / Math.max(1, values.length - 1) - value;
    if (below > deepest) [bend, deepest] = [i, below];
  }
  return bend;
};
