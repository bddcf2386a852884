import mysql from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { EngineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import type { Cell, RowStream } from '../contract.ts';
import { databaseSinkOptions } from '../database/options.ts';
import { rowStream, testWorld } from '../test-servers/test-world.ts';
import { mysqlSink } from './index.ts';

const server = inject('mariadb');
const address = server ?? { host: '', port: 0, user: '', password: '' };
const url = `mysql://${address.user}:${encodeURIComponent(address.password)}@${address.host}:${address.port}/writing`;
const connection = '${env:MYSQL_URL}';
const sink = mysqlSink;
if (sink.writes !== 'rows') throw new Error('MySQL is written as rows.');

let admin: mysql.Connection;
beforeAll(async () => {
  if (!server) return;
  const { host, port, user, password } = server;
  admin = await mysql.createConnection({
    host,
    port,
    user,
    password,
    multipleStatements: true,
    charset: 'utf8mb4',
  });
});
afterAll(() => admin?.end());
beforeEach(async () => {
  await admin?.query(
    'DROP DATABASE IF EXISTS writing; CREATE DATABASE writing CHARACTER SET utf8mb4; USE writing',
  );
});

const write = async (options: object, rows: RowStream, signal?: AbortSignal) => {
  const world = await testWorld({ MYSQL_URL: url }, signal);
  try {
    return await sink.write(databaseSinkOptions.parse({ connection, table: 't', ...options }), rows, world);
  } finally {
    await world.done();
  }
};

const failure = async (options: object, rows: RowStream, signal?: AbortSignal): Promise<EngineError> => {
  const error: unknown = await write(options, rows, signal).then(
    () => Promise.reject(new Error('It was written without an error.')),
    (e: unknown) => e,
  );
  const shown = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
  for (const secret of [address.password, encodeURIComponent(address.password), url])
    expect(shown).not.toContain(secret);
  return error as EngineError;
};

const table = async (sql: string) => (await admin.query({ sql, rowsAsArray: true }))[0] as unknown[][];
const read = () => table('SELECT id, name FROM t ORDER BY id');
const tables = async () => (await table('SHOW TABLES')).map(row => row[0]);
const columns: Schema = [
  { name: 'id', type: 'INTEGER' },
  { name: 'name', type: 'VARCHAR' },
];
const three: readonly (readonly Cell[])[] = [
  ['1', 'a'],
  ['2', null],
  ['3', ''],
];
const written = [
  [1, 'a'],
  [2, null],
  [3, ''],
];

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

  describe('overwrite', () => {
    it('keeps the table when its columns are the same, and shows the old rows until the commit', async () => {
      await admin.query(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(9)); INSERT INTO t VALUES (9, 'old')",
      );
      const seen: unknown[] = [];
      const slow: RowStream = {
        columns,
        async *batches() {
          yield three;
          seen.push(await read());
        },
      };
      await write({ mode: 'overwrite' }, slow);
      expect(seen).toEqual([[[9, 'old']]]);
      expect(await read()).toEqual(written);
      expect((await table("SHOW INDEX FROM t WHERE Key_name = 'PRIMARY'")).length).toBe(1);
    });

    it('makes a new table when its columns differ, and one when there is none', async () => {
      await write({ mode: 'overwrite' }, rowStream([{ name: 'x', type: 'INTEGER' }], [['7']]));
      await write({ mode: 'overwrite' }, rowStream(columns, three));
      expect([await read(), await tables()]).toEqual([written, ['t']]);
    });

    it('puts the old table back when it cannot go, since another refers to it', async () => {
      await admin.query(
        'CREATE TABLE t (id int PRIMARY KEY) ENGINE = InnoDB; INSERT INTO t VALUES (9); CREATE TABLE child (id int REFERENCES t (id)) ENGINE = InnoDB; INSERT INTO child VALUES (9)',
      );
      expect((await failure({ mode: 'overwrite' }, rowStream(columns, three))).code).toMatch(
        /^database-(constraint|query)$/,
      );
      expect([await table('SELECT * FROM t'), (await tables()).sort()]).toEqual([[[9]], ['child', 't']]);
    });

    it.each(['name varchar(9)', 'name varchar(9), more int'])(
      'is as before when the rows fail or the run is cancelled: %s',
      async rest => {
        await admin.query(
          `CREATE TABLE t (id int PRIMARY KEY, ${rest}); INSERT INTO t (id, name) VALUES (9, 'old')`,
        );
        const broken = new Error('the engine ran out of memory');
        const failing: RowStream = {
          columns,
          async *batches() {
            yield three;
            throw broken;
          },
        };
        expect(await failure({ mode: 'overwrite' }, failing)).toBe(broken);
        const abort = new AbortController();
        const endless: RowStream = {
          columns,
          async *batches() {
            yield three;
            await new Promise(resolve => setTimeout(resolve, 100));
            abort.abort();
            await new Promise(resolve => setTimeout(resolve, 500));
            yield three;
          },
        };
        const at = performance.now();
        expect((await failure({ mode: 'overwrite' }, endless, abort.signal)).code).toBe('cancelled');
        expect(performance.now() - at).toBeLessThan(500);
        expect(await read()).toEqual([[9, 'old']]);
        await expect.poll(tables, { timeout: 3000 }).toEqual(['t']);
      },
    );
  });

  describe('upsert', () => {
    beforeEach(async () => {
      await admin?.query(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(20) UNIQUE, kept int DEFAULT 5); INSERT INTO t VALUES (1, 'old', 7), (8, 'other', 8)",
      );
    });
    const upsert = { mode: 'upsert', keys: ['id'] };
    const before = [
      [1, 'old', 7],
      [8, 'other', 8],
    ];

    it('updates rows with a known key and adds the others', async () => {
      await write(upsert, rowStream(columns, three));
      expect(await table('SELECT * FROM t ORDER BY id')).toEqual([
        [1, 'a', 7],
        [2, null, 5],
        [3, '', 5],
        [8, 'other', 8],
      ]);
      expect(await tables()).toEqual(['t']);
    });

    it.each([
      [
        'database-duplicate-keys',
        upsert,
        [
          ['1', 'a'],
          ['1', 'b'],
        ],
      ],
      [
        'database-key-null',
        upsert,
        [
          ['1', 'a'],
          [null, 'b'],
        ],
      ],
      ['database-key-missing', { mode: 'upsert', keys: ['id', 'name'] }, three],
      ['database-key-column', { mode: 'upsert', keys: ['no'] }, three],
      [
        'database-constraint',
        upsert,
        [
          ['1', 'a'],
          ['5', 'other'],
        ],
      ],
    ] as const)('%s leaves the table as it was', async (code, options, rows) => {
      expect((await failure(options, rowStream(columns, rows))).code).toBe(code);
      expect(await table('SELECT * FROM t ORDER BY id')).toEqual(before);
    });
  });
});
