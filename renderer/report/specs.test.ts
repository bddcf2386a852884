import { expect, test } from 'vitest';
import { paper } from '../../engine/chart/spec.ts';
import { barsOf, eachOf, heightOf, partSpec } from './specs.ts';

const size = { width: 300, height: 200 };

test('bars are of the rows that are asked for, the largest by size first', () => {
  const rows = [
    { part: 'intercept', name: '', value: 100 },
    { part: 'coefficient', name: 'a', value: 1 },
    { part: 'coefficient', name: 'b', value: -3 },
    { part: 'coefficient', name: 'c', value: null },
  ];
  const part = {
    part: 'bars',
    title: 'What weighs most',
    port: 'summary',
    name: 'name',
    value: 'value',
    where: { column: 'part', values: ['coefficient'] },
  } as const;
  expect(barsOf(part, rows).map(row => row.name)).toEqual(['b', 'a']);
});

test('a curve keeps the order of its rows and is compared with a line', () => {
  const rows = [
    { x: 0.5, y: 0.2 },
    { x: 0.1, y: 0.9 },
  ];
  const spec = partSpec(
    { part: 'curve', title: 'ROC', port: 'curve', x: 'x', y: 'y', mark: 'diagonal' },
    rows,
    paper,
    size,
  );
  const [line, curve] = spec.layer as [
    { data: { values: unknown } },
    { data: { values: unknown }; encoding: { order: unknown } },
  ];
  expect(line.data.values).toEqual([
    { a: 0.1, b: 0.1 },
    { a: 0.9, b: 0.9 },
  ]);
  expect(curve.data.values).toEqual([
    { x: 0.5, y: 0.2, row: 0 },
    { x: 0.1, y: 0.9, row: 1 },
  ]);
  expect(curve.encoding.order).toMatchObject({ field: 'row' });
});

test('several classes have a line each in one picture, from its corner, and no line to draw', () => {
  const part = {
    part: 'curve',
    title: 'ROC of {each}',
    port: 'curve',
    x: 'x',
    y: 'y',
    each: 'class',
    lines: true,
    origin: true,
  } as const;
  const rows = ['a', 'a', 'b'].map((name, i) => ({ x: i, y: 1, class: name }));
  const [picture, ...more] = eachOf(part, rows);
  expect(more).toEqual([]);
  if (picture?.part.part !== 'curve') throw new Error('it is a curve');
  expect(picture.part).toMatchObject({ title: 'ROC of each class', colour: 'class' });
  const [layer] = partSpec(picture.part, picture.rows, paper, size).layer as [
    { data: { values: unknown }; encoding: { color: unknown; tooltip: { title: string }[] } },
  ];
  expect(layer.data.values).toEqual([
    { x: 0, y: 0, class: 'a', row: 0 },
    { x: 0, y: 1, class: 'a', row: 1 },
    { x: 1, y: 1, class: 'a', row: 2 },
    { x: 0, y: 0, class: 'b', row: 3 },
    { x: 2, y: 1, class: 'b', row: 4 },
  ]);
  expect(layer.encoding.color).toMatchObject({ field: 'class' });
  expect(layer.encoding.tooltip[0]).toMatchObject({ title: 'Class' });
  expect(eachOf(part, rows.slice(2))).toMatchObject([{ part: { title: 'ROC of b' } }]);
  const threshold = { part: 'threshold', title: 'Line for {each}', port: 'curve', each: 'class' } as const;
  expect(eachOf(threshold, rows)).toEqual([]);
  expect(eachOf(threshold, rows.slice(2))).toHaveLength(1);
});

test('a column with a dot is a name, not a path', () => {
  const spec = partSpec({ part: 'histogram', title: 'Errors', port: 'r', x: 'a.b[0]' }, [], paper, size);
  expect(spec.encoding).toMatchObject({ x: { field: 'a\\.b\\[0\\]' } });
});

const coefficients = [
  { part: 'intercept', of: 'Adelie', name: '', value: 9 },
  { part: 'coefficient', of: 'Adelie', name: 'bill', value: -2 },
  { part: 'coefficient', of: 'Gentoo', name: 'bill', value: 1 },
];

const weighs = {
  part: 'bars',
  title: 'What weighs most for {each}',
  port: 'summary',
  name: 'name',
  value: 'value',
  where: { column: 'part', values: ['coefficient', 'importance'] },
  each: 'of',
} as const;

test('what weighs is drawn for each class by itself, and the axis says what it is', () => {
  const parts = eachOf(weighs, coefficients);
  expect(parts.map(({ part, rows }) => ['title' in part && part.title, rows.length])).toEqual([
    ['What weighs most for Adelie', 1],
    ['What weighs most for Gentoo', 1],
  ]);
  const spec = partSpec(weighs, parts[0]?.rows ?? [], paper, size);
  expect(spec).toMatchObject({ encoding: { x: { title: 'Coefficient' } } });
});

test('where a model weighs for no class, the title names none', () => {
  const [only, ...more] = eachOf(weighs, [{ part: 'importance', of: null, name: 'bill', value: 1 }]);
  expect(only?.part).toMatchObject({ title: 'What weighs most' });
  expect(more).toEqual([]);
});

test('what is ranked keeps its order: of errors the least is the best', () => {
  const rows = [
    { rank: 1, estimator: 'line', mean: 2, metric: 'rmse' },
    { rank: 2, estimator: 'baseline', mean: 8, metric: 'rmse' },
  ];
  const part = {
    part: 'bars',
    title: 'Mean',
    port: 'summary',
    name: 'estimator',
    value: 'mean',
    metric: 'metric',
    order: 'rows',
  } as const;
  expect(barsOf(part, rows).map(row => row.estimator)).toEqual(['line', 'baseline']);
  expect(partSpec(part, rows, paper, size)).toMatchObject({ encoding: { x: { title: 'RMSE' } } });
});

test('classes stand beside each other by colour, and a number has none', () => {
  const part = { part: 'bars', title: 'By', port: 'out', name: 'c', value: 'm', colour: 'class' } as const;
  const of = (values: readonly (string | null)[]) => values.map(v => ({ c: 'x', m: 1, class: v }));
  expect(barsOf(part, of(['a', 'b']))).toHaveLength(2);
  expect(partSpec(part, of(['a', 'b']), paper, size)).toMatchObject({
    encoding: { yOffset: { field: 'class' } },
  });
  expect(partSpec(part, of([null]), paper, size).encoding).not.toHaveProperty('yOffset');
});

test('bars keep room for the name of each', () => {
  const rows = Array.from({ length: 20 }, (_, i) => ({
    part: 'importance',
    of: null,
    name: `c${i}`,
    value: i,
  }));
  expect(heightOf(weighs, rows)).toBeGreaterThanOrEqual(20 * 16);
  expect(heightOf(weighs, rows.slice(0, 2))).toBe(240);
});

test('the elbow of a curve is marked', () => {
  const part = {
    part: 'curve',
    title: 'Inertia',
    port: 'out',
    x: 'k',
    y: 'inertia',
    flag: { column: 'bend', text: 'elbow' },
  } as const;
  const rows = [
    { k: 2, inertia: 9, bend: false },
    { k: 3, inertia: 2, bend: true },
  ];
  const layers = partSpec(part, rows, paper, size).layer as { data: { values: unknown }; mark: object }[];
  expect(layers.at(-1)).toMatchObject({ data: { values: [{ k: 3 }] }, mark: { text: 'elbow' } });
});
