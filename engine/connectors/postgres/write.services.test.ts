import { describe, expect, it } from 'vitest';
import type { Schema } from '../../schema/types.ts';
import type { Cell } from '../contract.ts';
import { admin, failure, read, table, write } from '../test-servers/postgres-writes.ts';
import { rowStream } from '../test-servers/test-world.ts';
import { columns, three } from '../test-servers/three-rows.ts';

describe('create', () => {
  it('makes the table and says what was written', async () => {
    expect(await write({}, rowStream(columns, three))).toMatchObject({ place: 'sink.t', rows: 3 });
    expect(await read()).toEqual([
      [1, 'a'],
      [2, null],
      [3, ''],
    ]);
  });

  it('makes an empty table', async () => {
    expect(await write({}, rowStream(columns, []))).toMatchObject({ rows: 0 });
    expect(await read()).toEqual([]);
  });

  it('leaves a table that is there alone', async () => {
    await admin.query("CREATE TABLE sink.t AS SELECT 9 AS id, 'old' AS name");
    expect((await failure({}, rowStream(columns, three))).code).toBe('database-exists');
    expect(await read()).toEqual([[9, 'old']]);
  });

  it('keeps every value', async () => {
    const cells: readonly (readonly [string, Cell, string | null])[] = [
      ['HUGEINT', '170141183460469231731687303715884105727', '170141183460469231731687303715884105727'],
      ['UBIGINT', '18446744073709551615', '18446744073709551615'],
      [
        'DECIMAL(38,10)',
        '1234567890123456789012345678.0123456789',
        '1234567890123456789012345678.0123456789',
      ],
      ['DOUBLE', 'nan', 'NaN'],
      ['DOUBLE', '-inf', '-Infinity'],
      ['DOUBLE', '1e+300', '1e+300'],
      ['FLOAT', '0.1', '0.1'],
      ['BOOLEAN', 'true', 'true'],
      ['DATE', '0044-03-15 (BC)', '0044-03-15 BC'],
      ['DATE', 'infinity', 'infinity'],
      ['TIMESTAMP', '0044-03-15 (BC) 10:00:00.5', '0044-03-15 10:00:00.5 BC'],
      ['TIMESTAMP WITH TIME ZONE', '2024-01-01 05:30:00+05:30', '2024-01-01 00:00:00+00'],
      ['TIME', '23:59:59.999999', '23:59:59.999999'],
      ['INTERVAL', '1 year 2 months -3 days 04:05:06.7', '1 year 2 mons -3 days +04:05:06.7'],
      ['BLOB', '\\x00a\\xFF\\x5C', '\\x0061ff5c'],
      ['BLOB', '', '\\x'],
      ['UUID', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
      ['JSON', '{"a":[1,null]}', '{"a": [1, null]}'],
      ['INTEGER[]', '[1, NULL, 3]', '{1,NULL,3}'],
      [
        'VARCHAR[]',
        `['a, b', NULL, 'NULL', '', x\\y, 'it\\'s', '"q"']`,
        '{"a, b",NULL,"NULL","","x\\\\y",it\'s,"\\"q\\""}',
      ],
      ['STRUCT(a INTEGER)', "{'a': 1}", "{'a': 1}"],
      ['VARCHAR', 'a"b,\r\n\\.\t\\N', 'a"b,\r\n\\.\t\\N'],
      ['VARCHAR', '\\.', '\\.'],
      ['VARCHAR', '日本 🚀', '日本 🚀'],
    ];
    const schema = cells.map(([type], i) => ({ name: `c${i}`, type }));
    await write({}, rowStream(schema, [cells.map(cell => cell[1])]));
    await admin.query("SET TimeZone = 'UTC'");
    expect((await table(`SELECT ${cells.map((_, i) => `c${i}::text`).join(', ')} FROM sink.t`))[0]).toEqual(
      cells.map(cell => cell[2]),
    );
  });

  it('takes names that are SQL', async () => {
    const name = 'select "🚀"; DROP TABLE x; --';
    const odd: Schema = [
      { name: 'a"; --', type: 'INTEGER' },
      { name: '__proto__', type: 'INTEGER' },
      { name: 'A"; --', type: 'INTEGER' },
    ];
    await write({ table: `sink."${name.replaceAll('"', '""')}"` }, rowStream(odd, [['1', '2', '3']]));
    expect(await table(`SELECT * FROM sink."${name.replaceAll('"', '""')}"`)).toEqual([[1, 2, 3]]);
  });

  it('refuses a name that the server would cut, and an empty one', async () => {
    const long = [{ name: 'ü'.repeat(32), type: 'INTEGER' }];
    expect((await failure({}, rowStream(long, []))).data).toMatchObject({ problem: 'long' });
    expect((await failure({}, rowStream([{ name: '', type: 'INTEGER' }], []))).data).toMatchObject({
      problem: 'empty',
    });
    expect((await failure({}, rowStream([{ name: 'a\0b', type: 'INTEGER' }], []))).data).toMatchObject({
      problem: 'nul',
    });
  });
});

describe('append', () => {
  it('adds rows by name, in any order and letter case, and lets defaults work', async () => {
    await admin.query(
      'CREATE TABLE sink.t (name text, id int, at timestamptz NOT NULL DEFAULT now(), seq serial)',
    );
    await write(
      { mode: 'append' },
      rowStream(
        [
          { name: 'ID', type: 'INTEGER' },
          { name: 'name', type: 'VARCHAR' },
        ],
        three,
      ),
    );
    expect(await read()).toEqual([
      [1, 'a'],
      [2, null],
      [3, ''],
    ]);
  });

  it('names columns that are missing and those too many', async () => {
    await admin.query('CREATE TABLE sink.t (id int, amount int NOT NULL)');
    const error = await failure({ mode: 'append' }, rowStream(columns, three));
    expect([error.code, error.data]).toEqual([
      'database-columns',
      { table: 'sink.t', extra: ['name'], missing: ['amount'], columns: ['id', 'amount'] },
    ]);
  });

  it('names the nearest table', async () => {
    await admin.query('CREATE TABLE sink.orders (id int)');
    const error = await failure({ mode: 'append', table: 'sink.order' }, rowStream(columns, three));
    expect([error.code, error.data.near]).toEqual(['database-unknown-table', 'sink.orders']);
  });

  it('keeps nothing when a later row is refused, and names row and column', async () => {
    await admin.query(
      "CREATE TABLE sink.t (id int PRIMARY KEY, name text); INSERT INTO sink.t VALUES (9, 'old')",
    );
    const error = await failure({ mode: 'append' }, rowStream(columns, [...three, ['9', 'twice']]));
    expect([error.code, error.message]).toEqual(['database-constraint', expect.stringContaining('(id)=(9)')]);
    const wrong = await failure(
      { mode: 'append' },
      rowStream([{ name: 'id', type: 'VARCHAR' }], [['5'], ['five']]),
    );
    expect([wrong.code, wrong.message]).toEqual([
      'database-constraint',
      expect.stringContaining('line 2, column id'),
    ]);
    expect(await read()).toEqual([[9, 'old']]);
  });

  it('refuses a view', async () => {
    await admin.query("CREATE VIEW sink.t AS SELECT 1 AS id, 'a' AS name");
    expect((await failure({ mode: 'append' }, rowStream(columns, three))).data).toEqual({
      table: 'sink.t',
      kind: 'view',
    });
  });
});
