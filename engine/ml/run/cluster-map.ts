/** Clusters in two dimensions: the two directions in which the rows differ most, to be drawn. */
import { fitPca } from '../cluster/pca.ts';
import type { Cell, Data } from '../engine.ts';
import { numeric } from '../feature.ts';
import { columnsOf } from '../in-memory.ts';
import { doubleColumn } from '../words.ts';
import { clusteredRows } from './clustered.ts';

/** Rows to draw; more would lie on each other. */
const drawn = 2000;

/**
 * Places and cluster of rows taken at even steps through all of them, at most 2,000. One feature has a line only. The
 * directions are those of the rows in clusters; noise is drawn with them.
 */
export const clusterMap = async (
  all: Data,
  { prediction, features }: { readonly prediction: string; readonly features: readonly string[] },
): Promise<readonly (readonly Cell[])[]> => {
  const { data } = await clusteredRows(all, prediction);
  const { means, components } = await fitPca(data, {
    features: features.map(numeric),
    components: Math.min(2, features.length),
  });
  const { columns } = await columnsOf(
    all,
    [...features, prediction].map(name => ({ name, expr: doubleColumn(name) })),
    drawn,
    { missing: 'pass' },
  );
  const clusters = columns.at(-1) ?? new Float64Array(0);
  const place = (row: number, component: readonly number[] | undefined): number =>
    (component ?? []).reduce((sum, w, j) => sum + w * ((columns[j]?.[row] ?? 0) - (means[j] ?? 0)), 0);
  return Array.from(clusters, (cluster, row): readonly Cell[] => [
    place(row, components[0]),
    place(row, components[1]),
    cluster >= 0 ? String(cluster) : 'noise',
    // A row that was given no cluster because a feature is missing lies nowhere.
  ]).filter(([x]) => Number.isFinite(x));
};
