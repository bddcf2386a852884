import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject } from 'vitest';
import type { EngineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import type { Cell, RowStream } from '../contract.ts';
import { databaseSinkOptions } from '../database/options.ts';
import { postgresSink } from '../postgres/index.ts';
import { testWorld } from './test-world.ts';

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

export const failure = async (
  options: object,
  rows: RowStream,
  signal?: AbortSignal,
): Promise<EngineError> => {
  const error: unknown = await write(options, rows, signal).then(
    () => Promise.reject(new Error('It was written without an error.')),
    (e: unknown) => e,
  );
  const shown = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
  for (const secret of [server.password, encodeURIComponent(server.password), url])
    expect(shown).not.toContain(secret);
  return error as EngineError;
};

export const table = async (sql: string) => (await admin.query({ text: sql, rowMode: 'array' })).rows;
export const columns: Schema = [
  { name: 'id', type: 'INTEGER' },
  { name: 'name', type: 'VARCHAR' },
];
export const three: readonly (readonly Cell[])[] = [
  ['1', 'a'],
  ['2', null],
  ['3', ''],
];
export const read = () => table('SELECT id, name FROM sink.t ORDER BY id');
