/** What examples cannot say of the kinds for rows and columns: what stops a run, and what is told before one. */
import { expect, test } from 'vitest';
import type { NodeKind } from '../engine/catalogue/node.ts';
import type { Json } from '../engine/schema/types.ts';
import { attempt } from '../engine/testing/attempt.ts';
import { cast } from './cast.ts';
import { coalesce } from './coalesce.ts';
import { dateMath } from './date-math.ts';
import { dateParts } from './date-parts.ts';
import { derive } from './derive.ts';
import { extract } from './extract.ts';
import { fillNulls } from './fill-nulls.ts';
import { jsonPath } from './json-path.ts';
import { parseDates } from './parse-dates.ts';
import { replaceValues } from './replace-values.ts';
import { sample } from './sample.ts';
import { select } from './select.ts';
import { rows } from './shared/rows.ts';
import { sort } from './sort.ts';
import { splitColumn } from './split-column.ts';

const people = rows({ id: 'INTEGER', amount: 'DOUBLE', name: 'VARCHAR', day: 'DATE', tags: 'VARCHAR[]' }, [
  [1, 2.5, 'a|b', '2024-02-29', ['x']],
  [2, null, null, null, null],
  [3, 'NaN', '{"n": "x"}', '2024-01-31', []],
]);

const failure = async (kind: NodeKind, params: Json) => (await attempt(kind, params, people)).failure;
const told = async (kind: NodeKind, params: Json) => (await attempt(kind, params, people)).told;

test('a value that does not fit stops the run and is named', async () => {
  expect(await failure(cast, { columns: [{ column: 'name', type: 'INTEGER' }] })).toBe(
    'data-failed node columns[0]: Column “name” holds a value that is not INTEGER. Correct it, or set “onError” to null or quarantine. The value is “a|b”.',
  );
  expect(await failure(cast, { columns: [{ column: 'amount', type: 'BIGINT' }] })).toContain('“nan”');
  expect(await failure(parseDates, { column: 'name', formats: ['%d/%m/%Y'] })).toMatch(
    /^data-failed node formats: .*a date written %d\/%m\/%Y/,
  );
});

test('JSON that cannot be read stops the run and is named', async () => {
  const path = { path: '$.n', name: 'n', type: 'INTEGER' };
  expect(await failure(jsonPath, { column: 'name', paths: [path] })).toContain('“a|b”');
  const good = rows({ name: 'VARCHAR' }, [['{"n": "x"}']]);
  const { failure: second } = await attempt(jsonPath, { column: 'name', paths: [path] }, good);
  expect(second).toBe(
    'data-failed node paths: At $.n there is a value that is not INTEGER. Correct it, choose another type, or set “onError” to null. The value is “x”.',
  );
});

test('a column that is null throughout can become anything', async () => {
  const empty = rows({ x: 'VARCHAR' }, [[null]]);
  const { rows: got } = await attempt(cast, { columns: [{ column: 'x', type: 'DATE' }] }, empty);
  expect(got).toEqual([[null]]);
});

test('expressions see earlier columns only, and say so', async () => {
  const columns = [
    { name: 'b', expression: 'c + 1' },
    { name: 'c', expression: '1' },
    { name: 'd', expression: 'c + nme' },
  ];
  expect(await told(derive, { columns })).toEqual([
    'unknown-column columns[0].expression: Column “c” is not in “input”. Columns: id, amount, name, day, tags.',
    expect.stringMatching(/^unknown-column columns\[2\]\.expression: Column “nme” .* Did you mean “name”\?$/),
  ]);
});

test('a wrong type in a chain is told where it is, once', async () => {
  const columns = [
    { name: 'a', expression: 'id' },
    { name: 'b', expression: 'a - day - name' },
    { name: 'c', expression: 'b + 1' },
  ];
  expect(await told(derive, { columns })).toEqual([
    expect.stringMatching(/^expression-type columns\[1\]\.expression: The expression “a - day - name”/),
  ]);
});

test('a sum over all rows stays BIGINT through later steps', async () => {
  const columns = [
    { name: 'total', expression: 'sum(id) over ()' },
    { name: 'share', expression: 'id / total' },
  ];
  const { columns: types } = await attempt(derive, { columns }, people);
  expect(types?.slice(-2)).toEqual(['total BIGINT', 'share DOUBLE']);
});

test('settings that make no sense are told with the way out', async () => {
  const cases: readonly [NodeKind, Json, string | RegExp][] = [
    [select, { columns: [] }, /^kind-problem columns: No column would be left/],
    [select, { columns: [{ colum: 'id' }] }, /Did you mean “column”\?/],
    [select, { mode: 'drop', columns: [{ column: 'id', as: 'x' }] }, /has no use/],
    [cast, { columns: [{ column: 'id', type: 'DATE', format: '%Y' }] }, /^kind-problem columns\[0\].format/],
    [fillNulls, { fills: [{ columns: ['id'], value: 1.5 }] }, /cannot hold the value 1.5/],
    [fillNulls, { fills: [{ columns: ['name'], method: 'mean' }] }, /has no mean/],
    [fillNulls, { fills: [{ columns: ['id'], method: 'mode' }], groupBy: ['id'] }, /makes the groups/],
    [replaceValues, { match: 'pattern', replacements: [{ from: '(a', to: '' }] }, /cannot be read/],
    [replaceValues, { columns: ['id'], replacements: [{ from: 1, to: 'x' }] }, /cannot hold the text “x”/],
    [splitColumn, { column: 'name', separator: ' ' }, /^kind-problem into: The parts go nowhere/],
    [extract, { column: 'name', pattern: '(a)(b)', into: ['x'] }, /has 2 groups .* there is one name/],
    [dateParts, { column: 'day', parts: ['hour'] }, /holds dates, which have no hour/],
    [dateMath, { column: 'day', operation: 'difference' }, /^kind-problem other:/],
    [parseDates, { column: 'name', formats: ['%Q'] }, /^kind-problem formats\[0\]: .*“%Q”/],
    [sample, { method: 'rows' }, /^kind-problem rows:/],
    [jsonPath, { column: 'name', paths: [{ path: 'a', name: 'x' }] }, /Write “\$\.a”/],
    [coalesce, { columns: ['id', 'name'], into: 'x' }, /“id” is INTEGER and “name” is VARCHAR/],
    [sort, { keys: ['nam'] }, /^unknown-column keys\[0\].column: .*Did you mean “name”\?/],
  ];
  for (const [kind, params, wanted] of cases)
    expect((await told(kind, params)).join('\n'), kind.kind).toMatch(wanted);
});

test('where there is no statistic and no neighbour, NaN stays NaN', async () => {
  const input = rows({ g: 'INTEGER', x: 'DOUBLE' }, [
    [1, 'NaN'],
    [2, null],
  ]);
  for (const method of ['mean', 'mode', 'forward']) {
    const params = { fills: [{ columns: ['x'], method }], groupBy: ['g'] };
    const { rows: got } = await attempt(fillNulls, params, input);
    expect([...(got ?? [])].sort(), method).toEqual([
      ['1', 'nan'],
      ['2', null],
    ]);
  }
});

test('texts that only look like numbers and dates to one engine are neither', async () => {
  const input = rows({ x: 'VARCHAR' }, [
    ['1_000'],
    ['0x1F'],
    ['1e3'],
    ['infinity'],
    ['epoch'],
    ['+7'],
    ['2024-02-29T10:00:00Z'],
  ]);
  const as = async (type: string) =>
    (await attempt(cast, { columns: [{ column: 'x', type }], onError: 'null' }, input)).rows?.flat();
  expect(await as('INTEGER')).toEqual([null, null, null, null, null, '7', null]);
  expect(await as('DOUBLE')).toEqual([null, null, '1000.0', 'inf', null, '7.0', null]);
  expect(await as('TIMESTAMP')).toEqual([null, null, null, null, null, null, '2024-02-29 10:00:00']);
  const { rows: dates } = await attempt(parseDates, { column: 'x', onError: 'null' }, input);
  expect(dates?.flat()).toEqual([null, null, null, null, null, null, '2024-02-29']);
});

test('a value of a setting is told in words', async () => {
  expect(await told(sort, { keys: [] })).toEqual([
    'bad-param keys: The setting “keys” is wrong: the list is empty; give it an entry.',
  ]);
  expect(await told(dateParts, { column: 'day', parts: ['years'] })).toEqual([
    expect.stringMatching(/it is "years", and the choices are year, .* Did you mean “year”\?$/),
  ]);
  expect(await told(sample, { fraction: 2 })).toEqual([
    'bad-param fraction: The setting “fraction” is wrong: it is 2, and it takes at most 1.',
  ]);
  expect(await told(sample, { method: 'rows', rows: 1.5 })).toEqual([
    'bad-param rows: The setting “rows” is wrong: it takes a whole number, and this is 1.5.',
  ]);
});

test('columns named like helpers are the user’s own', async () => {
  const input = rows(
    { filled0: 'VARCHAR', key0: 'DOUBLE', value: 'VARCHAR', count: 'INTEGER', __position: 'INTEGER' },
    [
      ['a', 1, 'x', 5, 7],
      ['a', null, null, 5, 8],
      ['b', 4, 'y', null, 9],
    ],
  );
  const filled = async (fill: Json) =>
    [...((await attempt(fillNulls, { fills: [fill], groupBy: ['filled0'] }, input)).rows ?? [])].sort(
      (a, b) => Number(a[4]) - Number(b[4]),
    );
  expect(await filled({ columns: ['key0'], method: 'mean' })).toEqual([
    ['a', '1.0', 'x', '5', '7'],
    ['a', '1.0', null, '5', '8'],
    ['b', '4.0', 'y', null, '9'],
  ]);
  expect(await filled({ columns: ['value', 'count'], method: 'mode' })).toEqual([
    ['a', '1.0', 'x', '5', '7'],
    ['a', null, 'x', '5', '8'],
    ['b', '4.0', 'y', null, '9'],
  ]);
  expect(await filled({ columns: ['value'], method: 'forward' })).toEqual([
    ['a', '1.0', 'x', '5', '7'],
    ['a', null, 'x', '5', '8'],
    ['b', '4.0', 'y', null, '9'],
  ]);
  const taken = rows({ reason: 'VARCHAR', __reason: 'VARCHAR', n: 'VARCHAR' }, [['r', 's', 'x']]);
  const params = {
    columns: [
      { column: 'n', type: 'INTEGER' },
      { column: 'reason', type: 'DATE' },
    ],
    onError: 'quarantine',
  };
  const rejected = await attempt(cast, params, taken, 'rejected');
  expect(rejected.columns?.at(-1)).toBe('reason_2 VARCHAR');
  expect(rejected.rows?.[0]?.at(-1)).toBe('n: “x” is not INTEGER; reason: “r” is not DATE');
  expect((await attempt(cast, params, taken)).columns).toEqual([
    'reason DATE',
    '__reason VARCHAR',
    'n INTEGER',
  ]);
});
