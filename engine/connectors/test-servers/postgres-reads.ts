import pg from 'pg';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type { EngineError } from '../../diagnostics/errors.ts';
import { postgresSourceOptions } from '../database/options.ts';
import { postgresSource } from '../postgres/index.ts';
import { testStage, testWorld } from './test-world.ts';

export const server = inject('postgres');
export const url = `postgres://${server.user}:${encodeURIComponent(server.password)}@${server.host}:${server.port}/postgres`;
export const secrets = { PG_URL: url, PG_PASSWORD: server.password };
export const connection = '${env:PG_URL}';
export const source = postgresSource;
if (source.reads !== 'rows') throw new Error('PostgreSQL is read as rows.');

export let admin: pg.Client;
beforeAll(async () => {
  admin = new pg.Client({ ...server, database: 'postgres' });
  await admin.connect();
});
afterAll(() => admin.end());

export const read = async (options: object, order = '') => {
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

export const failure = async (
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

export const typeOf = async (sql: string, options: object = {}) => {
  const { columns, rows } = await read({ query: `SELECT ${sql} AS v`, ...options });
  return [columns[0]?.type, rows[0]?.[0]];
};
