/** Clusters of any shape by density (DBSCAN: Ester and others 1996). */
import { engineError } from '../../diagnostics/errors.ts';
import { get as element } from '../kernels.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** Every row is compared with every other one. */
export const mostRows = 20_000;
export const noise = -1;

/**
 * The number of each row's cluster, from 0 in the order in which rows first meet it, -1 for noise. A row with at least
 * `least` rows (itself too) within `radius` is a core; a cluster is what cores reach. As scikit-learn numbers them.
 */
export const densityClusters = async (
  columns: readonly Float64Array[],
  radius: number,
  least: number,
  pause?: () => Promise<void>,
): Promise<Int32Array> => {
  const rows = columns[0]?.length ?? 0;
  if (!(radius > 0))
    throw engineError('ml-bad-param', { name: 'radius', value: String(radius), rule: 'more than 0' });
  if (!(Number.isInteger(least) && least >= 1))
    throw engineError('ml-bad-param', {
      name: 'least',
      value: String(least),
      rule: 'a whole number of 1 or more',
    });
  if (rows > mostRows)
    throw engineError('ml-too-many-rows', { rows, limit: mostRows, what: 'Density clustering' });
  const limit = radius * radius;
  const near = (row: number): number[] => {
    const found: number[] = [];
    for (let other = 0; other < rows; other++) {
      let d = 0;
      for (const values of columns) {
        d += (get(values, row) - get(values, other)) ** 2;
        if (d > limit) break;
      }
      if (d <= limit) found.push(other);
    }
    return found;
  };
  const labels = new Int32Array(rows).fill(noise);
  const looked = new Uint8Array(rows);
  let cluster = 0;
  let looks = 0;
  for (let row = 0; row < rows; row++) {
    if (looked[row] === 1 || labels[row] !== noise) continue;
    looked[row] = 1;
    if (looks++ % 256 === 0) await pause?.();
    const first = near(row);
    if (first.length < least) continue;
    labels[row] = cluster;
    const waiting = [...first];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (labels[next] === noise) labels[next] = cluster;
      if (looked[next] === 1) continue;
      looked[next] = 1;
      if (looks++ % 256 === 0) await pause?.();
      const around = near(next);
      if (around.length >= least) for (const one of around) if (labels[one] === noise) waiting.push(one);
    }
    cluster++;
  }
  return labels;
};
