/** The nearest centre said by a function of ours is the one that expressions say, for every row. */
import { expect, test } from 'vitest';
import { randomOf } from '../../plan/random.ts';
import { fitKMeans } from '../cluster/k-means.ts';
import { numeric } from '../feature.ts';
import { answer, tableOf } from '../test-data.ts';
import { withLayers } from './layers.ts';
import { defaultOutputs, scoreLayers } from './score.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const random = randomOf(5);
const rows = Array.from({ length: 5000 }, () => names.map(() => Math.round(random() * 64) / 8));
const data = await tableOf(
  names.map(n => `${n} DOUBLE`),
  rows,
);
const model = await fitKMeans(data, { features: names.map(numeric), k: 9, seed: 2 });
const columns = names.map(name => ({ name }));
const plain = scoreLayers(model, defaultOutputs, { plain: true });

test('numbers and distances are those of expressions, in more chunks than one', async () => {
  expect(JSON.stringify(scoreLayers(model))).toContain('millrace_clusters');
  expect(JSON.stringify(plain)).not.toContain('millrace_clusters');
  const wanted = ['prediction', 'prediction_distance'];
  const fast = await answer(data, withLayers(data.rel, columns, scoreLayers(model)), wanted);
  const slow = await answer(data, withLayers(data.rel, columns, plain), wanted);
  expect(fast.map(([cluster]) => cluster)).toEqual(slow.map(([cluster]) => cluster));
  for (const [i, [, distance]] of fast.entries()) expect(distance).toBeCloseTo(Number(slow[i]?.[1]), 12);
  expect(new Set(fast.map(([cluster]) => cluster)).size).toBe(9);
});

test('a row with a null, a NaN or too large a number has no cluster', async () => {
  const whole = [1, 2, 3, 4, 5];
  const fresh = await tableOf(
    names.map(n => `${n} DOUBLE`),
    [whole, [null, 2, 3, 4, 5], [1, Number.NaN, 3, 4, 5], [1, 2, Number.POSITIVE_INFINITY, 4, 5]],
  );
  const scored = withLayers(fresh.rel, columns, scoreLayers(model));
  const found = await answer(fresh, scored, ['prediction', 'prediction_distance']);
  expect(found.map(row => row.map(v => v === null))).toEqual([
    [false, false],
    [true, true],
    [true, true],
    [true, true],
  ]);
});
