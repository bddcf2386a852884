import { beforeEach, describe, expect, it } from 'vitest';
import type { RowStream } from '../contract.ts';
import { admin, failure, read, server, table, tables, write } from '../test-servers/mysql-writes.ts';
import { rowStream } from '../test-servers/test-world.ts';
import { cancelledRows, columns, failingRows, three, written } from '../test-servers/three-rows.ts';

describe.skipIf(!server)('MySQL, write', () => {
  describe('overwrite', () => {
    it('keeps the table when its columns are the same, and shows the old rows until the commit', async () => {
      await admin.query(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(9)); INSERT INTO t VALUES (9, 'old')",
      );
      const seen: unknown[] = [];
      const slow: RowStream = {
        columns,
        async *batches() {
          yield three;
          seen.push(await read());
        },
      };
      await write({ mode: 'overwrite' }, slow);
      expect(seen).toEqual([[[9, 'old']]]);
      expect(await read()).toEqual(written);
      expect((await table("SHOW INDEX FROM t WHERE Key_name = 'PRIMARY'")).length).toBe(1);
    });

    it('makes a new table when its columns differ, and one when there is none', async () => {
      await write({ mode: 'overwrite' }, rowStream([{ name: 'x', type: 'INTEGER' }], [['7']]));
      await write({ mode: 'overwrite' }, rowStream(columns, three));
      expect([await read(), await tables()]).toEqual([written, ['t']]);
    });

    it('puts the old table back when it cannot go, since another refers to it', async () => {
      await admin.query(
        'CREATE TABLE t (id int PRIMARY KEY) ENGINE = InnoDB; INSERT INTO t VALUES (9); CREATE TABLE child (id int REFERENCES t (id)) ENGINE = InnoDB; INSERT INTO child VALUES (9)',
      );
      expect((await failure({ mode: 'overwrite' }, rowStream(columns, three))).code).toMatch(
        /^database-(constraint|query)$/,
      );
      expect([await table('SELECT * FROM t'), (await tables()).sort()]).toEqual([[[9]], ['child', 't']]);
    });

    it.each(['name varchar(9)', 'name varchar(9), more int'])(
      'is as before when the rows fail or the run is cancelled: %s',
      async rest => {
        await admin.query(
          `CREATE TABLE t (id int PRIMARY KEY, ${rest}); INSERT INTO t (id, name) VALUES (9, 'old')`,
        );
        const broken = new Error('the engine ran out of memory');
        expect(await failure({ mode: 'overwrite' }, failingRows(broken))).toBe(broken);
        const abort = new AbortController();
        const at = performance.now();
        expect((await failure({ mode: 'overwrite' }, cancelledRows(abort), abort.signal)).code).toBe(
          'cancelled',
        );
        expect(performance.now() - at).toBeLessThan(process.env.CI === 'true' ? 2000 : 500);
        expect(await read()).toEqual([[9, 'old']]);
        await expect.poll(tables, { timeout: 3000 }).toEqual(['t']);
      },
    );
  });

  describe('upsert', () => {
    beforeEach(async () => {
      await admin?.query(
        "CREATE TABLE t (id int PRIMARY KEY, name varchar(20) UNIQUE, kept int DEFAULT 5); INSERT INTO t VALUES (1, 'old', 7), (8, 'other', 8)",
      );
    });
    const upsert = { mode: 'upsert', keys: ['id'] };
    const before = [
      [1, 'old', 7],
      [8, 'other', 8],
    ];

    it('updates rows with a known key and adds the others', async () => {
      await write(upsert, rowStream(columns, three));
      expect(await table('SELECT * FROM t ORDER BY id')).toEqual([
        [1, 'a', 7],
        [2, null, 5],
        [3, '', 5],
        [8, 'other', 8],
      ]);
      expect(await tables()).toEqual(['t']);
    });

    it.each([
      [
        'database-duplicate-keys',
        upsert,
        [
          ['1', 'a'],
          ['1', 'b'],
        ],
      ],
      [
        'database-key-null',
        upsert,
        [
          ['1', 'a'],
          [null, 'b'],
        ],
      ],
      ['database-key-missing', { mode: 'upsert', keys: ['id', 'name'] }, three],
      ['database-key-column', { mode: 'upsert', keys: ['no'] }, three],
      [
        'database-constraint',
        upsert,
        [
          ['1', 'a'],
          ['5', 'other'],
        ],
      ],
    ] as const)('%s leaves the table as it was', async (code, options, rows) => {
      expect((await failure(options, rowStream(columns, rows))).code).toBe(code);
      expect(await table('SELECT * FROM t ORDER BY id')).toEqual(before);
    });
  });
});
