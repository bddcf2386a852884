/** What the rows of a cluster are like, beside all rows. */
import type { Cell, Data } from '../engine.ts';
import { get } from '../kernels.ts';
import { passesOver } from '../passes.ts';
import { doubleColumn } from '../words.ts';
import { clusteredRows } from './clustered.ts';

/** Rows of cluster, its rows, a column, its mean there and in all rows, and how many deviations that is away. */
export const profileRows = async (
  all: Data,
  { prediction, features }: { readonly prediction: string; readonly features: readonly string[] },
): Promise<readonly (readonly Cell[])[]> => {
  const { data, levels, place } = await clusteredRows(all, prediction);
  const width = features.length;
  const sums = levels.map(() => new Float64Array(width));
  const means = new Float64Array(width);
  const squares = new Float64Array(width);
  let rows = 0;
  const passes = passesOver(data, [
    ...features.map(name => ({ name, expr: doubleColumn(name) })),
    { name: prediction, expr: place },
  ]);
  await passes.each(({ rows: n, stride, values }) => {
    for (let r = 0; r < n; r++) {
      rows++;
      const own = sums[get(values, width * stride + r)] as Float64Array;
      for (let j = 0; j < width; j++) {
        const x = get(values, j * stride + r);
        own[j] = get(own, j) + x;
        // Welford: squares of large numbers that differ little would lose the difference.
        const off = x - get(means, j);
        means[j] = get(means, j) + off / rows;
        squares[j] = get(squares, j) + off * (x - get(means, j));
      }
    }
  });
  return levels.flatMap(({ value, count }, c) =>
    features.map((name, j) => {
      const mean = get(sums[c] as Float64Array, j) / count;
      const deviation = Math.sqrt(get(squares, j) / rows);
      return [
        Number(value),
        count,
        name,
        mean,
        get(means, j),
        deviation > 0 ? (mean - get(means, j)) / deviation : 0,
      ];
    }),
  );
};
