/** For tests: data files that are missing, damaged, locked or not what their names say. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BadInput, orders, reading } from './test-bad-input.ts';

const bad = (
  title: string,
  kind: string,
  path: string,
  content: string | Uint8Array | undefined,
  error: Partial<BadInput['error']> & Pick<BadInput['error'], 'code'>,
  says: string | RegExp,
  more: Partial<BadInput> & { params?: object } = {},
): BadInput => {
  const { params, ...rest } = more;
  return {
    title,
    document: reading(kind, { path, ...params }),
    files: content === undefined ? {} : { [path]: content },
    exit: 1,
    error: { node: 'orders', param: 'path', ...error },
    says,
    ...rest,
  };
};

const products = readFileSync(resolve(import.meta.dirname, '../../fixtures/demo/data/products.parquet'));
const latin1 = Buffer.from('id,name\n1,Z\u00fcrich\n', 'latin1');
const long = (last: string) => `id,amount\n${'1,2\n'.repeat(40_000)}${last}`;

const missing: readonly BadInput[] = [
  bad(
    'a missing file',
    'read-csv',
    'none.csv',
    undefined,
    { code: 'file-missing' },
    'There is no file “none.csv”',
  ),
  bad(
    'a missing file with one of nearly that name',
    'read-csv',
    'order.csv',
    undefined,
    { code: 'file-missing' },
    'Did you mean “orders.csv”?',
  ),
  bad(
    'a missing folder',
    'read-parquet',
    'no/such.parquet',
    undefined,
    { code: 'file-missing' },
    '“no/such.parquet”',
  ),
  bad(
    'a pattern that matches nothing',
    'read-csv',
    'in/*.csv',
    undefined,
    { code: 'no-files' },
    '“in/*.csv”',
  ),
];

const empty: readonly BadInput[] = [
  bad('an empty CSV file', 'read-csv', 'a.csv', '', { code: 'file-empty' }, '“a.csv” is empty'),
  bad('an empty JSON file', 'read-json', 'a.json', '', { code: 'file-empty' }, '“a.json” is empty'),
  bad('an empty NDJSON file', 'read-ndjson', 'a.ndjson', '', { code: 'file-empty' }, '“a.ndjson” is empty'),
  bad(
    'an empty Parquet file',
    'read-parquet',
    'a.parquet',
    '',
    { code: 'file-empty' },
    '“a.parquet” is empty',
  ),
  bad('an empty workbook', 'read-excel', 'a.xlsx', '', { code: 'not-a-workbook' }, '“a.xlsx”'),
  bad('an empty SQLite file', 'read-sqlite', 'a.sqlite', '', { code: 'not-sqlite' }, '“a.sqlite”'),
  bad('an empty web page', 'read-html', 'a.html', '', { code: 'html-no-table', param: 'table' }, '“a.html”'),
];

const content: readonly BadInput[] = [
  bad(
    'a row with too many values',
    'read-csv',
    'a.csv',
    'id,amount\n1,2\n3,4,5\n',
    { code: 'csv-row', param: 'badRows' },
    'Line 3 of “a.csv”',
  ),
  bad(
    'a row with too few values, far down',
    'read-csv',
    'a.csv',
    long('7\n'),
    { code: 'csv-row', param: 'badRows' },
    'Line 40002 of “a.csv”',
  ),
  bad(
    'a value that is no number, far down',
    'read-csv',
    'a.csv',
    long('7,oops\n'),
    { code: 'csv-type', param: 'types' },
    'Line 40002 of “a.csv” holds “oops”',
  ),
  bad(
    'a quote that is never closed',
    'read-csv',
    'a.csv',
    'id,name\n1,"x\n2,y\n',
    { code: 'csv-not-closed', param: 'badRows' },
    'Line 2 of “a.csv”',
  ),
  bad(
    'Latin-1 read as UTF-8',
    'read-csv',
    'a.csv',
    latin1,
    { code: 'csv-encoding', param: 'encoding' },
    'windows-1252',
  ),
  bad(
    'UTF-8 read as Shift_JIS',
    'read-csv',
    'a.csv',
    'id,name\n1,\u{1f600}\n',
    { code: 'csv-encoding', param: 'encoding' },
    '“a.csv” is not',
    { params: { encoding: 'shift_jis' } },
  ),
  bad('JSON that is not JSON', 'read-json', 'a.json', '{"id": 1,', { code: 'json-row' }, '“a.json”'),
  bad(
    'NDJSON with a broken line',
    'read-ndjson',
    'a.ndjson',
    '{"id":1}\n{"id":\n',
    { code: 'json-row', param: 'badRows' },
    'Line 2 of “a.ndjson”',
  ),
  bad(
    'JSON nested without end',
    'read-json',
    'a.json',
    `[{"a":${'['.repeat(5000)}${']'.repeat(5000)}}]`,
    { code: 'json-too-deep' },
    'nested deeper',
  ),
  bad(
    'a truncated Parquet file',
    'read-parquet',
    'a.parquet',
    products.subarray(0, -100),
    { code: 'file-damaged' },
    '“a.parquet” is damaged',
  ),
  bad(
    'CSV called Parquet',
    'read-parquet',
    'a.parquet',
    orders,
    { code: 'file-damaged' },
    '“a.parquet” is damaged',
  ),
  bad(
    'a Parquet file with a wrong length inside',
    'read-parquet',
    'a.parquet',
    Buffer.concat([products.subarray(0, -8), Buffer.from([255, 255, 255, 127]), products.subarray(-4)]),
    { code: 'file-damaged' },
    '“a.parquet” is damaged',
  ),
  bad('CSV called a workbook', 'read-excel', 'a.xlsx', orders, { code: 'not-a-workbook' }, 'perhaps CSV'),
  bad(
    'a workbook cut off',
    'read-excel',
    'a.xlsx',
    Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(400)]),
    { code: 'workbook-damaged' },
    '“a.xlsx”',
  ),
  bad('CSV called SQLite', 'read-sqlite', 'a.sqlite', orders, { code: 'not-sqlite' }, '“a.sqlite”'),
  bad(
    'a SQLite file cut off',
    'read-sqlite',
    'a.sqlite',
    Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(84, 1)]),
    { code: 'sqlite-malformed' },
    '“a.sqlite”',
  ),
];

/** Runs a Python program in the folder; undefined where there is none. */
const python = (folder: string, program: string): true | undefined => {
  try {
    execFileSync('python3', ['-c', program], { cwd: folder, stdio: 'pipe' });
    return true;
  } catch {
    return undefined;
  }
};
/** Another program that is inside a change of a database, and is then gone: what it leaves is what a lock looks like. */
const changing = (mode: string): string => `import sqlite3, os
c = sqlite3.connect('shop.sqlite', isolation_level=None)
c.execute('pragma journal_mode=${mode}')
c.execute('create table t(a)'); c.execute('insert into t values (1)')
c.execute('begin exclusive'); c.execute('insert into t values (2)')
${mode === 'wal' ? "c.execute('commit')" : ''}
os._exit(0)`;

const locked: readonly BadInput[] = ['delete', 'wal'].flatMap(mode => [
  bad(
    `a SQLite file in the middle of a change (${mode})`,
    'read-sqlite',
    'shop.sqlite',
    undefined,
    { code: 'sqlite-locked' },
    '“shop.sqlite”',
    {
      prepare: folder => (python(folder, changing(mode)) ? () => {} : undefined),
    },
  ),
]);

export const badFiles: readonly BadInput[] = [...missing, ...empty, ...content, ...locked];
