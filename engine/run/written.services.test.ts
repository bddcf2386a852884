/** What a run that was cancelled or failed says of tables that it has written by then. Against the real server. */
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

const server = inject('postgres');
const url = `postgres://${server.user}:${encodeURIComponent(server.password)}@${server.host}:${server.port}/postgres`;
let admin: pg.Client;
beforeAll(async () => {
  admin = new pg.Client({ ...server, database: 'postgres' });
  await admin.connect();
  await admin.query(`DROP SCHEMA IF EXISTS late CASCADE; CREATE SCHEMA late;
    CREATE TABLE late.first (id BIGINT); CREATE TABLE late.slow (id BIGINT);
    CREATE FUNCTION late.wait() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep(3); RETURN NULL; END $$ LANGUAGE plpgsql;
    CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON late.slow DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION late.wait()`);
});
afterAll(async () => {
  await admin.query('DROP SCHEMA IF EXISTS late CASCADE');
  await admin.end();
});

const rows = { id: 'rows', kind: 'sequence', params: { name: 'id', count: 1 } };
const into = (id: string, table: string) => ({
  id,
  kind: 'write-postgres',
  params: { connection: '${env:PG_URL}', table, mode: 'append' },
});
const run = (tables: readonly string[], signal?: AbortSignal) => {
  const sinks = tables.map((table, i) => into(`out${i}`, table));
  const edges = sinks.map(sink => ({ from: 'rows.out', to: `${sink.id}.in` }));
  const folder = folderWith({ 'p.millrace': pipeline([rows, ...sinks], { edges }) });
  return runFile(catalogue, join(folder, 'p.millrace'), { env: { PG_URL: url }, ...(signal && { signal }) });
};
const committing = async (): Promise<void> => {
  for (;;) {
    const { rowCount } = await admin.query(
      "SELECT 1 FROM pg_stat_activity WHERE query ILIKE 'commit%' AND state = 'active'",
    );
    if (rowCount !== 0) return;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
};

test('a cancel while the server commits says that nobody knows', async () => {
  const stop = new AbortController();
  const running = run(['late.slow'], stop.signal);
  await committing();
  stop.abort();
  const { finished } = await running;
  expect(finished?.status).toBe('cancelled');
  expect(finished?.error?.message).toBe(
    'The run was cancelled. Earlier files are untouched. The server was just committing what was written to “late.slow”: look whether its rows are there before you run again.',
  );
});

test('a second table that refuses leaves the first one written, and the run says so', async () => {
  const { finished } = await run(['late.first', 'late.nowhere']);
  expect(finished?.status).toBe('failed');
  expect(finished?.error).toMatchObject({ node: 'out1' });
  expect(finished?.error?.message).toMatch(/What was written to “late.first” before is there and stays\.$/);
  expect((await admin.query('SELECT id FROM late.first')).rowCount).toBe(1);
});

test('a run that writes all of its tables has nothing to add', async () => {
  const { finished } = await run(['late.first']);
  expect(finished).toMatchObject({ status: 'succeeded' });
});
