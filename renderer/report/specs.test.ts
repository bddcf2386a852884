import { expect, test } from 'vitest';
import { paper } from '../../engine/chart/spec.ts';
import { barsOf, partSpec } from './specs.ts';

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

test('a column with a dot is a name, not a path', () => {
  const spec = partSpec({ part: 'histogram', title: 'Errors', port: 'r', x: 'a.b[0]' }, [], paper, size);
  expect(spec.encoding).toMatchObject({ x: { field: 'a\\.b\\[0\\]' } });
});
