import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure, fakeFolder, readAll } from '../fake-world.ts';
import { writeDatabase } from './fake-database.ts';
import { sqliteSource, sqliteSourceOptions, sqliteTables } from './index.ts';
import { startSession } from './session.ts';
import { makeSqliteSource } from './source.ts';

const { folder, world, remove } = fakeFolder();
afterAll(remove);

const at = (name: string) => join(folder, name);
const read = (path: string, options: object = {}) =>
  readAll(sqliteSource, sqliteSourceOptions.parse({ path, ...options }), world);
const tableOf = async (sql: string, options: object = {}) => {
  await writeDatabase(at('one.db'), sql);
  return read('one.db', options);
};

describe('types', () => {
  test('declared and held agree', async () => {
    const sql = `CREATE TABLE t (id INTEGER PRIMARY KEY, price DECIMAL(10,2), share REAL, ok BOOLEAN, day DATE, at DATETIME, name VARCHAR(20), raw BLOB);
INSERT INTO t VALUES (1, 10.5, 0.1, 1, '2024-02-29', '2024-02-29 10:00:00.123', 'Ada', x'00ff41'),
 (9223372036854775807, -3, 9e999, 0, NULL, '2024-02-29', '', x''), (-9223372036854775808, NULL, -0.5, NULL, NULL, NULL, 'ö😀', NULL)`;
    expect(await tableOf(sql)).toEqual({
      columns: [
        'id:BIGINT',
        'price:DECIMAL(10,2)',
        'share:DOUBLE',
        'ok:BOOLEAN',
        'day:DATE',
        'at:TIMESTAMP',
        'name:VARCHAR',
        'raw:BLOB',
      ],
      rows: [
        ['-9223372036854775808', null, '-0.5', null, null, null, 'ö😀', null],
        ['1', '10.50', '0.1', 'true', '2024-02-29', '2024-02-29 10:00:00.123', 'Ada', '\\x00\\xFF\\x41'],
        ['9223372036854775807', '-3', 'inf', 'false', null, '2024-02-29', '', ''],
      ],
    });
  });

  test('what is held wins over what was declared', async () => {
    const sql = `CREATE TABLE t (a INTEGER, b BOOLEAN, c DATE, d DATETIME, e DECIMAL(4,1), f REAL, g, h NUMERIC);
INSERT INTO t VALUES (1, 2, '2024-02-30', '2024-01-01T10:00:00Z', 1.25, 'n/a', 9007199254740993, 1),
 ('x', 0, '2024-01-01', '2024-01-01', 2, 1.0, 0.5, 1.5)`;
    expect(await tableOf(sql)).toEqual({
      columns: [
        'a:VARCHAR',
        'b:BIGINT',
        'c:VARCHAR',
        'd:VARCHAR',
        'e:DOUBLE',
        'f:VARCHAR',
        'g:VARCHAR',
        'h:DOUBLE',
      ],
      rows: [
        ['1', '2', '2024-02-30', '2024-01-01T10:00:00Z', '1.25', 'n/a', '9007199254740993', '1'],
        ['x', '0', '2024-01-01', '2024-01-01', '2', '1.0', '0.5', '1.5'],
      ],
    });
  });

  test('empty columns take the declared type', async () => {
    const result = await tableOf(
      'CREATE TABLE t (a INT, b DOUBLE, c TEXT, d BLOB, e DATE, f, g NUMERIC(6,2), h)',
    );
    expect(result.columns.map(c => c.split(/:(.*)/)[1])).toEqual([
      'BIGINT',
      'DOUBLE',
      'VARCHAR',
      'BLOB',
      'DATE',
      'VARCHAR',
      'DECIMAL(6,2)',
      'VARCHAR',
    ]);
  });

  test('a late value that does not fit is named with its row, and the type can be set', async () => {
    const sql = `CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200001)
INSERT INTO t SELECT iif(i > 200000, 'late', i) FROM n`;
    expect(await failure(tableOf(sql))).toMatchObject({
      code: 'sqlite-cell-type',
      row: 200_001,
      there: 'late',
    });
    expect((await read('one.db', { types: { a: 'VARCHAR' } })).rows.at(-1)).toEqual(['late']);
    expect(await failure(read('one.db', { types: { b: 'VARCHAR' } }))).toMatchObject({
      code: 'sqlite-unknown-column',
    });
  });
});

describe('tables and columns', () => {
  beforeAll(() =>
    writeDatabase(
      at('shop.db'),
      `CREATE TABLE Orders (id INTEGER PRIMARY KEY, "na""me" TEXT, twice GENERATED ALWAYS AS (id * 2));
CREATE TABLE "odd; DROP TABLE Orders; --" (x); CREATE VIEW big AS SELECT id FROM Orders WHERE id > 1;
CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) AS n FROM n;
CREATE VIEW calling AS SELECT load_extension('x') AS y;
INSERT INTO Orders (id, "na""me") VALUES (1, 'a'), (2, 'b'); INSERT INTO "odd; DROP TABLE Orders; --" VALUES (1)`,
    ),
  );

  test('tables, views, a choice of columns, odd names', async () => {
    const options = sqliteSourceOptions.parse({ path: 'shop.db' });
    expect(await sqliteTables(options, world)).toEqual([
      'Orders',
      'odd; DROP TABLE Orders; --',
      'big',
      'endless',
      'calling',
    ]);
    expect(await read('shop.db', { table: 'orders', columns: ['TWICE', 'na"me'] })).toEqual({
      columns: ['twice:BIGINT', 'na"me:VARCHAR'],
      rows: [
        ['2', 'a'],
        ['4', 'b'],
      ],
    });
    expect((await read('shop.db', { table: 'big' })).rows).toEqual([['2']]);
    expect((await read('shop.db', { table: 'odd; DROP TABLE Orders; --' })).rows).toEqual([['1']]);
  });

  test('what is missing is named with what is near', async () => {
    expect(await failure(read('shop.db', { table: 'Order' }))).toMatchObject({
      code: 'sqlite-unknown-table',
      near: 'Orders',
    });
    expect(await failure(read('shop.db'))).toMatchObject({ code: 'sqlite-no-table' });
    expect(await failure(read('shop.db', { table: 'Orders', columns: ['ids'] }))).toMatchObject({
      code: 'sqlite-unknown-column',
      near: 'id',
    });
    expect(await failure(read('shop.db', { table: 'calling' }))).toMatchObject({ code: 'sqlite-failed' });
  });

  test('an endless view is stopped at the deadline, and at once on cancel', async () => {
    const options = sqliteSourceOptions.parse({ path: 'shop.db', table: 'endless' });
    const fault = await failure(makeSqliteSource(1).describe(options, world));
    expect(fault).toMatchObject({ code: 'sqlite-deadline', seconds: 1 });
    const abort = new AbortController();
    const describing = sqliteSource.describe(options, { ...world, signal: abort.signal });
    let from = 0;
    setTimeout(() => {
      from = performance.now();
      abort.abort();
    }, 600);
    await expect(describing).rejects.toThrow(/abort/i);
    expect(performance.now() - from).toBeLessThan(process.env.CI === 'true' ? 1000 : 200);
  });
});

describe('files that are refused', () => {
  const bytes = () => writeDatabase(at('good.db'), 'CREATE TABLE t (a); INSERT INTO t VALUES (1)');

  test('each kind is named', async () => {
    await bytes();
    expect(await failure(read('missing.db'))).toMatchObject({ code: 'file-missing' });
    writeFileSync(at('text.db'), 'a,b\n1,2\n');
    expect(await failure(read('text.db'))).toMatchObject({
      code: 'not-sqlite',
      looks: 'plain text, perhaps CSV',
    });
    writeFileSync(at('empty.db'), '');
    expect(await failure(read('empty.db'))).toMatchObject({ code: 'not-sqlite', looks: 'an empty file' });
    const { randomBytes } = await import('node:crypto');
    writeFileSync(at('secret.db'), randomBytes(8192));
    expect(await failure(read('secret.db'))).toMatchObject({ code: 'sqlite-encrypted' });
    expect(await failure(read('../x.db'))).toMatchObject({ code: 'path-refused' });
  });

  test('changes in a log beside the file are named; an empty log is none', async () => {
    await bytes();
    for (const suffix of ['-wal', '-journal']) {
      writeFileSync(at(`good.db${suffix}`), 'x');
      expect(await failure(read('good.db'))).toMatchObject({ code: 'sqlite-locked' });
      writeFileSync(at(`good.db${suffix}`), '');
      expect((await read('good.db')).rows).toEqual([['1']]);
      rmSync(at(`good.db${suffix}`));
    }
  });

  test('a database in write-ahead mode whose log is written back is read', async () => {
    const content = await bytes();
    content[18] = 2;
    content[19] = 2;
    writeFileSync(at('good.db'), content);
    expect((await read('good.db')).rows).toEqual([['1']]);
  });

  test('size is said before anything is loaded', async () => {
    const content = await bytes();
    writeFileSync(at('large.db'), Buffer.concat([content, Buffer.alloc(1_100_000)]));
    expect(await failure(read('large.db', { maxMegabytes: 1 }))).toMatchObject({
      code: 'sqlite-too-large',
      bytes: content.length + 1_100_000,
      limit: 1_000_000,
    });
  });

  test('damage is named', async () => {
    const content = await writeDatabase(
      at('long.db'),
      'CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO t SELECT hex(zeroblob(50)) FROM n',
    );
    writeFileSync(at('cut.db'), content.subarray(0, 8192));
    expect(await failure(read('cut.db'))).toMatchObject({ code: 'sqlite-malformed' });
    writeFileSync(at('torn.db'), content.fill(0xff, 4096, 40_000));
    expect(await failure(read('torn.db'))).toMatchObject({ code: 'sqlite-malformed' });
  });
});

describe('the process', () => {
  test('it sees none of our environment and ends with its session', async () => {
    process.env.MILLRACE_TEST_SECRET = 'hunter2';
    const session = await startSession('x.db', world.signal, 10);
    const pid = session.pid ?? 0;
    if (process.platform === 'linux')
      expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('hunter2');
    delete process.env.MILLRACE_TEST_SECRET;
    session.close();
    await expect.poll(() => alive(pid)).toBe(false);
    await expect(session.ask('next', null)).rejects.toMatchObject({ code: 'sqlite-stopped' });
  });

  test('a process that dies is named', async () => {
    const session = await startSession('x.db', world.signal, 10);
    // Stopped first, or it might answer before it dies.
    process.kill(session.pid ?? 0, 'SIGSTOP');
    const asking = session.ask('describe', {
      absolute: '/nowhere',
      id: '',
      shown: 'x.db',
      table: null,
      columns: null,
    });
    process.kill(session.pid ?? 0, 'SIGKILL');
    expect(await failure(asking)).toMatchObject({ code: 'sqlite-stopped', reason: 'exit SIGKILL' });
  });
});

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('the process ends by itself when its parent is killed, even inside an endless query', async () => {
  const { spawn } = await import('node:child_process');
  const { childFiles } = await import('./child-script.ts');
  const { script, wasm } = await childFiles();
  const ask = { absolute: at('shop.db'), shown: 'shop.db', table: 'endless', columns: null };
  const parent = spawn(process.execPath, [
    '-e',
    `const child = require('node:child_process').fork(process.argv[1], [process.argv[2]], { serialization: 'advanced' });
     child.once('message', () => { child.send({ topic: 'describe', ask: ${JSON.stringify(ask)} }); console.log(child.pid); });`,
    script,
    wasm,
  ]);
  const pid = Number(await new Promise(done => parent.stdout.once('data', data => done(String(data)))));
  await new Promise(done => setTimeout(done, 200));
  expect(alive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await expect.poll(() => alive(pid), { timeout: 3000 }).toBe(false);
});
