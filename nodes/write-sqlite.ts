import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer, path, text } from '../engine/catalogue/params.ts';
import { databaseSink, keysParam, writeModeParam } from './shared/database.ts';

export const writeSqlite = defineNode({
  kind: 'write-sqlite',
  version: 1,
  title: 'Write SQLite',
  summary: 'Writes rows to one table of a SQLite database file; its other tables stay.',
  docs: `The changed database is written beside the old file and takes its place at the end of the run, so a failed run
leaves the file as it was. The file is made when it is not there.`,
  category: 'Sinks',
  icon: 'database',
  keywords: ['db', 'file', 'table', 'export', 'upsert'],
  params: z.strictObject({
    path: path({ access: 'write', extensions: ['sqlite', 'sqlite3', 'db'], label: 'Database file' }),
    table: text({ label: 'Table' }).min(1),
    mode: writeModeParam.default('create'),
    keys: keysParam.default([]),
    maxMegabytes: integer({ label: 'Largest file in MB', min: 1, max: 2000, advanced: true }).default(1000),
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: ({ path }) => [
    { kind: 'read', path },
    { kind: 'write', path },
  ],
  lower: ({ params, input }) => databaseSink('sqlite', params, input().rel),
  examples: [
    {
      title: 'A new table in a new file',
      params: { path: 'shop.sqlite', table: 'items' },
      inputs: {
        in: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'name', type: 'VARCHAR' },
          ],
          rows: [
            ['1', 'Tea'],
            ['2', null],
          ],
        },
      },
      readsBack: {
        'shop.sqlite': {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'name', type: 'VARCHAR' },
          ],
          rows: [
            ['1', 'Tea'],
            ['2', null],
          ],
          params: { table: 'items' },
        },
      },
    },
    {
      title: 'Rows are added to a table that is there',
      tables: {
        'shop.sqlite': {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'name', type: 'VARCHAR' },
          ],
          rows: [
            ['1', 'Tea'],
            ['2', 'Coffee'],
          ],
          params: { table: 'items' },
        },
      },
      params: { path: 'shop.sqlite', table: 'items', mode: 'append' },
      inputs: {
        in: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'name', type: 'VARCHAR' },
          ],
          rows: [
            ['3', 'Crème'],
            ['4', null],
          ],
        },
      },
      readsBack: {
        'shop.sqlite': {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'name', type: 'VARCHAR' },
          ],
          rows: [
            ['1', 'Tea'],
            ['2', 'Coffee'],
            ['3', 'Crème'],
            ['4', null],
          ],
          params: { table: 'items' },
        },
      },
    },
  ],
});
