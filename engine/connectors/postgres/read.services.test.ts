import { beforeAll, describe, expect, it } from 'vitest';
import { postgresSourceOptions } from '../database/options.ts';
import { admin, connection, failure, read, secrets, source, typeOf } from '../test-servers/postgres-reads.ts';
import { testWorld } from '../test-servers/test-world.ts';

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
