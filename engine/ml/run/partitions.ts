/** Clusters of methods that leave no model: each row is put into one beside all others. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { aggregated } from '../../plan/build.ts';
import { densityClusters, mostRows as mostDense, noise } from '../cluster/density.ts';
import { hierarchicalClusters, linkages, mostRows as mostMerged } from '../cluster/hierarchical.ts';
import { aggregatesOf, type Cell, type Data } from '../engine.ts';
import { columnsOf } from '../in-memory.ts';
import { name } from '../shapes.ts';
import { doubleColumn } from '../words.ts';

type Rows = readonly (readonly Cell[])[];

const columns = z.array(name).min(1);
export const partitionOptions = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('dbscan'), columns, radius: z.number(), least: z.int() }),
  z.strictObject({ method: z.literal('hierarchical'), columns, k: z.int(), linkage: z.enum(linkages) }),
]);

const found = z.strictObject({ labels: z.array(z.int()), heights: z.array(z.number()) });

/** The text that `clusterRows` and `heightRows` read: the cluster of each row in the order of the table. */
export const fitPartition = async (
  data: Data,
  options: z.infer<typeof partitionOptions>,
): Promise<string> => {
  const [count] = await aggregatesOf(data, [{ name: 'n', expr: aggregated('count_star', []) }]);
  const [limit, what] =
    options.method === 'dbscan' ? [mostDense, 'Density clustering'] : [mostMerged, 'Hierarchical clustering'];
  // Told before the rows are read.
  if (Number(count) > limit) throw engineError('ml-too-many-rows', { rows: Number(count), limit, what });
  const terms = options.columns.map(c => ({ name: c, expr: doubleColumn(c) }));
  const { columns: values } = await columnsOf(data, terms, limit);
  const { pause } = data.engine;
  if (options.method === 'dbscan') {
    const labels = await densityClusters(values, options.radius, options.least, pause);
    return JSON.stringify({ labels: Array.from(labels), heights: [] });
  }
  const { labels, heights } = await hierarchicalClusters(values, options.k, options.linkage, pause);
  return JSON.stringify({ labels: Array.from(labels), heights });
};

/** Rows of the number of a row, from 1, and its cluster; null for what belongs to none. */
export const clusterRows = (text: string): Rows =>
  found.parse(JSON.parse(text)).labels.map((label, row) => [row + 1, label === noise ? null : label]);

/** Rows of how many clusters a merger left, and its height; the last merger first. */
export const heightRows = (text: string): Rows =>
  found.parse(JSON.parse(text)).heights.map((height, i) => [i + 1, height]);
