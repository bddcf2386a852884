import pg from 'pg';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import type { RowStream } from '../contract.ts';
import { databaseSinkOptions } from '../database/options.ts';
import { postgresSink } from '../postgres/index.ts';
import { testWorld } from './test-world.ts';
import { refusedWrite } from './three-rows.ts';

export const server = inject('postgres');
export const url = `postgres://${server.user}:${encodeURIComponent(server.password)}@${server.host}:${server.port}/postgres`;
export const connection = '${env:PG_URL}';
export const sink = postgresSink;
if (sink.writes !== 'rows') throw new Error('PostgreSQL is written as rows.');

export let admin: pg.Client;
beforeAll(async () => {
  admin = new pg.Client({ ...server, database: 'postgres' });
  await admin.connect();
});
afterAll(() => admin.end());
beforeEach(() => admin.query('DROP SCHEMA IF EXISTS sink CASCADE; CREATE SCHEMA sink'));

export const write = async (options: object, rows: RowStream, signal?: AbortSignal) => {
  const world = await testWorld({ PG_URL: url }, signal);
  try {
    return await sink.write(
      databaseSinkOptions.parse({ connection, table: 'sink.t', ...options }),
      rows,
      world,
    );
  } finally {
    await world.done();
  }
};

export const failure = (options: object, rows: RowStream, signal?: AbortSignal) =>
  refusedWrite(write(options, rows, signal), [server.password, encodeURIComponent(server.password), url]);

export const table = async (sql: string) => (await admin.query({ text: sql, rowMode: 'array' })).rows;
export const read = () => table('SELECT id, name FROM sink.t ORDER BY id');
