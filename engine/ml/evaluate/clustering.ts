/** How apart clusters are: the silhouette, by squared distances (all rows) and by distances (a sample). */

import { engineError } from '../../diagnostics/errors.ts';
import type { NamedExpr } from '../../plan/expr.ts';
import type { Data } from '../engine.ts';
import { bump as add, get as element } from '../kernels.ts';
import { passesOver } from '../passes.ts';
import { blockSample } from '../sample.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const bump = add;
const get = element;

export type Clustered = {
  readonly features: readonly NamedExpr[];
  /** Cluster numbers from 0, without gaps. */
  readonly cluster: NamedExpr;
  readonly k: number;
};

/** Spark's silhouette: sums of each cluster are enough for the mean squared distance to it. */
export const squaredSilhouette = async (data: Data, { features, cluster, k }: Clustered): Promise<number> => {
  const width = features.length;
  const passes = passesOver(data, [...features, cluster]);
  const sizes = new Float64Array(k);
  const sums = new Float64Array(k * width);
  const squares = new Float64Array(k);
  // Shifted by one row: squares of large numbers that differ little would lose the difference.
  const shift = new Float64Array(width);
  let rows = 0;
  await passes.each(({ rows: n, stride, values }) => {
    if (rows === 0) for (let j = 0; j < width; j++) shift[j] = get(values, j * stride);
    rows += n;
    for (let r = 0; r < n; r++) {
      const c = get(values, width * stride + r);
      bump(sizes, c, 1);
      for (let j = 0; j < width; j++) {
        const x = get(values, j * stride + r) - get(shift, j);
        bump(sums, c * width + j, x);
        bump(squares, c, x * x);
      }
    }
  });
  needTwo(sizes);
  let total = 0;
  await passes.each(({ rows: n, stride, values }) => {
    for (let r = 0; r < n; r++) {
      const own = get(values, width * stride + r);
      const means = sizes.map((size, c) => {
        let d = get(squares, c);
        for (let j = 0; j < width; j++) {
          const x = get(values, j * stride + r) - get(shift, j);
          d += x * (size * x - 2 * get(sums, c * width + j));
        }
        return d / (c === own ? size - 1 : size);
      });
      total += silhouette(means, sizes, own);
    }
  });
  return total / rows;
};

/** scikit-learn's silhouette, by plain distances; every pair counts, so of many rows a sample is taken. */
export const silhouetteOf = async (
  data: Data,
  { features, cluster, k }: Clustered,
): Promise<{ readonly silhouette: number; readonly rows: number }> => {
  const width = features.length;
  const passes = passesOver(data, [...features, cluster], { keep: 0 });
  const sample = blockSample(4);
  await passes.each(sample.see);
  const points: Float64Array[] = [];
  await sample.passes(passes.names).each(({ rows, stride, values }) => {
    for (let r = 0; r < rows; r++)
      points.push(Float64Array.from({ length: width + 1 }, (_, j) => get(values, j * stride + r)));
  });
  return { silhouette: meanSilhouette(points, width, k), rows: points.length };
};

/** Each point is its features, then the number of its cluster. Every pair of points counts. */
export const meanSilhouette = (points: readonly Float64Array[], width: number, k: number): number => {
  const sizes = new Float64Array(k);
  for (const p of points) bump(sizes, get(p, width), 1);
  needTwo(sizes);
  let total = 0;
  for (const a of points) {
    const sums = new Float64Array(k);
    for (const b of points) {
      let d = 0;
      for (let j = 0; j < width; j++) d += (get(a, j) - get(b, j)) ** 2;
      bump(sums, get(b, width), Math.sqrt(d));
    }
    const own = get(a, width);
    total += silhouette(
      sums.map((s, c) => s / (c === own ? get(sizes, c) - 1 : get(sizes, c))),
      sizes,
      own,
    );
  }
  return total / points.length;
};

/** A cluster of one row has a silhouette of 0. */
const silhouette = (means: Float64Array, sizes: Float64Array, own: number): number => {
  if (get(sizes, own) <= 1) return 0;
  const a = Math.max(0, get(means, own));
  let b = Number.POSITIVE_INFINITY;
  for (let c = 0; c < means.length; c++) if (c !== own && get(sizes, c) > 0) b = Math.min(b, get(means, c));
  return Math.max(a, b) > 0 ? (b - a) / Math.max(a, b) : 0;
};

const needTwo = (sizes: Float64Array): void => {
  const used = sizes.filter(size => size > 0).length;
  if (used < 2) throw engineError('ml-few-clusters', { clusters: used, noise: 0 });
};
