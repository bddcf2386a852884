import { describe, expect, it } from 'vitest';
import type { Cell } from '../contract.ts';
import { admin, failure, read, server, table, tables, write } from '../test-servers/mysql-writes.ts';
import { rowStream } from '../test-servers/test-world.ts';
import { columns, three, written } from '../test-servers/three-rows.ts';

describe.skipIf(!server)('MySQL, write', () => {
  describe('create', () => {
    it('makes the table and says what was written', async () => {
      expect(await write({}, rowStream(columns, three))).toEqual({ place: 't', rows: 3 });
      expect(await read()).toEqual(written);
      expect(await tables()).toEqual(['t']);
    });

    it('makes an empty table, and leaves one that is there alone', async () => {
      expect(await write({}, rowStream(columns, []))).toEqual({ place: 't', rows: 0 });
      expect((await failure({}, rowStream(columns, three))).code).toBe('database-exists');
      expect(await read()).toEqual([]);
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
        ['DOUBLE', '1e+300', '1e300'],
        ['BOOLEAN', 'true', '1'],
        ['DATE', '2024-02-29', '2024-02-29'],
        ['TIMESTAMP', '2024-03-31 02:30:00.5', '2024-03-31 02:30:00.500000'],
        ['TIMESTAMP WITH TIME ZONE', '2024-01-01 05:30:00+05:30', '2024-01-01 00:00:00.000000'],
        ['TIME', '23:59:59.999999', '23:59:59.999999'],
        ['BLOB', '\\x00a\\xFF\\x5C', '0061FF5C'],
        ['BLOB', '', ''],
        ['UUID', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
        ['JSON', '{"a":[1,null]}', '{"a":[1,null]}'],
        ['INTEGER[]', '[1, NULL, 3]', '[1, NULL, 3]'],
        ['VARCHAR', "a'b\\'\"; DROP TABLE t; --\r\n\\", "a'b\\'\"; DROP TABLE t; --\r\n\\"],
        ['VARCHAR', 'a\0b', 'a\0b'],
        ['VARCHAR', '日本 🚀', '日本 🚀'],
      ];
      const schema = cells.map(([type], i) => ({ name: `c${i}`, type }));
      await write({}, rowStream(schema, [cells.map(cell => cell[1])]));
      const list = cells
        .map(([type], i) => (type === 'BLOB' ? `HEX(c${i})` : `CAST(c${i} AS CHAR)`))
        .join(', ');
      expect((await table(`SELECT ${list} FROM t`))[0]).toEqual(cells.map(cell => cell[2]));
    });

    it.each([
      ['DOUBLE', 'nan'],
      ['FLOAT', '-inf'],
      ['DATE', '0044-03-15 (BC)'],
      ['TIMESTAMP', 'infinity'],
      ['TIMESTAMP', '12024-01-01 00:00:00'],
    ])('refuses the %s %s, and no table is left', async (type, value) => {
      const error = await failure({}, rowStream([{ name: 'v', type }], [[value]]));
      expect([error.code, error.data]).toMatchObject(['database-value', { column: 'v', value }]);
      expect(await tables()).toEqual([]);
    });

    it('takes names that are SQL, and refuses those it cannot hold', async () => {
      await write(
        { table: '`select ``; DROP`' },
        rowStream(
          [
            { name: 'a`; --', type: 'INTEGER' },
            { name: '__proto__', type: 'INTEGER' },
          ],
          [['1', '2']],
        ),
      );
      expect(await table('SELECT `a``; --` AS a, `__proto__` AS b FROM `select ``; DROP`')).toEqual([[1, 2]]);
      const named = async (name: string) =>
        (await failure({}, rowStream([{ name, type: 'INTEGER' }], []))).data.problem;
      expect([
        await named('🚀'),
        await named('a '),
        await named(''),
        await named('a\0'),
        await named('x'.repeat(65)),
      ]).toEqual(['plane', 'space', 'empty', 'nul', 'long']);
      const twins = [
        { name: 'A', type: 'INTEGER' },
        { name: 'a', type: 'INTEGER' },
      ];
      expect((await failure({}, rowStream(twins, []))).code).toBe('database-duplicate-column');
    });
  });

  describe('append', () => {
    it('adds rows by name, in any order and letter case, and lets defaults work', async () => {
      await admin.query(
        'CREATE TABLE t (name text, id int, seq int AUTO_INCREMENT PRIMARY KEY, at timestamp DEFAULT now())',
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
      expect(await read()).toEqual(written);
    });

    it('names columns that are missing and those too many', async () => {
      await admin.query('CREATE TABLE t (id int, amount int NOT NULL)');
      const error = await failure({ mode: 'append' }, rowStream(columns, three));
      expect([error.code, error.data]).toEqual([
        'database-columns',
        { table: 't', extra: ['name'], missing: ['amount'], columns: ['id', 'amount'] },
      ]);
    });

    it('keeps nothing when a later row is refused', async () => {
      await admin.query(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(3)); INSERT INTO t VALUES (9, 'old')",
      );
      expect((await failure({ mode: 'append' }, rowStream(columns, [...three, ['9', 'x']]))).code).toBe(
        'database-constraint',
      );
      const long = await failure({ mode: 'append' }, rowStream(columns, [...three, ['4', 'long']]));
      expect([long.code, long.message]).toEqual([
        'database-constraint',
        expect.stringContaining("'name' at row 4"),
      ]);
      expect(await read()).toEqual([[9, 'old']]);
    });

    it('refuses a view, a table that cannot undo, and a name that is near another', async () => {
      await admin.query(
        "CREATE VIEW t AS SELECT 1 AS id, 'a' AS name; CREATE TABLE m (id int, name text) ENGINE = MyISAM",
      );
      expect((await failure({ mode: 'append' }, rowStream(columns, three))).data).toEqual({
        table: 't',
        kind: 'view',
      });
      expect((await failure({ mode: 'append', table: 'm' }, rowStream(columns, three))).code).toBe(
        'database-not-transactional',
      );
      expect((await failure({ mode: 'append', table: 'mm' }, rowStream(columns, three))).data.near).toBe('m');
    });

    it('splits rows into statements that the server takes, and names a row that it cannot', async () => {
      await admin.query('SET GLOBAL max_allowed_packet = 65536');
      try {
        const wide = Array.from({ length: 20 }, (_, i) => [String(i), 'ü'.repeat(10_000)]);
        await write({}, rowStream(columns, wide));
        expect(await table('SELECT COUNT(*), MIN(CHAR_LENGTH(name)) FROM t')).toEqual([[20, 10_000]]);
        const error = await failure({ table: 'u' }, rowStream(columns, [['1', 'ü'.repeat(40_000)]]));
        expect([error.code, error.data.bytes]).toEqual(['database-row-size', 80_008]);
      } finally {
        await admin.query('SET GLOBAL max_allowed_packet = 16777216');
      }
    });
  });
});
