import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cell } from '../contract.ts';
import { failure, fakeFolder, readAll, rowStream } from '../fake-world.ts';
import { queried, writeDatabase } from './fake-database.ts';
import { sqliteSink, sqliteSinkOptions, sqliteSource, sqliteSourceOptions } from './index.ts';

const { folder, world, remove } = fakeFolder();
afterAll(remove);

const path = 'out.db';
const target = join(folder, path);
const temp = join(folder, 'out.db.tmp');
beforeEach(() => {
  rmSync(target, { force: true });
  rmSync(temp, { force: true });
});

/** Writes as a run does: to a temporary file, renamed when all is well. */
const write = async (columns: string[], rows: (readonly Cell[])[], options: object = {}) => {
  if (sqliteSink.writes !== 'file') throw new Error('writes a file');
  const parsed = sqliteSinkOptions.parse({ path, table: 't', ...options });
  const result = await sqliteSink.writeFile(parsed, rowStream(columns, rows, 2), temp, world);
  renameSync(temp, target);
  return result;
};

test('typed values come back as they were', async () => {
  const columns = [
    'id:BIGINT',
    'price:DECIMAL(10,2)',
    'exact:DECIMAL(38,10)',
    'huge:HUGEINT',
    'share:DOUBLE',
    'ok:BOOLEAN',
    'day:DATE',
    'at:TIMESTAMP',
    'name:VARCHAR',
    'raw:BLOB',
  ];
  const rows = [
    [
      '9223372036854775807',
      '10.50',
      '1.0000000001',
      '170141183460469231731687303715884105727',
      '0.1',
      'true',
      '2024-02-29',
      '2024-01-01 10:00:00.5',
      "O'Brien",
      'a\\x00\\xFF',
    ],
    ['-1', '-0.01', '0.1000000000', '1', 'inf', 'false', '0001-01-01', null, '', ''],
    [null, null, null, null, null, null, null, null, null, null],
  ];
  expect(await write(columns, rows)).toMatchObject({ rows: 3 });
  const result = await readAll(sqliteSource, sqliteSourceOptions.parse({ path }), world);
  expect(result.columns).toEqual(
    columns.map(c => c.replace('DECIMAL(38,10)', 'VARCHAR').replace('HUGEINT', 'VARCHAR')),
  );
  expect(result.rows).toEqual([[...(rows[0] ?? []).slice(0, 9), '\\x61\\x00\\xFF'], rows[1], rows[2]]);
  expect(
    await queried(
      target,
      'SELECT typeof(id), typeof(price), typeof(exact), typeof(share), typeof(ok) FROM t LIMIT 1',
    ),
  ).toEqual(["'integer' 'real' 'text' 'real' 'integer'"]);
});

describe('a database that is there', () => {
  beforeEach(() =>
    writeDatabase(
      target,
      `CREATE TABLE other (x); INSERT INTO other VALUES (7); CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT, extra DEFAULT 'd');
CREATE INDEX by_n ON t (n); CREATE INDEX by_extra ON t (extra); CREATE VIEW v AS SELECT n FROM t;
INSERT INTO t (id, n) VALUES (1, 'a'), (2, 'b')`,
    ),
  );

  test('overwrite replaces one table, keeps the others and the indexes that still fit', async () => {
    await write(['id:BIGINT', 'n:VARCHAR'], [['5', 'e']], { mode: 'overwrite', table: 'T' });
    expect(await queried(target, 'SELECT * FROM t')).toEqual(["5 'e'"]);
    expect(await queried(target, 'SELECT x FROM other')).toEqual(['7']);
    expect(await queried(target, "SELECT name FROM sqlite_schema WHERE type = 'index'")).toEqual(["'by_n'"]);
    expect(await queried(target, 'SELECT * FROM v')).toEqual(["'e'"]);
  });

  test('append adds rows; columns left out take their default', async () => {
    await write(
      ['N:VARCHAR', 'id:INTEGER'],
      [
        ['c', '3'],
        ['d', '4'],
        ['e', '5'],
      ],
      { mode: 'append' },
    );
    expect(await queried(target, 'SELECT * FROM t WHERE id > 1 ORDER BY id')).toEqual([
      "2 'b' 'd'",
      "3 'c' 'd'",
      "4 'd' 'd'",
      "5 'e' 'd'",
    ]);
  });

  test('upsert changes rows with the same key and adds the rest, twice over', async () => {
    const again = () =>
      write(
        ['id:INTEGER', 'n:VARCHAR'],
        [
          ['2', 'B'],
          ['3', 'c'],
          ['3', 'C'],
        ],
        { mode: 'upsert', keys: ['ID'] },
      );
    await again();
    await again();
    expect(await queried(target, 'SELECT id, n FROM t ORDER BY id')).toEqual(["1 'a'", "2 'B'", "3 'C'"]);
  });

  test('what cannot be done is named and the file stays', async () => {
    const before = await queried(target, 'SELECT * FROM t');
    const fault = (options: object, columns = ['id:INTEGER'], rows: Cell[][] = [['1']]) =>
      failure(write(columns, rows, options));
    expect(await fault({})).toMatchObject({ code: 'sqlite-table-exists', table: 't' });
    expect(await fault({ table: 'v', mode: 'overwrite' })).toMatchObject({ code: 'sqlite-not-a-table' });
    expect(await fault({ mode: 'append' })).toMatchObject({
      code: 'sqlite-constraint',
      reason: 'UNIQUE constraint failed: t.id',
    });
    expect(await fault({ table: 'ther', mode: 'append' })).toMatchObject({
      code: 'sqlite-unknown-table',
      near: 'other',
    });
    expect(await fault({ mode: 'append' }, ['idd:INTEGER'])).toMatchObject({
      code: 'sqlite-unknown-column',
      near: 'id',
    });
    expect(await fault({ mode: 'upsert', keys: ['n'] }, ['n:VARCHAR'])).toMatchObject({
      code: 'sqlite-no-key',
    });
    expect(await fault({ mode: 'upsert', keys: ['m'] }, ['n:VARCHAR'])).toMatchObject({
      code: 'sqlite-unknown-column',
    });
    expect(await fault({ mode: 'upsert', keys: ['id'] }, ['id:INTEGER'], [['1'], [null]])).toMatchObject({
      code: 'sqlite-null-key',
      row: 2,
    });
    expect(await fault({ table: 'new' }, ['a:INTEGER', 'A:INTEGER'], [])).toMatchObject({
      code: 'sqlite-duplicate-column',
    });
    writeFileSync(`${target}-wal`, 'x');
    expect(await fault({ mode: 'append' })).toMatchObject({ code: 'sqlite-locked' });
    rmSync(`${target}-wal`);
    expect(existsSync(temp)).toBe(false);
    expect(await queried(target, 'SELECT * FROM t')).toEqual(before);
  });
});

test('a file that would grow beyond the limit is refused', async () => {
  const rows = Array.from({ length: 30 }, () => ['x'.repeat(50_000)]);
  const fault = await failure(write(['a:VARCHAR'], rows, { maxMegabytes: 1 }));
  expect(fault).toMatchObject({ code: 'sqlite-too-large', limit: 1_000_000 });
});

test('a database that was in write-ahead mode stays in it', async () => {
  const { readFileSync } = await import('node:fs');
  const bytes = await writeDatabase(target, 'CREATE TABLE other (x)');
  bytes[18] = bytes[19] = 2;
  writeFileSync(target, bytes);
  await write(['a:INTEGER'], [['1']]);
  expect([...readFileSync(target).subarray(18, 20)]).toEqual([2, 2]);
});
