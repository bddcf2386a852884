/** What kinds that combine and summarise say about settings and data that do not fit. */
import { describe, expect, test } from 'vitest';
import type { ExampleTable, NodeKind } from '../engine/catalogue/node.ts';
import type { Diagnostic } from '../engine/diagnostics/diagnostic.ts';
import type { Json } from '../engine/schema/types.ts';
import { runExample } from '../engine/testing/run-example.ts';
import { aggregate } from './aggregate.ts';
import { compare } from './compare.ts';
import { correlation } from './correlation.ts';
import { except } from './except.ts';
import { lookup } from './lookup.ts';
import { pivot } from './pivot.ts';
import { rank } from './rank.ts';
import { rows } from './shared/rows.ts';
import { topN } from './top-n.ts';
import { transpose } from './transpose.ts';
import { union } from './union.ts';
import { unpivot } from './unpivot.ts';
import { window } from './window.ts';

const sales = rows({ city: 'VARCHAR', day: 'DATE', amount: 'INTEGER' }, [
  ['Lyon', '2024-01-01', 5],
  ['Oslo', '2024-01-02', 7],
]);

/** What is said about the node itself. */
const own = (diagnostics: readonly Diagnostic[]) => diagnostics.filter(d => d.node === 'node');

type Inputs = { readonly [port: string]: ExampleTable | readonly ExampleTable[] };

const run = (kind: NodeKind, params: Json, inputs: Inputs = { in: sales }) =>
  runExample(kind, { title: 't', params, inputs, outputs: { out: { columns: [], rows: [] } } });

const refused: readonly (readonly [string, NodeKind, Json, string, RegExp, Inputs?])[] = [
  [
    'a sum of texts',
    aggregate,
    { aggregates: [{ function: 'sum', column: 'city' }] },
    'aggregates[0].function',
    /“sum” takes numbers, but “city” is VARCHAR/,
  ],
  [
    'a sum of nothing',
    aggregate,
    { aggregates: [{ function: 'sum' }] },
    'aggregates[0].column',
    /needs a column or an expression/,
  ],
  ['nothing to compute', aggregate, {}, 'aggregates', /nothing to compute/],
  [
    'a set of other columns',
    aggregate,
    { groupBy: ['city'], grouping: 'sets', sets: [['city'], ['day']] },
    'sets[1]',
    /“day” is in a grouping set, but not/,
  ],
  [
    'an order of distinct values',
    aggregate,
    { aggregates: [{ function: 'list', column: 'city', distinct: true, orderBy: ['day'] }] },
    'aggregates[0].orderBy',
    /order of the values/,
  ],
  [
    'a pivot of a mean of dates by text',
    pivot,
    { names: 'city', values: 'day', function: 'sum' },
    'function',
    /“sum” takes numbers/,
  ],
  [
    'a pivot on its own index',
    pivot,
    { index: ['city'], names: 'city', function: 'count' },
    'index',
    /cannot have its own rows/,
  ],
  [
    'a name that stays',
    unpivot,
    { keep: ['city'], nameColumn: 'City' },
    'nameColumn',
    /is called “City” already/,
  ],
  [
    'a column on both sides',
    unpivot,
    { keep: ['city'], columns: ['city'] },
    'keep',
    /cannot stay and become rows/,
  ],
  [
    'nothing to turn',
    transpose,
    { header: 'x' },
    'header',
    /only column/,
    { in: rows({ x: 'INTEGER' }, []) },
  ],
  ['a rank without an order', rank, { orderBy: [] }, 'orderBy', /needs an order/],
  ['top rows without an order', topN, { orderBy: [] }, 'orderBy', /need an order/],
  [
    'half a row',
    window,
    { orderBy: ['day'], columns: [{ function: 'sum', column: 'amount', frame: { preceding: 1.5 } }] },
    'columns[0].frame',
    /must be a whole number/,
  ],
  [
    'days of a number',
    window,
    {
      orderBy: ['amount'],
      columns: [{ function: 'sum', column: 'amount', frame: { unit: 'range', preceding: '1 day' } }],
    },
    'columns[0].frame',
    /the order is by numbers/,
  ],
  [
    'a range over two columns',
    window,
    {
      orderBy: ['day', 'city'],
      columns: [{ function: 'count', frame: { unit: 'range', preceding: '1 day' } }],
    },
    'columns[0].frame',
    /exactly one column/,
  ],
  [
    'a difference of texts',
    window,
    { columns: [{ function: 'difference', column: 'city' }] },
    'columns[0].function',
    /“difference” takes numbers, but “city”/,
  ],
  ['one numeric column', correlation, {}, 'columns', /only “amount”/],
  [
    'a union that differs',
    union,
    { missing: 'refuse' },
    'missing',
    /“in2” lacks the column “amount”/,
    { in: [sales, rows({ city: 'VARCHAR', day: 'DATE' }, [])] },
  ],
  [
    'a union by position',
    union,
    { by: 'position' },
    'by',
    /“in1” has 3 columns, but “in2” has 1/,
    { in: [sales, rows({ a: 'INTEGER' }, [])] },
  ],
  [
    'other columns',
    except,
    {},
    'all',
    /the right lacks “day”, “amount” and the left lacks “x”/,
    { left: sales, right: rows({ city: 'VARCHAR', x: 'INTEGER' }, []) },
  ],
  [
    'a lookup without keys',
    lookup,
    { keys: [], columns: ['day'] },
    'keys',
    /needs a key/,
    { left: sales, right: sales },
  ],
  [
    'keys that are not there',
    compare,
    { keys: ['city'] },
    'keys',
    /“city” is not in the table after/,
    { before: sales, after: rows({ town: 'VARCHAR' }, []) },
  ],
];

describe('settings that do not fit', () => {
  for (const [title, kind, params, param, message, inputs] of refused)
    test(`${kind.kind}: ${title}`, async () => {
      const { diagnostics } = await run(kind, params, inputs);
      const error = { node: 'node', severity: 'error', param, message: expect.stringMatching(message) };
      expect(diagnostics).toContainEqual(expect.objectContaining(error));
    });
});

describe('data that does not fit', () => {
  test('a lookup that must find a row names the key', async () => {
    const prices = rows({ city: 'VARCHAR', price: 'INTEGER' }, [['Lyon', 1]]);
    const params = { keys: ['city'], columns: ['price'], missing: 'fail' };
    await expect(run(lookup, params, { left: sales, right: prices })).rejects.toThrow(
      'No row was found for “city” = Oslo',
    );
  });

  test('a header that occurs twice stops a transpose', async () => {
    const twice = rows({ h: 'VARCHAR', x: 'INTEGER' }, [
      ['a', 1],
      ['a', 2],
    ]);
    await expect(run(transpose, { header: 'h' }, { in: twice })).rejects.toThrow(
      'Two rows have the header “a”',
    );
  });

  test('a pivot of too many values says how to go on', async () => {
    const { diagnostics } = await run(pivot, { names: 'city', function: 'count', limit: 1 });
    expect(diagnostics.map(d => [d.node, d.code])).toEqual([['node', 'too-many-values']]);
  });

  test('a sum that does not fit in 64 bits stops the run', async () => {
    const huge = rows({ x: 'BIGINT' }, [['9223372036854775807'], ['1']]);
    await expect(
      run(aggregate, { aggregates: [{ function: 'sum', column: 'x' }] }, { in: huge }),
    ).rejects.toThrow();
  });
});

test('texts and numbers under one name are told of', async () => {
  const { diagnostics, outputs } = await run(
    union,
    {},
    { in: [rows({ x: 'INTEGER' }, [[1]]), rows({ x: 'VARCHAR' }, [['a']])] },
  );
  expect(own(diagnostics).map(d => [d.severity, d.param])).toEqual([['warning', 'by']]);
  expect(outputs.out?.columns).toEqual([{ name: 'x', type: 'VARCHAR' }]);
});

test('columns of one table only are told of', async () => {
  const after = rows({ city: 'VARCHAR', amount: 'INTEGER', extra: 'INTEGER' }, []);
  const { diagnostics } = await run(compare, { keys: ['city'] }, { before: sales, after });
  expect(own(diagnostics).map(d => [d.severity, d.message])).toEqual([
    ['warning', '“day”, “extra” are only in one of the tables and not compared.'],
  ]);
});

test('a pivot into many columns finds the same figures as one into few', async () => {
  const names = Array.from({ length: 60 }, (_, i) => `n${i}`);
  const cells = names.map((name, i) => [i % 3 === 0 ? null : i % 3, name, i % 7 === 0 ? null : i]);
  const long = rows({ k: 'INTEGER', name: 'VARCHAR', v: 'INTEGER' }, [
    ...cells,
    [1, 'n1', 100],
    [1, null, 9],
  ]);
  const params = { index: ['k'], names: 'name', values: 'v', function: 'max', listed: names, fill: -1 };
  const { outputs } = await run(pivot, params, { in: long });
  const rowOf = (k: string | null) => outputs.out?.rows.find(row => row[0] === k);
  expect(outputs.out?.columns.map(c => c.name)).toEqual(['k', ...names]);
  expect(outputs.out?.rows).toHaveLength(3);
  expect(rowOf('1')?.slice(1, 9)).toEqual(['-1', '100', '-1', '-1', '4', '-1', '-1', '-1']);
  expect(rowOf(null)?.slice(1, 9)).toEqual(['-1', '-1', '-1', '3', '-1', '-1', '6', '-1']);
});
