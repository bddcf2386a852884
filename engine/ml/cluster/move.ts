/** Where centres go after a pass. */
import { bump, get } from '../kernels.ts';
import type { Assigning } from './assign.ts';

/**
 * Means of the members. A cluster that lost all of its rows takes the row farthest from its centre, as scikit-learn does;
 * only then are the rows looked at again.
 */
export const movedCentres = async (
  { assign, farthest }: Assigning,
  centres: Float64Array,
): Promise<Float64Array> => {
  const found = await assign(centres);
  const empty = found.weights.filter(weight => weight === 0).length;
  const far = empty === 0 ? [] : [...(await farthest(centres, empty))];
  const k = found.weights.length;
  const width = found.sums.length / k;
  const { sums, weights } = found;
  for (let c = 0; c < k; c++) {
    if (get(weights, c) > 0) continue;
    const row = far.shift();
    if (row === undefined) break;
    for (let j = 0; j < width; j++) {
      const by = get(row.values, j) * row.weight;
      sums[c * width + j] = by;
      bump(sums, row.cluster * width + j, -by);
    }
    weights[c] = row.weight;
    bump(weights, row.cluster, -row.weight);
  }
  return sums.map((s, i) => {
    const weight = get(weights, Math.floor(i / width));
    return weight > 0 ? s / weight : get(centres, i);
  });
};
