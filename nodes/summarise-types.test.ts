/** Kinds that take any column take columns of every type, empty tables of them too. */
import { expect, test } from 'vitest';
import type { ExampleTable, NodeKind } from '../engine/catalogue/node.ts';
import { isError } from '../engine/diagnostics/diagnostic.ts';
import type { Json } from '../engine/schema/types.ts';
import { runExample } from '../engine/testing/run-example.ts';
import { aggregate } from './aggregate.ts';
import { compare } from './compare.ts';
import { describe } from './describe.ts';
import { join } from './join.ts';
import { lookup } from './lookup.ts';
import { pivot } from './pivot.ts';
import { rank } from './rank.ts';
import { rows } from './shared/rows.ts';
import { topN } from './top-n.ts';
import { transpose } from './transpose.ts';
import { union } from './union.ts';
import { unpivot } from './unpivot.ts';
import { window } from './window.ts';

const values: Readonly<Record<string, string>> = {
  TINYINT: '-128',
  BIGINT: '9223372036854775807',
  UBIGINT: '18446744073709551615',
  HUGEINT: '-170141183460469231731687303715884105727',
  'DECIMAL(38,10)': '1234567890123456789012345678.0123456789',
  FLOAT: 'NaN',
  DOUBLE: '-Infinity',
  VARCHAR: 'é "x"',
  BOOLEAN: 'true',
  DATE: '0044-03-15 (BC)',
  TIMESTAMP: '2024-02-29 23:59:59.999999',
  TIMESTAMP_NS: '2024-02-29 23:59:59.999999999',
  'TIMESTAMP WITH TIME ZONE': '2024-02-29 23:59:59+02',
  TIME: '12:34:56.789',
  INTERVAL: '1 month 2 days',
  UUID: '4ac7a9e9-607c-4c8a-84f3-843f0191e3fd',
  BLOB: '\\xAA\\x00',
  'INTEGER[]': '[1, NULL, 3]',
  'STRUCT("a b" INTEGER, c VARCHAR[])': "{'a b': 1, 'c': [x]}",
  'MAP(VARCHAR, INTEGER)': '{a=1}',
};

/** A key and one column of each type: a value, nulls, the value again. */
const columns = {
  k: 'INTEGER',
  ...Object.fromEntries(Object.keys(values).map((type, i) => [`c${i} ${type}`, type])),
};
const filled = Object.values(values);
const empty = filled.map(() => null);
const every: ExampleTable = rows(columns, [
  [1, ...filled],
  [2, ...empty],
  [3, ...filled],
]);
const none: ExampleTable = rows(columns, []);
const names = Object.keys(columns).slice(1);

const run = async (
  kind: NodeKind,
  params: Json,
  inputs: { [port: string]: ExampleTable | ExampleTable[] },
  port = 'out',
) => {
  const result = await runExample(kind, { title: 't', params, inputs, outputs: { [port]: none } });
  expect(result.diagnostics.filter(isError)).toEqual([]);
  return result.outputs[port]?.rows ?? [];
};

const cases: readonly (readonly [NodeKind, Json, readonly string[], number, number, string?])[] = [
  [
    aggregate,
    {
      aggregates: names.flatMap(column =>
        [
          'count_distinct',
          'approx_count_distinct',
          'min',
          'max',
          'first',
          'last',
          'mode',
          'list',
          'string_agg',
        ].map(f => ({ function: f, column })),
      ),
    },
    ['in'],
    1,
    1,
  ],
  [aggregate, { groupBy: names }, ['in'], 2, 0],
  [compare, { keys: ['k'], keepUnchanged: true, tolerance: 0.5 }, ['before', 'after'], 3, 0],
  [compare, {}, ['before', 'after'], 0, 0],
  [describe, {}, ['in'], names.length + 1, names.length + 1],
  [join, { keys: names, how: 'full', nullsEqual: true }, ['left', 'right'], 5, 0],
  [join, { keys: names }, ['left', 'right'], 4, 0],
  [join, { keys: names }, ['left', 'right'], 2, 2, 'report'],
  [lookup, { keys: ['k'], columns: names }, ['left', 'right'], 3, 0],
  [
    pivot,
    { index: [names[0] ?? ''], names: 'k', values: names[1] ?? '', function: 'max', listed: [1, 2] },
    ['in'],
    2,
    0,
  ],
  [rank, { orderBy: names.map(column => ({ column, descending: true })) }, ['in'], 3, 0],
  [topN, { n: 2, orderBy: names, partitionBy: names }, ['in'], 3, 0],
  [transpose, { header: 'k' }, ['in'], names.length, names.length],
  [union, { distinct: true }, ['in'], 3, 0],
  [unpivot, { keep: ['k'] }, ['in'], 3 * names.length, 0],
  [
    window,
    {
      orderBy: names,
      partitionBy: names,
      columns: names.flatMap(column =>
        ['min', 'max', 'first', 'last', 'lag', 'lead', 'count'].map(f => ({ function: f, column })),
      ),
    },
    ['in'],
    3,
    0,
  ],
];

for (const [kind, params, ports, full, nothing, port] of cases) {
  const inputs = (t: ExampleTable) => Object.fromEntries(ports.map(p => [p, t]));
  test(`${kind.kind} of every type: ${JSON.stringify(params).slice(0, 60)}`, async () => {
    expect(await run(kind, params, inputs(every), port)).toHaveLength(full);
    expect(await run(kind, params, inputs(none), port)).toHaveLength(nothing);
  });
}
