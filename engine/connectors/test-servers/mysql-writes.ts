import mysql from 'mysql2/promise';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import type { RowStream } from '../contract.ts';
import { databaseSinkOptions } from '../database/options.ts';
import { mysqlSink } from '../mysql/index.ts';
import { testWorld } from './test-world.ts';
import { refusedWrite } from './three-rows.ts';

export const server = inject('mariadb');
export const address = server ?? { host: '', port: 0, user: '', password: '' };
export const url = `mysql://${address.user}:${encodeURIComponent(address.password)}@${address.host}:${address.port}/writing`;
export const connection = '${env:MYSQL_URL}';
export const sink = mysqlSink;
if (sink.writes !== 'rows') throw new Error('MySQL is written as rows.');

export let admin: mysql.Connection;
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

export const write = async (options: object, rows: RowStream, signal?: AbortSignal) => {
  const world = await testWorld({ MYSQL_URL: url }, signal);
  try {
    return await sink.write(databaseSinkOptions.parse({ connection, table: 't', ...options }), rows, world);
  } finally {
    await world.done();
  }
};

export const failure = (options: object, rows: RowStream, signal?: AbortSignal) =>
  refusedWrite(write(options, rows, signal), [address.password, encodeURIComponent(address.password), url]);

export const table = async (sql: string) => (await admin.query({ sql, rowsAsArray: true }))[0] as unknown[][];
export const read = () => table('SELECT id, name FROM t ORDER BY id');
export const tables = async () => (await table('SHOW TABLES')).map(row => row[0]);
