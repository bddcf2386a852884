import mysql from 'mysql2/promise';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type { EngineError } from '../../diagnostics/errors.ts';
import { mysqlSourceOptions } from '../database/options.ts';
import { mysqlSource } from '../mysql/index.ts';
import { testStage, testWorld } from './test-world.ts';

export const server = inject('mariadb');
export const address = server ?? { host: '', port: 0, user: '', password: '' };
const encoded = encodeURIComponent(address.password);
export const url = `mysql://${address.user}:${encoded}@${address.host}:${address.port}/reading`;
export const secrets = { MYSQL_URL: url, MYSQL_PASSWORD: address.password };
export const connection = '${env:MYSQL_URL}';
export const source = mysqlSource;
if (source.reads !== 'rows') throw new Error('MySQL is read as rows.');

export let admin: mysql.Connection;
beforeAll(async () => {
  if (!server) return;
  const { host, port, user, password } = server;
  admin = await mysql.createConnection({ host, port, user, password, multipleStatements: true });
  await admin.query(
    'DROP DATABASE IF EXISTS reading; CREATE DATABASE reading CHARACTER SET utf8mb4; USE reading',
  );
});
afterAll(() => admin?.end());

export const read = async (options: object, order = '', secretsHere: Record<string, string> = secrets) => {
  const world = await testWorld(secretsHere);
  try {
    const parsed = mysqlSourceOptions.parse({ connection, ...options });
    const { columns } = await source.describe(parsed, world);
    const { stage, rows } = testStage(world);
    await source.load(parsed, columns, stage, world);
    return { columns, rows: await rows(columns, order), reports: world.reports, warnings: world.warnings };
  } finally {
    await world.done();
  }
};

export const failure = async (
  options: object,
  secretsHere: Record<string, string> = secrets,
  signal?: AbortSignal,
) => {
  const world = await testWorld(secretsHere, signal);
  try {
    const parsed = mysqlSourceOptions.parse({ connection, ...options });
    const { columns } = await source.describe(parsed, world);
    await source.load(parsed, columns, testStage(world).stage, world);
  } catch (error) {
    const shown = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)} ${JSON.stringify(world.reports)}`;
    for (const secret of [address.password, encoded, url]) expect(shown).not.toContain(secret);
    return error as EngineError;
  } finally {
    await world.done();
  }
  throw new Error('It was read without an error.');
};
