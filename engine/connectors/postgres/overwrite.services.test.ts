import { beforeEach, describe, expect, it } from 'vitest';
import type { RowStream } from '../contract.ts';
import { admin, failure, read, table, write } from '../test-servers/postgres-writes.ts';
import { rowStream } from '../test-servers/test-world.ts';
import { cancelledRows, columns, failingRows, three } from '../test-servers/three-rows.ts';

describe('overwrite', () => {
  it('keeps the table when its columns are the same: index, grants and readers stay', async () => {
    await admin.query(
      "CREATE TABLE sink.t (id int PRIMARY KEY, name varchar(9)); CREATE VIEW sink.v AS SELECT * FROM sink.t; INSERT INTO sink.t VALUES (1, 'old')",
    );
    await write({ mode: 'overwrite' }, rowStream(columns, three));
    expect(await table('SELECT id, name FROM sink.v ORDER BY id')).toEqual([
      [1, 'a'],
      [2, null],
      [3, ''],
    ]);
  });

  it('makes a new table when its columns differ, and one when there is none', async () => {
    await write({ mode: 'overwrite' }, rowStream([{ name: 'x', type: 'INTEGER' }], [['7']]));
    await write({ mode: 'overwrite' }, rowStream(columns, three));
    expect(await read()).toHaveLength(3);
    expect(await table("SELECT relname FROM pg_class WHERE relname LIKE 'millrace%'")).toEqual([]);
  });

  it('shows the old rows until the commit', async () => {
    await admin.query("CREATE TABLE sink.t AS SELECT 9 AS id, 'old' AS name");
    const seen: unknown[] = [];
    const slow: RowStream = {
      columns,
      async *batches() {
        yield three;
        seen.push(await read());
        yield [['4', 'd']];
      },
    };
    await write({ mode: 'overwrite' }, slow);
    expect(seen).toEqual([[[9, 'old']]]);
    expect(await read()).toHaveLength(4);
  });

  it.each(['same columns', 'other columns'])(
    'is as before when the rows fail or the run is cancelled: %s',
    async which => {
      await admin.query(
        which === 'same columns'
          ? "CREATE TABLE sink.t AS SELECT 9 AS id, 'old' AS name"
          : "CREATE TABLE sink.t AS SELECT 9 AS id, 'old' AS name, 1 AS more",
      );
      const broken = new Error('the engine ran out of memory');
      expect(await failure({ mode: 'overwrite' }, failingRows(broken))).toBe(broken);
      const abort = new AbortController();
      expect((await failure({ mode: 'overwrite' }, cancelledRows(abort), abort.signal)).code).toBe(
        'cancelled',
      );
      expect(await read()).toEqual([[9, 'old']]);
    },
  );
});

describe('upsert', () => {
  beforeEach(() =>
    admin.query(
      "CREATE TABLE sink.t (id int PRIMARY KEY, name text, kept int DEFAULT 5); INSERT INTO sink.t VALUES (1, 'old', 7), (8, 'other', 8)",
    ),
  );
  const upsert = { mode: 'upsert', keys: ['id'] };

  it('updates rows with a known key and adds the others', async () => {
    await write(upsert, rowStream(columns, three));
    expect(await table('SELECT * FROM sink.t ORDER BY id')).toEqual([
      [1, 'a', 7],
      [2, null, 5],
      [3, '', 5],
      [8, 'other', 8],
    ]);
  });

  it.each([
    [
      'database-duplicate-keys',
      upsert,
      columns,
      [
        ['1', 'a'],
        ['1', 'b'],
      ],
    ],
    [
      'database-key-null',
      upsert,
      columns,
      [
        ['1', 'a'],
        [null, 'b'],
      ],
    ],
    ['database-key-missing', { mode: 'upsert', keys: ['name'] }, columns, three],
    ['database-key-column', { mode: 'upsert', keys: ['no'] }, columns, three],
  ] as const)('%s leaves the table as it was', async (code, options, schema, rows) => {
    expect((await failure(options, rowStream(schema, rows))).code).toBe(code);
    expect(await table('SELECT * FROM sink.t ORDER BY id')).toEqual([
      [1, 'old', 7],
      [8, 'other', 8],
    ]);
  });
});

it('says when the server goes away, and keeps nothing', async () => {
  const killed: RowStream = {
    columns,
    async *batches() {
      yield three;
      await new Promise(resolve => setTimeout(resolve, 100));
      await admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'millrace'",
      );
      for (let i = 0; i < 50; i++) {
        await new Promise(resolve => setTimeout(resolve, 20));
        yield three;
      }
    },
  };
  expect(await failure({}, killed)).toMatchObject({ code: 'database-lost', data: { writing: true } });
  expect(await table("SELECT to_regclass('sink.t')")).toEqual([[null]]);
});
