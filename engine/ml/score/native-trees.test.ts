/** The sum of trees said by a function of ours is the one that choices say, for every row. */
import { expect, test } from 'vitest';
import { plain } from '../../plan/names.ts';
import { randomOf } from '../../plan/random.ts';
import { numeric } from '../feature.ts';
import { answer, tableOf } from '../test-data.ts';
import { fitTrees } from '../tree/fit.ts';
import type { Tree } from '../tree/grow.ts';
import { withLayers } from './layers.ts';
import { choicesOf, isLarge, sumsOfTrees } from './native-trees.ts';
import { scoreLayers } from './score.ts';

const random = randomOf(3);
const grown = (depth: number, width: number): Tree =>
  depth === 0
    ? { value: Array.from({ length: width }, () => random()) }
    : {
        term: Math.floor(random() * 3),
        threshold: Math.round(random() * 8) / 8,
        gain: 1,
        left: grown(depth - 1, width),
        right: grown(depth - 1, width),
      };
const forest = Array.from({ length: 12 }, () => grown(6, 2));

test('for numbers at and between the thresholds, in more chunks than one', async () => {
  const data = await tableOf(
    ['a DOUBLE', 'b DOUBLE', 'c DOUBLE'],
    Array.from({ length: 5000 }, () => [0, 1, 2].map(() => Math.round(random() * 16) / 16)),
  );
  expect(isLarge(forest)).toBe(true);
  const sums = sumsOfTrees(forest, ['a', 'b', 'c']);
  expect(sums).toHaveLength(2);
  const columns = sums.flatMap((expr, i) => [
    { name: `fast${i}`, expr },
    { name: `slow${i}`, expr: expr.op === 'native' ? choicesOf(expr) : expr },
  ]);
  const rows = await answer(
    data,
    { op: 'project', input: data.rel, columns },
    columns.map(c => c.name),
  );
  expect(rows).toHaveLength(5000);
  for (const [fast0, slow0, fast1, slow1] of rows) {
    expect(fast0).toBeCloseTo(Number(slow0), 10);
    expect(fast1).toBeCloseTo(Number(slow1), 10);
  }
  expect(new Set(rows.map(row => row[0])).size).toBeGreaterThan(100);
});

test('a column that is the same in every row, and one row alone', async () => {
  for (const count of [1, 3000]) {
    const data = await tableOf(
      ['a DOUBLE', 'b DOUBLE', 'c DOUBLE'],
      Array.from({ length: count }, (_, i) => [0.5, i / count, 0.25]),
    );
    const [sum] = sumsOfTrees(forest, ['a', 'b', 'c']);
    if (sum?.op !== 'native') throw new Error('a forest is large');
    const constant = {
      op: 'project' as const,
      input: data.rel,
      columns: [
        { name: 'a', expr: { op: 'literal' as const, value: 0.5, type: 'DOUBLE' } },
        ...plain(['b', 'c']),
      ],
    };
    const columns = [
      { name: 'fast', expr: sum },
      { name: 'slow', expr: choicesOf(sum) },
    ];
    const rows = await answer(data, { op: 'project', input: constant, columns }, ['fast', 'slow']);
    for (const [fast, slow] of rows) expect(fast).toBeCloseTo(Number(slow), 10);
  }
});

test('a row with a null or a NaN has no prediction', async () => {
  const data = await tableOf(
    ['x DOUBLE', 'y DOUBLE'],
    Array.from({ length: 400 }, (_, i) => [i, Math.sin(i / 20)]),
  );
  const model = await fitTrees(data, {
    features: [numeric('x')],
    label: { column: 'y', type: 'DOUBLE' },
    target: 'number',
    depth: 6,
    seed: 1,
    method: 'forest',
    trees: 10,
  });
  const fresh = await tableOf(['x DOUBLE'], [[3], [null], [Number.NaN], [200]]);
  const rows = await answer(fresh, withLayers(fresh.rel, [{ name: 'x' }], scoreLayers(model)), [
    'prediction',
  ]);
  expect(rows.map(([p]) => p === null || Number.isNaN(Number(p)))).toEqual([false, true, true, false]);
});
