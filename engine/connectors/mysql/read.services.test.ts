import { describe, expect, it } from 'vitest';
import { mysqlSourceOptions } from '../database/options.ts';
import {
  address,
  admin,
  connection,
  failure,
  read,
  secrets,
  server,
  source,
  url,
} from '../test-servers/mysql-reads.ts';
import { testWorld } from '../test-servers/test-world.ts';

describe.skipIf(!server)('MySQL, read', () => {
  describe('values', () => {
    it.each([
      ['tinyint', '-128', 'TINYINT', '-128'],
      ['tinyint unsigned', '255', 'UTINYINT', '255'],
      ['tinyint(1)', '1', 'BOOLEAN', 'true'],
      ['smallint', '-32768', 'SMALLINT', '-32768'],
      ['smallint unsigned', '65535', 'USMALLINT', '65535'],
      ['mediumint', '-8388608', 'INTEGER', '-8388608'],
      ['int', '-2147483648', 'INTEGER', '-2147483648'],
      ['int unsigned zerofill', '42', 'UINTEGER', '42'],
      ['bigint', '-9223372036854775808', 'BIGINT', '-9223372036854775808'],
      ['bigint unsigned', '18446744073709551615', 'UBIGINT', '18446744073709551615'],
      [
        'decimal(38,10)',
        "'1234567890123456789012345678.0123456789'",
        'DECIMAL(38,10)',
        '1234567890123456789012345678.0123456789',
      ],
      ['decimal(5,0)', '-12345', 'DECIMAL(5,0)', '-12345'],
      ['decimal(5,2) unsigned', '123.45', 'DECIMAL(5,2)', '123.45'],
      [
        'decimal(65,30)',
        "'12345678901234567890123456789012345.5'",
        'VARCHAR',
        '12345678901234567890123456789012345.500000000000000000000000000000',
      ],
      ['float', '1.23456789', 'FLOAT', '1.2345679'],
      ['double', '0.1', 'DOUBLE', '0.1'],
      ['double', '1.7976931348623157e308', 'DOUBLE', '1.7976931348623157e+308'],
      ['bit(1)', "b'1'", 'BOOLEAN', 'true'],
      ['bit(64)', '18446744073709551615', 'UBIGINT', '18446744073709551615'],
      ['year', '2024', 'INTEGER', '2024'],
      ['date', "'2024-02-29'", 'DATE', '2024-02-29'],
      ['datetime(6)', "'2024-03-31 02:30:00.123456'", 'TIMESTAMP', '2024-03-31 02:30:00.123456'],
      ['timestamp', "'2024-03-31 02:30:00'", 'TIMESTAMP WITH TIME ZONE', '2024-03-31 00:30:00+00'],
      ['time(3)', "'23:59:59.999'", 'TIME', '23:59:59.999'],
      ['char(5)', "'ab'", 'VARCHAR', 'ab'],
      ['varchar(50)', "''", 'VARCHAR', ''],
      ['varchar(50)', 'NULL', 'VARCHAR', null],
      ['text', `'a"b,\\n\\r\\nc\\\\.'`, 'VARCHAR', 'a"b,\n\r\nc\\.'],
      ['varchar(50) CHARACTER SET latin1', "'é'", 'VARCHAR', 'é'],
      ['text', "'日本 🚀'", 'VARCHAR', '日本 🚀'],
      ['varbinary(9)', "x'00ff61'", 'BLOB', '\\x00\\xFFa'],
      ['blob', "''", 'BLOB', ''],
      ["enum('x','y z')", "'y z'", 'VARCHAR', 'y z'],
      ["set('a','b')", "'a,b'", 'VARCHAR', 'a,b'],
      ['json', `'{"a": [1, null]}'`, 'VARCHAR', '{"a": [1, null]}'],
      ['uuid', "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", 'UUID', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
      ['inet6', "'::1'", 'VARCHAR', '::1'],
    ])('%s %s is %s', async (type, literal, dataType, value) => {
      await admin.query(
        `SET time_zone = '+02:00'; DROP TABLE IF EXISTS v; CREATE TABLE v (v ${type} NULL); INSERT INTO v VALUES (${literal})`,
      );
      const table = await read({ table: 'v' });
      expect([table.columns[0]?.type, table.rows[0]?.[0]]).toEqual([dataType, value]);
      const query = await read({ query: 'SELECT v FROM v' });
      expect([query.columns, query.rows]).toEqual([table.columns, table.rows]);
    });

    it.each([
      ['date', '0000-00-00', { zeroDates: 'null' }, 'DATE', null],
      ['datetime', '2020-00-15 00:00:00', { zeroDates: 'null' }, 'TIMESTAMP', null],
      ['tinyint(1)', '5', { tinyInt1: 'integer' }, 'TINYINT', '5'],
    ])('%s %s is refused by name, or read as asked', async (type, value, option, dataType, read1) => {
      await admin.query(
        `SET sql_mode = ''; DROP TABLE IF EXISTS z; CREATE TABLE z (v ${type} NULL); INSERT INTO z VALUES ('${value}')`,
      );
      const error = await failure({ table: 'z' });
      expect([error.code, error.data.column, error.data.value]).toEqual(['database-value', 'v', value]);
      const { columns, rows } = await read({ table: 'z', ...option });
      expect([columns[0]?.type, rows[0]?.[0]]).toEqual([dataType, read1]);
    });

    it('refuses a duration in a time of day', async () => {
      await admin.query(
        "DROP TABLE IF EXISTS z; CREATE TABLE z (v time); INSERT INTO z VALUES ('-838:59:59')",
      );
      expect((await failure({ table: 'z' })).data).toMatchObject({ column: 'v', value: '-838:59:59' });
    });
  });

  describe('selection', () => {
    it('reads a table whose name and columns are SQL', async () => {
      await admin.query(
        "DROP TABLE IF EXISTS `select ``x``; --`; CREATE TABLE `select ``x``; --` (`a b` int, `日本` text, `x``;--` int, `__proto__` int DEFAULT 4); INSERT INTO `select ``x``; --` (`a b`, `日本`, `x``;--`) VALUES (1, 'α', 10), (2, NULL, 20), (3, '', 30)",
      );
      const { columns, rows } = await read(
        {
          table: 'reading.`select ``x``; --`',
          columns: ['日本', 'x`;--', '__proto__'],
          where: '`a b` <> 2 -- not two',
        },
        'ORDER BY 2',
      );
      expect(columns.map(c => c.name)).toEqual(['日本', 'x`;--', '__proto__']);
      expect(rows).toEqual([
        ['α', '10', '4'],
        ['', '30', '4'],
      ]);
    });

    it('describes without reading a row', async () => {
      const world = await testWorld(secrets);
      const options = mysqlSourceOptions.parse({ connection, query: 'SELECT 1 AS seq, SLEEP(10) AS s' });
      const at = performance.now();
      const { columns } = await source.describe(options, world);
      expect(performance.now() - at).toBeLessThan(5000);
      expect(columns.map(c => c.name)).toEqual(['seq', 's']);
      await world.done();
    });

    it('reads many rows, all of one moment', async () => {
      await admin.query(
        "DROP TABLE IF EXISTS many; CREATE TABLE many AS SELECT seq AS id, CONCAT('line\\n\"', seq) AS s FROM seq_1_to_50000",
      );
      const { rows, reports } = await read({ table: 'many' });
      expect(new Set(rows.map(row => row[0])).size).toBe(50000);
      expect(reports.at(-1)).toMatchObject({ rows: 50000 });
    });
  });

  describe('refusals', () => {
    it.each([
      ['SELECT 1 AS a; DROP TABLE many', 'database-many-statements'],
      ['SELECT 1) AS q; DROP TABLE many; SELECT * FROM (SELECT 1', 'database-query'],
      ['UPDATE many SET id = 1', 'database-query'],
      ['SELECT id FROM many INTO OUTFILE "/tmp/x"', 'database-query'],
      ['SELECT nothing FROM many', 'database-query'],
      ['SELECT 1 AS a, 2 AS a', 'database-duplicate-column'],
      ['SELECT NEXTVAL(counter) AS a', 'database-query'],
    ])('%s', async (query, code) => {
      await admin.query('CREATE SEQUENCE IF NOT EXISTS counter');
      expect((await failure({ query })).code).toBe(code);
      expect((await admin.query('SELECT COUNT(*) AS n FROM many'))[0]).toEqual([{ n: 50000 }]);
    });

    it('names the nearest table and column', async () => {
      const error = await failure({ table: 'manny' });
      expect([error.code, error.data.near]).toEqual(['database-unknown-table', 'many']);
      const column = await failure({ table: 'many', columns: ['idd'] });
      expect([column.code, column.data.near]).toEqual(['database-unknown-column', 'id']);
    });

    it('shows no secret when it cannot connect', async () => {
      const at = (text: string) => ({ MYSQL_URL: text });
      const closed = await failure({ table: 'x' }, at(url.replace(`:${address.port}/`, ':1/')));
      expect([closed.code, closed.data.port]).toEqual(['database-refused', 1]);
      const wrong = await failure({ table: 'x' }, at(url.replace('Pl4nted', 'wrong')));
      expect([wrong.code, wrong.data.user]).toEqual(['database-auth', 'millrace']);
      const elsewhere = await failure({ table: 'x' }, at(url.replace(/reading$/, 'nowhere')));
      expect([elsewhere.code, elsewhere.data.database]).toEqual(['database-unknown-database', 'nowhere']);
      expect((await failure({ table: 'x' }, at(`${url}?ssl-mode=REQUIRED`))).code).toBe('database-ssl');
    });

    it('stops within 200 ms of a cancel and leaves nothing running', async () => {
      const abort = new AbortController();
      const running = failure({ query: 'SELECT SLEEP(5) AS s FROM seq_1_to_9' }, secrets, abort.signal);
      await new Promise(resolve => setTimeout(resolve, 500));
      const at = performance.now();
      abort.abort();
      expect((await running).code).toBe('cancelled');
      expect(performance.now() - at).toBeLessThan(process.env.CI === 'true' ? 1000 : 200);
      const running1 = async () =>
        (
          await admin.query(
            "SELECT COUNT(*) AS n FROM information_schema.processlist WHERE db = 'reading' AND id <> CONNECTION_ID()",
          )
        )[0];
      await expect.poll(running1, { timeout: 3000 }).toEqual([{ n: 0 }]);
    });

    it('says that the connection was lost', async () => {
      const running = failure({ query: 'SELECT SLEEP(9) AS s' });
      let id = 0;
      await expect
        .poll(
          async () => {
            const [rows] = await admin.query(
              "SELECT id FROM information_schema.processlist WHERE db = 'reading' AND info LIKE '%SLEEP(9)%' AND info LIKE '%`q`.`s`%' AND id <> CONNECTION_ID()",
            );
            id = (rows as { id: number }[])[0]?.id ?? 0;
            return id;
          },
          { timeout: 5000 },
        )
        .toBeGreaterThan(0);
      await admin.query(`KILL ${id}`);
      expect((await running).code).toBe('database-lost');
    });
  });
});
