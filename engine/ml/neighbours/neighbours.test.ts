/** Nearest rows beside scikit-learn's (fixtures/ml/expected.py), and what cannot be said by them. */
import { describe, expect, test } from 'vitest';
import { call, column, literal } from '../../plan/build.ts';
import type { Rel } from '../../plan/relation.ts';
import { numeric } from '../feature.ts';
import { withLayers } from '../score/layers.ts';
import { estimatorShape, scoreLayers } from '../score/score.ts';
import { answer, codeOf, dataSet, expectClose, expected, loaded, tableOf } from '../test-data.ts';
import { fitNeighbours, mostRows } from './neighbours.ts';

const label = { column: 'y', type: 'DOUBLE' };
const settings = { label, k: 5, weighting: 'uniform', standardise: false, target: 'class' } as const;

/** Every fourth row is asked, the others are learned from. */
const parted = async (name: string) => {
  const { columns } = dataSet(name);
  const data = await loaded(name, (row, i) => [...row, i]);
  const at = `x${columns.length}`;
  const some = (fn: 'eq' | 'ne'): Rel => ({
    op: 'filter',
    input: data.rel,
    condition: call(fn, call('modulo', column(at), literal(4)), literal(0)),
  });
  return { data, features: data.features.slice(0, -1), train: some('ne'), test: some('eq') };
};

describe('as scikit-learn', () => {
  test.each(
    ['wine', 'breast_cancer', 'diabetes'].flatMap(name => [
      [name, 'uniform', 5] as const,
      [name, 'distance', 7] as const,
    ]),
  )('%s, %s, %i', async (name, weighting, k) => {
    const { data, features, train, test: asked } = await parted(name);
    const target = name === 'diabetes' ? 'number' : 'class';
    const model = await fitNeighbours(
      { ...data, rel: train },
      { ...settings, features, k, weighting, target },
    );
    // What is kept in a file is what was fitted.
    expect(estimatorShape.parse(JSON.parse(JSON.stringify(model)))).toEqual(model);
    const columns = [...data.features.map(f => f.column), 'y', 'w'].map(c => ({ name: c }));
    const names = model.label?.classes.map(c => `probability_${c}`) ?? ['prediction'];
    const rows = await answer(data, withLayers(asked, columns, scoreLayers(model)), names);
    const wanted = expected.neighbours[name][weighting];
    expectClose(target === 'number' ? rows.map(([value]) => value) : rows, wanted, 1e-9);
  });

  test.each(['wine', 'breast_cancer', 'diabetes'])('%s in deviations', async name => {
    const data = await loaded(name);
    const target = name === 'diabetes' ? 'number' : 'class';
    const model = await fitNeighbours(data, {
      ...settings,
      features: data.features,
      target,
      standardise: true,
    });
    const columns = [...data.features.map(f => f.column), 'y', 'w'].map(c => ({ name: c }));
    const names = model.label?.classes.map(c => `probability_${c}`) ?? ['prediction'];
    const rows = await answer(data, withLayers(data.rel, columns, scoreLayers(model)), names);
    const wanted = expected.neighbours[name].standardised;
    expectClose(target === 'number' ? rows.map(([value]) => value) : rows, wanted, 1e-9);
  });
});

const few = () =>
  tableOf(
    ['x DOUBLE', 'y VARCHAR'],
    [
      [0, 'a'],
      [1, 'b'],
      [1, 'c'],
      [5, 'c'],
    ],
  );
const x = numeric('x');
const text = { column: 'y', type: 'VARCHAR' };

test('of equally near rows the earlier one counts, of equally frequent classes the first', async () => {
  const data = await few();
  const said = async (k: number, weighting: 'uniform' | 'distance' = 'uniform') => {
    const model = await fitNeighbours(data, { ...settings, label: text, features: [x], k, weighting });
    const rel = withLayers(data.rel, [{ name: 'x' }, { name: 'y' }], scoreLayers(model));
    return (await answer(data, rel, ['prediction'])).map(([p]) => p);
  };
  expect(await said(1)).toEqual(['a', 'b', 'b', 'c']);
  expect(await said(2)).toEqual(['a', 'b', 'b', 'b']);
  // Rows that are the same as the one that is asked are all that counts.
  expect(await said(4, 'distance')).toEqual(['a', 'b', 'b', 'c']);
});

test('a row with a gap has no prediction', async () => {
  const data = await few();
  const model = await fitNeighbours(data, { ...settings, label: text, features: [x], k: 1 });
  const gaps = await tableOf(
    ['x DOUBLE', 'y VARCHAR'],
    [
      [null, 'a'],
      [5, 'a'],
    ],
  );
  const rel = withLayers(gaps.rel, [{ name: 'x' }, { name: 'y' }], scoreLayers(model));
  expect(await answer(gaps, rel, ['prediction', 'probability_c'])).toEqual([
    [null, null],
    ['c', 1],
  ]);
});

test('what is refused', async () => {
  const refused = (data: Awaited<ReturnType<typeof few>>, more: object) =>
    codeOf(fitNeighbours(data, { ...settings, label: text, features: [x], ...more }));
  expect(await refused(await few(), { k: 5 })).toBe('ml-few-rows');
  const many = await tableOf(['x DOUBLE', 'y VARCHAR'], []);
  await many.connection.run(`INSERT INTO t SELECT i, i % 2 FROM range(${mostRows + 1}) AS r(i)`);
  expect(await refused(many, {})).toBe('ml-many-neighbours');
  const empty = await tableOf(['x DOUBLE', 'y VARCHAR'], []);
  expect(await refused(empty, {})).toBe('ml-no-rows');
});

test('a model of wrong shape is no model', async () => {
  const model = await fitNeighbours(await few(), { ...settings, label: text, features: [x], k: 2 });
  for (const wrong of [
    { k: 9 },
    { deviations: [0] },
    { columns: [[1, 2]] },
    { targets: [0, 1, 2, 3] },
    { deviations: [] },
  ])
    expect(estimatorShape.safeParse({ ...model, ...wrong }).success).toBe(false);
});
