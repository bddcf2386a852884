import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { admin, failure, read, secrets, server, url } from '../test-servers/postgres-reads.ts';

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
    expect(performance.now() - at).toBeLessThan(process.env.CI === 'true' ? 1000 : 200);
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
