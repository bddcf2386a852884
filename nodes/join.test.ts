/** Joins against a reference that looks at every pair of rows, and what is said about settings that do not fit. */
import { describe, expect, test } from 'vitest';
import type { ExampleTable } from '../engine/catalogue/node.ts';
import type { Json } from '../engine/schema/types.ts';
import { runExample } from '../engine/testing/run-example.ts';
import { join } from './join.ts';
import { rows } from './shared/rows.ts';

type Row = readonly (number | null)[];

/** Small whole numbers or null from a seed: the same at every run. */
const numbersFrom = (seed: number) => {
  let state = seed;
  return (below: number): number | null => {
    state = (state * 48271) % 2147483647;
    const n = state % (below + 1);
    return n === below ? null : n;
  };
};

const tables = (seed: number, leftRows: number, rightRows: number) => {
  const next = numbersFrom(seed);
  const left: Row[] = Array.from({ length: leftRows }, (_, i) => [next(3), next(6), i]);
  const right: Row[] = Array.from({ length: rightRows }, (_, i) => [next(3), next(6), 100 + i]);
  return { left, right };
};

const leftTable = (cells: readonly Row[]): ExampleTable =>
  rows({ k: 'INTEGER', t: 'INTEGER', l: 'INTEGER' }, cells);
const rightTable = (cells: readonly Row[]): ExampleTable =>
  rows({ k: 'INTEGER', t: 'INTEGER', r: 'INTEGER' }, cells);

const run = async (params: Json, left: ExampleTable, right: ExampleTable, port = 'out') => {
  const wanted = { columns: [], rows: [] };
  const result = await runExample(join, {
    title: 't',
    params,
    inputs: { left, right },
    outputs: { [port]: wanted },
  });
  return { ...result, rows: result.outputs[port]?.rows ?? [] };
};

const texts = (cells: readonly (readonly (string | number | null)[])[]) =>
  cells.map(row => row.map(cell => cell ?? 'null').join(' ')).sort();

const equal = (a: number | null | undefined, b: number | null | undefined, nulls: boolean) =>
  a === b && (a !== null || nulls);

/** The rows of `k t l t_right r`, by the definition of each join. */
const reference = (
  how: string,
  left: readonly Row[],
  right: readonly Row[],
  fits: (l: Row, r: Row) => boolean,
): readonly Row[] => {
  const pairs = left.flatMap(l => right.filter(r => fits(l, r)).map(r => [l, r] as const));
  const aloneLeft = left.filter(l => !right.some(r => fits(l, r)));
  const aloneRight = right.filter(r => !left.some(l => fits(l, r)));
  const both = pairs.map(([l, r]) => [...l, r[1] ?? null, r[2] ?? null]);
  const onlyLeft = aloneLeft.map(l => [...l, null, null]);
  const onlyRight = aloneRight.map(r => [r[0] ?? null, null, null, r[1] ?? null, r[2] ?? null]);
  if (how === 'semi') return left.filter(l => !aloneLeft.includes(l));
  if (how === 'anti') return aloneLeft;
  return [
    ...both,
    ...(how === 'left' || how === 'full' ? onlyLeft : []),
    ...(how === 'right' || how === 'full' ? onlyRight : []),
  ];
};

describe('keys with nulls and duplicates', () => {
  for (const how of ['inner', 'left', 'right', 'full', 'semi', 'anti'])
    for (const nullsEqual of [false, true])
      for (const condition of [undefined, 't < t_right'])
        test(`${how}${nullsEqual ? ', nulls equal' : ''}${condition ? `, ${condition}` : ''}`, async () => {
          for (const [seed, l, r] of [
            [11, 8, 7],
            [12, 0, 5],
            [13, 5, 0],
          ] as const) {
            const { left, right } = tables(seed, l, r);
            const params = { how, keys: ['k'], nullsEqual, ...(condition && { condition }) };
            const got = await run(params, leftTable(left), rightTable(right));
            const less = (a: Row, b: Row) =>
              typeof a[1] === 'number' && typeof b[1] === 'number' && a[1] < b[1];
            const fits = (a: Row, b: Row) =>
              equal(a[0], b[0], nullsEqual) && (condition === undefined || less(a, b));
            expect(texts(got.rows)).toEqual(texts(reference(how, left, right, fits)));
          }
        });
});

/** The right row an as-of join takes: the nearest on the allowed side, the last of several backward, the first forward. */
const taken = (
  l: Row,
  right: readonly Row[],
  direction: string,
  exact: boolean,
  tolerance: number,
): Row | undefined => {
  const t = l[1];
  if (typeof t !== 'number') return undefined;
  const open = right.filter(
    r => equal(l[0], r[0], false) && typeof r[1] === 'number' && (exact || r[1] !== t),
  );
  const timeOf = (r: Row) => r[1] ?? 0;
  const before = open
    .filter(r => timeOf(r) <= t)
    .reduce<Row | undefined>((a, r) => (a === undefined || timeOf(r) >= timeOf(a) ? r : a), undefined);
  const after = open
    .filter(r => timeOf(r) >= t)
    .reduce<Row | undefined>((a, r) => (a === undefined || timeOf(r) < timeOf(a) ? r : a), undefined);
  const nearest = before && (!after || t - timeOf(before) <= timeOf(after) - t) ? before : after;
  const found = direction === 'backward' ? before : direction === 'forward' ? after : nearest;
  return found && Math.abs(timeOf(found) - t) <= tolerance ? found : undefined;
};

describe('as-of', () => {
  for (const direction of ['backward', 'forward', 'nearest'])
    for (const exact of [true, false])
      for (const tolerance of [undefined, 1])
        test(`${direction}${exact ? '' : ', not the same time'}${tolerance ? `, at most ${tolerance} away` : ''}`, async () => {
          for (const [seed, l, r] of [
            [21, 12, 12],
            [22, 4, 0],
          ] as const) {
            const { left, right } = tables(seed, l, r);
            const asof = { left: 't', right: 't', direction, exact, ...(tolerance && { tolerance }) };
            const params = { how: 'asof', keys: ['k'], asof };
            const found = left.map(row => taken(row, right, direction, exact, tolerance ?? 99));
            const all = left.map((row, i) => [...row, found[i]?.[1] ?? null, found[i]?.[2] ?? null]);
            const got = await run(params, leftTable(left), rightTable(right));
            expect(texts(got.rows)).toEqual(texts(all));
            const inner = await run({ ...params, keepUnmatched: false }, leftTable(left), rightTable(right));
            expect(texts(inner.rows)).toEqual(texts(all.filter((_, i) => found[i] !== undefined)));
            const alone = await run(params, leftTable(left), rightTable(right), 'unmatched_left');
            expect(texts(alone.rows)).toEqual(texts(left.filter((_, i) => found[i] === undefined)));
          }
        });
});

test('a table joins with itself', async () => {
  const people = rows({ id: 'INTEGER', boss: 'INTEGER' }, [
    [1, null],
    [2, 1],
    [3, 1],
  ]);
  const got = await run({ keys: [{ left: 'boss', right: 'id' }], columns: ['id'] }, people, people);
  expect(texts(got.rows)).toEqual(['2 1 1', '3 1 1']);
});

describe('settings that do not fit', () => {
  const left = leftTable([]);
  const cases: readonly (readonly [string, Json, string, RegExp])[] = [
    ['no keys', {}, 'keys', /Add a key, or choose “cross”/],
    ['keys of a cross join', { how: 'cross', keys: ['k'] }, 'how', /takes no keys/],
    [
      'an unknown column in the condition',
      { keys: ['k'], condition: 'l < rr' },
      'condition',
      /“rr” is on neither side.*Columns: k, t, l, t_right, r/,
    ],
    [
      'a sum in the condition',
      { keys: ['k'], condition: 'sum(l) > 1' },
      'condition',
      /cannot hold an aggregate/,
    ],
    [
      'a condition that is a number',
      { keys: ['k'], condition: 'l + r' },
      'condition',
      /gives a number, not true or false/,
    ],
    [
      'a condition that is a column',
      { keys: ['k'], condition: 'l' },
      'condition',
      /gives INTEGER, not true or false/,
    ],
    [
      'a duration for numbers',
      { how: 'asof', asof: { left: 't', right: 't', tolerance: '1 day' } },
      'asof.tolerance',
      /“t” is INTEGER; its tolerance is a number/,
    ],
    [
      'a negative tolerance',
      { how: 'asof', asof: { left: 't', right: 't', tolerance: -1 } },
      'asof.tolerance',
      /cannot be negative/,
    ],
    ['as-of without times', { how: 'asof' }, 'asof', /needs the time columns/],
    ['range without a range', { how: 'range' }, 'range', /start and end/],
  ];
  for (const [title, params, param, message] of cases)
    test(title, async () => {
      const { diagnostics } = await run(params, left, rightTable([]));
      expect(diagnostics).toContainEqual(
        expect.objectContaining({ node: 'node', param, message: expect.stringMatching(message) }),
      );
    });

  test('keys of different types', async () => {
    const { diagnostics } = await run({ keys: ['k'] }, left, rows({ k: 'VARCHAR' }, []));
    expect(diagnostics.map(d => [d.param, d.message])).toEqual([
      [
        'keys[0]',
        '“k” is INTEGER on the left, but “k” is VARCHAR on the right. Convert one of them first with a cast node.',
      ],
    ]);
  });
});
