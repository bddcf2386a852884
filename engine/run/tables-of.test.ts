import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { number, workbookParts, writeArchive } from '../connectors/excel/fake-workbook.ts';
import { writeDatabase } from '../connectors/sqlite/fake-database.ts';
import { tablesOf } from './tables-of.ts';
import { folderWith, pipeline } from './test-run.ts';
import { openWorkbench } from './workbench.ts';

const bench = openWorkbench({ catalogue, env: {} });
afterAll(() => bench.close());
const never = new AbortController().signal;

test('files name their tables and sheets before one is chosen, a source of rows has none', async () => {
  const folder = folderWith({});
  await writeDatabase(
    join(folder, 'shop.db'),
    'CREATE TABLE a(x INT); CREATE TABLE b(x INT); CREATE VIEW c AS SELECT 1 AS y',
  );
  await writeArchive(
    join(folder, 'prices.xlsx'),
    workbookParts({
      sheets: ['Data', 'Old prices'].map(name => ({ name, rows: `<row>${number('A1', 1)}</row>` })),
    }),
  );
  const text = pipeline([
    { id: 'base', kind: 'read-sqlite', params: { path: 'shop.db' } },
    { id: 'book', kind: 'read-excel', params: { path: 'prices.xlsx' } },
    { id: 'numbers', kind: 'sequence', params: { count: 1 } },
  ]);
  const source = { text, folder, file: 'p.millrace', parameters: {}, trusted: true };
  const opened = await bench.open(source, never);
  if (opened === undefined) throw new Error('the pipeline is one');
  expect(await tablesOf(opened, 'base', never)).toEqual(['a', 'b', 'c']);
  expect(await tablesOf(opened, 'book', never)).toEqual(['Data', 'Old prices']);
  expect(await tablesOf(opened, 'numbers', never)).toEqual([]);
  expect(await tablesOf(opened, 'gone', never)).toEqual([]);
});
