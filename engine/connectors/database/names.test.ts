import { describe, expect, it } from 'vitest';
import type { EngineError } from '../../diagnostics/errors.ts';
import { matchColumns, sameColumns, type TargetColumn, tableName, unknownTable } from './names.ts';

const refusal = (run: () => unknown): EngineError => {
  try {
    run();
  } catch (error) {
    return error as EngineError;
  }
  throw new Error('Nothing was thrown.');
};

describe('a table name', () => {
  it.each([
    ['orders', { table: 'orders' }],
    ['Shop.Orders', { schema: 'Shop', table: 'Orders' }],
    ['"my.shop"."a ""b"""', { schema: 'my.shop', table: 'a "b"' }],
    ['a"b', { table: 'a"b' }],
    ['x"; DROP TABLE y; --', { table: 'x"; DROP TABLE y; --' }],
  ])('%s', (text, name) => {
    expect(tableName(text, '"')).toEqual(name);
  });

  it.each([
    ['a.b.c', 'parts'],
    ['.b', 'empty'],
    ['a.', 'empty'],
    ['""', 'empty'],
    ['a\0', 'nul'],
  ])('%j is refused: %s', (text, problem) => {
    expect(refusal(() => tableName(text, '"')).data.problem).toBe(problem);
  });
});

describe('columns of rows and table', () => {
  const column = (name: string, optional = true): TargetColumn => ({ name, type: 'int', optional });
  const rows = (...names: string[]) => names.map(name => ({ name, type: 'INTEGER' }));

  it('match by name, the exact one first', () => {
    expect(
      matchColumns('t', [column('ID'), column('id'), column('x')], rows('x', 'id')).map(c => c.name),
    ).toEqual(['x', 'id']);
    expect(matchColumns('t', [column('id'), column('x')], rows('ID')).map(c => c.name)).toEqual(['id']);
  });

  it('name what is too many and what is missing', () => {
    const error = refusal(() => matchColumns('t', [column('id'), column('must', false)], rows('id', 'more')));
    expect([error.code, error.data]).toEqual([
      'database-columns',
      { table: 't', extra: ['more'], missing: ['must'], columns: ['id', 'must'] },
    ]);
  });

  it('do not meet in one column', () => {
    expect(refusal(() => matchColumns('t', [column('id')], rows('id', 'ID'))).code).toBe(
      'database-duplicate-column',
    );
  });

  it('are the same whatever their order and letter case', () => {
    expect([
      sameColumns([column('a'), column('B')], rows('b', 'A')),
      sameColumns([column('a')], rows('a', 'b')),
    ]).toEqual([true, false]);
  });
});

it('a missing table is named with the nearest, also in another schema', () => {
  expect(unknownTable('ordrs', ['orders', 'x']).message).toBe(
    'There is no table “ordrs”. Did you mean “orders”? Tables: orders, x.',
  );
  expect(unknownTable('orders', ['sales.orders']).data.near).toBe('sales.orders');
});
