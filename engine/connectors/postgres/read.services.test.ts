import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { EngineError } from '../../diagnostics/errors.ts';
import { postgresSourceOptions } from '../database/options.ts';
import { testStage, testWorld } from '../test-servers/test-world.ts';
import { postgresSource } from './index.ts';

const server = inject('postgres');
const url = `postgres://${server.user}:${encodeURIComponent(server.password)}@${server.host}:${server.port}/postgres`;
const secrets = { PG_URL: url, PG_PASSWORD: server.password };
const connection = '${env:PG_URL}';
const source = postgresSource;
if (source.reads !== 'rows') throw new Error('PostgreSQL is read as rows.');

let admin: pg.Client;
beforeAll(async () => {
  admin = new pg.Client({ ...server, database: 'postgres' });
  await admin.connect();
});
afterAll(() => admin.end());

const read = async (options: object, order = '') => {
  const world = await testWorld(secrets);
  try {
    const parsed = postgresSourceOptions.parse({ connection, ...options });
    const { columns } = await source.describe(parsed, world);
    const { stage, rows, text } = testStage(world);
    await source.load(parsed, columns, stage, world);
    return { columns, rows: await rows(columns, order), csv: await text(), reports: world.reports };
  } finally {
    await world.done();
  }
};

const failure = async (
  options: object,
  secretsHere: Record<string, string> = secrets,
  signal?: AbortSignal,
): Promise<EngineError> => {
  const world = await testWorld(secretsHere, signal);
  try {
    const parsed = postgresSourceOptions.parse({ connection, ...options });
    const { columns } = await source.describe(parsed, world);
    await source.load(parsed, columns, testStage(world).stage, world);
  } catch (error) {
    const shown = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)} ${JSON.stringify(world.reports)}`;
    for (const secret of [server.password, encodeURIComponent(server.password), url])
      expect(shown).not.toContain(secret);
    return error as EngineError;
  } finally {
    await world.done();
  }
  throw new Error('It was read without an error.');
};

const typeOf = async (sql: string, options: object = {}) => {
  const { columns, rows } = await read({ query: `SELECT ${sql} AS v`, ...options });
  return [columns[0]?.type, rows[0]?.[0]];
};

describe('values', () => {
  it.each([
    ['1::int2', 'SMALLINT', '1'],
    ['2147483647', 'INTEGER', '2147483647'],
    ['9223372036854775807', 'BIGINT', '9223372036854775807'],
    ['4294967295::oid', 'UINTEGER', '4294967295'],
    ['12345678901234567890.1234567890::numeric(38,10)', 'DECIMAL(38,10)', '12345678901234567890.1234567890'],
    ['1.5::numeric(39,1)', 'VARCHAR', '1.5'],
    ['1234::numeric(3,-2)', 'DECIMAL(5,0)', '1200'],
    ['0.00123::numeric(3,5)', 'DECIMAL(5,5)', '.00123'],
    ['0.1::numeric', 'DOUBLE', '0.1'],
    ["'NaN'::numeric", 'DOUBLE', 'nan'],
    ["'NaN'::float8", 'DOUBLE', 'nan'],
    ["'-Infinity'::float4", 'FLOAT', '-inf'],
    ['0.1::float4', 'FLOAT', '0.1'],
    ['-0.0::float8', 'DOUBLE', '-0.0'],
    ['true', 'BOOLEAN', 'true'],
    ["'ab'::char(5)", 'VARCHAR', 'ab'],
    ["''", 'VARCHAR', ''],
    ['null::text', 'VARCHAR', null],
    ["E'a\"b,\\n\\r\\nc\\\\.'", 'VARCHAR', 'a"b,\n\r\nc\\.'],
    ["'\\.'", 'VARCHAR', '\\.'],
    ["'日本 🚀'", 'VARCHAR', '日本 🚀'],
    ["date '2024-02-29'", 'DATE', '2024-02-29'],
    ["date '0044-03-15 BC'", 'DATE', '0044-03-15 (BC)'],
    ["'-infinity'::date", 'DATE', '-infinity'],
    ["time '24:00:00'", 'TIME', '24:00:00'],
    ["'10:00:00+05:30'::timetz", 'TIME WITH TIME ZONE', '10:00:00+05:30'],
    ["timestamp '0044-03-15 10:00:00.5 BC'", 'TIMESTAMP', '0044-03-15 (BC) 10:00:00.5'],
    ["'infinity'::timestamp", 'TIMESTAMP', 'infinity'],
    ["timestamptz '2024-03-31 02:30:00+05:30'", 'TIMESTAMP WITH TIME ZONE', '2024-03-30 21:00:00+00'],
    ["timestamptz '0001-06-01 00:00:00+00 BC'", 'TIMESTAMP WITH TIME ZONE', '0001-06-01 (BC) 00:00:00+00'],
    ["interval '-1 year 2 mons -3 days 04:05:06.789'", 'INTERVAL', '-10 months -3 days 04:05:06.789'],
    ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", 'UUID', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ["'\\x00ff61'::bytea", 'BLOB', '\\x00\\xFFa'],
    ["''::bytea", 'BLOB', ''],
    [`'{"a": [1, null]}'::jsonb`, 'VARCHAR', '{"a": [1, null]}'],
    ["'10.0.0.1/8'::inet", 'VARCHAR', '10.0.0.1/8'],
    ["'{1,NULL,3}'::int[]", 'INTEGER[]', '[1, NULL, 3]'],
    [`ARRAY['a,b', null, 'NULL', '', 'q"\\']`, 'VARCHAR[]', `['a,b', NULL, 'NULL', '', 'q"\\\\']`],
    ["ARRAY['\\x00ff'::bytea]", 'BLOB[]', '[\\x00\\xFF]'],
    ["'{}'::date[]", 'DATE[]', '[]'],
  ])('%s is %s', async (sql, type, value) => {
    expect(await typeOf(sql)).toEqual([type, value]);
  });

  it('keeps an unbounded numeric exact on request', async () => {
    expect(await typeOf('12345678901234567890.5::numeric', { unboundedNumeric: 'text' })).toEqual([
      'VARCHAR',
      '12345678901234567890.5',
    ]);
  });

  it('reads domains and enums as what they are made of', async () => {
    await admin.query(`DROP TABLE IF EXISTS moods; DROP DOMAIN IF EXISTS cents; DROP TYPE IF EXISTS mood;
      CREATE DOMAIN cents AS numeric(9,2); CREATE TYPE mood AS ENUM ('ok', 'so so');
      CREATE TABLE moods (c cents, m mood, ms mood[]); INSERT INTO moods VALUES (1.5, 'so so', '{ok,"so so"}')`);
    const { columns, rows } = await read({ table: 'moods' });
    expect(columns.map(c => c.type)).toEqual(['DECIMAL(9,2)', 'VARCHAR', 'VARCHAR[]']);
    expect(rows).toEqual([['1.50', 'so so', '[ok, so so]']]);
  });

  it.each([
    ["'NaN'::numeric(9,2)", 'NaN'],
    ["'{{1,2},{3,4}}'::int[]", '{{1,2},{3,4}}'],
  ])('refuses %s and names the column', async (sql, value) => {
    const error = await failure({ query: `SELECT 1 AS a, ${sql} AS v` });
    expect([error.code, error.data.column, error.data.value]).toEqual(['database-value', 'v', value]);
  });
});

describe('selection', () => {
  beforeAll(async () => {
    await admin.query(`DROP SCHEMA IF EXISTS "my.shop" CASCADE; CREATE SCHEMA "my.shop";
      CREATE TABLE "my.shop"."select ""🚀""; --" ("a b" int, "日本" text, "x"";--" int);
      INSERT INTO "my.shop"."select ""🚀""; --" VALUES (1, 'α', 10), (2, null, 20), (3, '', 30)`);
  });
  const table = '"my.shop"."select ""🚀""; --"';

  it('reads a table whose name and columns are SQL', async () => {
    const { columns, rows } = await read({ table }, 'ORDER BY 1');
    expect(columns.map(c => c.name)).toEqual(['a b', '日本', 'x";--']);
    expect(rows).toEqual([
      ['1', 'α', '10'],
      ['2', null, '20'],
      ['3', '', '30'],
    ]);
  });

  it('takes columns in the order asked for, and a condition', async () => {
    const { columns, rows } = await read(
      { table, columns: ['日本', 'a b'], where: '"a b" <> 2 -- not two' },
      'ORDER BY 2',
    );
    expect(columns.map(c => c.name)).toEqual(['日本', 'a b']);
    expect(rows).toEqual([
      ['α', '1'],
      ['', '3'],
    ]);
  });

  it('takes a query with a closing semicolon and comment', async () => {
    expect((await read({ query: 'SELECT 1 AS a ;\n' })).rows).toEqual([['1']]);
    expect((await read({ query: 'WITH t AS (SELECT 1 AS a) SELECT * FROM t -- done' })).rows).toEqual([
      ['1'],
    ]);
  });

  it('describes without reading a row', async () => {
    const world = await testWorld(secrets);
    const options = postgresSourceOptions.parse({
      connection,
      query: 'SELECT 1 / (i - 1) AS a FROM generate_series(1, 3) i',
    });
    expect((await source.describe(options, world)).columns).toEqual([{ name: 'a', type: 'INTEGER' }]);
    expect(world.hosts).toEqual(['127.0.0.1']);
    await world.done();
  });

  it('pins options without the secret', async () => {
    const world = await testWorld(secrets);
    const described = await source.describe(
      postgresSourceOptions.parse({ connection, query: 'SELECT 1 AS a' }),
      world,
    );
    expect(described.options).toMatchObject({ connection, query: 'SELECT 1 AS a' });
    await world.done();
  });
});

describe('partitions', () => {
  beforeAll(async () => {
    await admin.query(`DROP TABLE IF EXISTS parts; CREATE TABLE parts AS
      SELECT i AS id, (i % 97)::numeric(9,2) AS n, i::float8 AS f, date '2020-01-01' + i % 400 AS d,
        timestamptz '2020-01-01 00:00:00+00' + i * interval '1 hour' AS t, 'line' || chr(10) || '"' || i AS s
      FROM generate_series(1, 5000) i;
      INSERT INTO parts VALUES (null, null, null, null, null, null), (-9e8, 'NaN', 'NaN', 'infinity', '-infinity', ''), (null, 1, '-Infinity', '-infinity', 'infinity', 'z')`);
  });

  it.each(['id', 'n', 'f', 'd', 't'])('reads every row once when split by %s', async column => {
    const columns = ['t', 'id', 'f', 's', 'd'];
    const split = await read({ table: 'parts', columns, partition: { column, parts: 7 } });
    const whole = await read({ table: 'parts', columns });
    const sorted = (rows: readonly (readonly unknown[])[]) => rows.map(row => JSON.stringify(row)).sort();
    expect(sorted(split.rows)).toEqual(sorted(whole.rows));
    expect(split.rows).toHaveLength(5003);
    expect(split.reports.at(-1)).toMatchObject({ rows: 5003 });
  });

  it('reads one snapshot although rows come and go', async () => {
    await admin.query(
      'DROP TABLE IF EXISTS moving; CREATE TABLE moving AS SELECT i AS id, i AS who FROM generate_series(1, 500) i',
    );
    const other = new pg.Client({ ...server, database: 'postgres' });
    await other.connect();
    let moving = true;
    // Every row jumps between the low slices and the high ones: a read of two moments would miss some and repeat others.
    const mover = (async () => {
      while (moving) await other.query('UPDATE moving SET id = 501 - id');
    })();
    const seen: number[] = [];
    for (let i = 0; i < 8; i++) {
      const { rows } = await read({ table: 'moving', partition: { column: 'id', parts: 8 } });
      seen.push(new Set(rows.map(row => row[1])).size);
    }
    moving = false;
    await mover;
    await other.end();
    expect(seen).toEqual(Array.from({ length: 8 }, () => 500));
  });

  it('reads an empty table and refuses a text column', async () => {
    expect(
      (
        await read({
          query: 'SELECT * FROM parts WHERE false',
          columns: ['id'],
          partition: { column: 'id', parts: 4 },
        })
      ).rows,
    ).toEqual([]);
    const error = await failure({ table: 'parts', partition: { column: 's', parts: 2 } });
    expect([error.code, error.data]).toEqual(['database-partition', { column: 's', type: 'VARCHAR' }]);
  });
});

describe('refusals', () => {
  it.each([
    ['SELECT 1; DROP TABLE parts', 'database-many-statements'],
    ['SELECT 1) AS q; DROP TABLE parts; SELECT * FROM (SELECT 1', 'database-many-statements'],
    ["SELECT nextval('counter')", 'database-query'],
    ['WITH d AS (DELETE FROM parts RETURNING 1) SELECT * FROM d', 'database-query'],
    ["SELECT set_config('transaction_read_only', 'off', false)", 'database-query'],
    ['UPDATE parts SET id = 1', 'database-query'],
    ['SELECT nothing FROM parts', 'database-query'],
    ['SELECT 1 AS a, 2 AS a', 'database-duplicate-column'],
  ])('%s', async (query, code) => {
    await admin.query("CREATE SEQUENCE IF NOT EXISTS counter; SELECT setval('counter', 1)");
    expect((await failure({ query })).code).toBe(code);
    expect((await admin.query('SELECT last_value FROM counter')).rows[0]).toEqual({ last_value: '1' });
    expect((await admin.query('SELECT count(*) AS n FROM parts')).rows[0]).toEqual({ n: '5003' });
  });

  it('names the nearest table and column', async () => {
    const error = await failure({ table: 'party' });
    expect([error.code, error.data.near]).toEqual(['database-unknown-table', 'parts']);
    const column = await failure({ table: 'parts', columns: ['idd'] });
    expect([column.code, column.data.near]).toEqual(['database-unknown-column', 'id']);
  });

  it('shows no secret when it cannot connect', async () => {
    const at = (text: string) => ({ PG_URL: text });
    const closed = await failure({ table: 'x' }, at(url.replace(`:${server.port}/`, ':1/')));
    expect([closed.code, closed.data.port]).toEqual(['database-refused', 1]);
    const wrong = await failure({ table: 'x' }, at(url.replace('Pl4nted', 'wrong')));
    expect([wrong.code, wrong.data.user]).toEqual(['database-auth', 'millrace']);
    const elsewhere = await failure(
      { table: 'x' },
      at(url.replace('/postgres?', '/nowhere').replace(/\/postgres$/, '/nowhere')),
    );
    expect([elsewhere.code, elsewhere.data.database]).toEqual(['database-unknown-database', 'nowhere']);
    const ssl = await failure({ table: 'x' }, at(`${url}?sslmode=require`));
    expect(ssl.code).toBe('database-ssl');
  });

  it('takes the parts of a connection, and encodes a secret inside an address', async () => {
    const parts = {
      host: server.host,
      port: server.port,
      user: server.user,
      password: '${env:PG_PASSWORD}',
      database: 'postgres',
    };
    expect((await read({ connection: parts, query: 'SELECT 1 AS a' })).rows).toEqual([['1']]);
    const address = `postgres://${server.user}:\${env:PG_PASSWORD}@${server.host}:${server.port}/postgres`;
    expect((await read({ connection: address, query: 'SELECT 1 AS a' })).rows).toEqual([['1']]);
  });

  it('stops within 200 ms of a cancel and leaves nothing running', async () => {
    const abort = new AbortController();
    const running = failure(
      { query: 'SELECT pg_sleep(30)::text AS a FROM generate_series(1, 3)' },
      secrets,
      abort.signal,
    );
    await new Promise(resolve => setTimeout(resolve, 500));
    const at = performance.now();
    abort.abort();
    expect((await running).code).toBe('cancelled');
    expect(performance.now() - at).toBeLessThan(200);
    await expect
      .poll(
        async () =>
          (
            await admin.query(
              "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'millrace'",
            )
          ).rows[0].n,
        { timeout: 5000 },
      )
      .toBe('0');
  });

  it('says that the connection was lost', async () => {
    const running = failure({ query: 'SELECT pg_sleep(30)::text AS a' });
    await expect
      .poll(
        async () =>
          (
            await admin.query(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND application_name = 'millrace'",
            )
          ).rows.length,
        { timeout: 5000 },
      )
      .toBe(1);
    expect((await running).code).toBe('database-lost');
  });
});
