import { describe, expect, test } from 'vitest';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { linesHead, textHead } from './head.ts';
import { freePlace, idFor, isPipelineFile, isTable, kindFor, withSource } from './sources.ts';
import { withTables } from './tables.ts';

const empty: PipelineDocument = {
  format: 'millrace/pipeline',
  version: 1,
  name: 'Untitled',
  parameters: {},
  nodes: [],
  edges: [],
  layout: {},
};

describe('a file becomes a source', () => {
  test('by its name', () => {
    expect(
      ['a.CSV', 'b.tsv', 'c.parquet', 'd.ndjson', 'e.xlsx', 'f.db', 'g.exe', 'csv'].map(kindFor),
    ).toEqual([
      'read-csv',
      'read-csv',
      'read-parquet',
      'read-ndjson',
      'read-excel',
      'read-sqlite',
      undefined,
      undefined,
    ]);
    expect(isPipelineFile('a.millrace.json')).toBe(true);
    expect(kindFor('a.__proto__')).toBeUndefined();
  });

  test('with an id like the file and a place of its own', () => {
    const first = withSource(empty, 'read-csv', '2024 orders (final).csv', { path: 'x.csv' }, [10.4, 20]);
    expect(first.id).toBe('orders_final');
    expect(first.document.layout[first.id]).toEqual([10, 20]);
    expect(idFor(first.document, '2024 orders (final).csv')).not.toBe(first.id);
    expect(freePlace(first.document, [12, 25])).toEqual([12, 121]);
  });
});

test('several tables of a file become sources one below the other, named after them', () => {
  const dropped = withSource(empty, 'read-sqlite', 'shop.sqlite', { path: 'shop.sqlite' }, [10, 20]);
  const one = withTables(dropped.document, 'shop', ['orders']);
  expect(one.document.nodes).toEqual([
    { id: 'shop', kind: 'read-sqlite', params: { path: 'shop.sqlite', table: 'orders' } },
  ]);
  const { document, ids } = withTables(dropped.document, 'shop', ['orders', 'line items', 'v1.0']);
  expect(ids).toEqual(['shop', 'line_items', 'v1_0']);
  expect(document.nodes.map(n => [n.title, n.params.table, document.layout[n.id]])).toEqual([
    ['orders', 'orders', [10, 20]],
    ['line items', 'line items', [10, 116]],
    ['v1.0', 'v1.0', [10, 212]],
  ]);
  expect(withTables(dropped.document, 'gone', ['orders']).ids).toEqual([]);
});

describe('the head of a file', () => {
  test('types are guessed and a line that was cut is left out', () => {
    const head = textHead('id;name;day\n1;Zoë;2024-02-29\n2;;2024-03-01\n3;bro', true, false);
    expect(head?.columns).toEqual([
      { name: 'id', type: 'BIGINT' },
      { name: 'name', type: 'VARCHAR' },
      { name: 'day', type: 'DATE' },
    ]);
    expect(head?.rows).toEqual([
      ['1', 'Zoë', '2024-02-29'],
      ['2', null, '2024-03-01'],
    ]);
  });

  test('records of lines have the columns of all of them', () => {
    expect(linesHead('{"a":1}\n{"a":2,"b":[1]}\n{"a"', true)).toEqual({
      columns: [
        { name: 'a', type: 'DOUBLE' },
        { name: 'b', type: 'VARCHAR' },
      ],
      rows: [
        [1, null],
        [2, '[1]'],
      ],
    });
    expect(linesHead('not json', false)).toBeUndefined();
  });
});

test('a table of a spreadsheet is told from other text', () => {
  expect(isTable('a\tb\n1\t2\n')).toBe(true);
  expect(isTable('just words')).toBe(false);
  expect(isTable('{"nodes":\t[]}\nand so on')).toBe(false);
  expect(isTable('')).toBe(false);
});
