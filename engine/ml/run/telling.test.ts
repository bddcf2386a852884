import { expect, test } from 'vitest';
import { tableOf } from '../test-data.ts';
import { tellingColumns } from './telling.ts';

const rows = Array.from({ length: 60 }, (_, i) => {
  const bad = i % 3 === 0;
  return [bad ? 'yes' : 'no', bad ? 'written off' : 'open', i % 5, bad ? 90 + i : i % 40, `loan ${i}`, i % 2];
});

const loans = () =>
  tableOf(
    ['late VARCHAR', 'state VARCHAR', 'branch INTEGER', 'days INTEGER', 'name VARCHAR', 'side INTEGER'],
    rows,
  );

const features = [
  { name: 'state', type: 'VARCHAR' },
  { name: 'branch', type: 'INTEGER' },
  { name: 'days', type: 'INTEGER' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'side', type: 'INTEGER' },
];

test('a text and a number that tell every class are found; what is there once in each row says nothing', async () => {
  expect(await tellingColumns(await loans(), { task: 'class', label: 'late', features })).toEqual([
    'state',
    'days',
  ]);
});

test('a number that is the label in another unit is found, one that goes with it roughly is not', async () => {
  const table = await tableOf(
    ['km DOUBLE', 'miles DOUBLE', 'fuel DOUBLE'],
    Array.from({ length: 40 }, (_, i) => [i * 1.609344, i, i * 0.07 + (i % 3) / 10]),
  );
  const columns = ['miles', 'fuel'].map(name => ({ name, type: 'DOUBLE' }));
  expect(await tellingColumns(table, { task: 'number', label: 'km', features: columns })).toEqual(['miles']);
});

test('of a few rows, and of one class, nothing is said', async () => {
  const few = await tableOf(
    ['y VARCHAR', 'x INTEGER'],
    rows.slice(0, 19).map(r => [r[0] ?? null, r[3] ?? null]),
  );
  const one = await tableOf(
    ['y VARCHAR', 'x INTEGER'],
    rows.map(() => ['no', 1]),
  );
  for (const table of [few, one])
    expect(
      await tellingColumns(table, { task: 'class', label: 'y', features: [{ name: 'x', type: 'INTEGER' }] }),
    ).toEqual([]);
});
