import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endpointOf } from '../database/endpoint.ts';
import { mysqlSourceOptions } from '../database/options.ts';
import {
  address,
  admin,
  connection,
  failure,
  read,
  secrets,
  server,
  url,
} from '../test-servers/mysql-reads.ts';
import { testWorld } from '../test-servers/test-world.ts';
import { connect, mysqlKind, type Session } from './connect.ts';
import { beginSnapshot } from './describe.ts';
import { beginTogether, holdFor } from './one-moment.ts';

const sorted = (rows: readonly (readonly unknown[])[]) => rows.map(row => JSON.stringify(row)).sort();
const ids = async (session: Session, where: string) =>
  (await session.texts(`SELECT who FROM moving WHERE ${where}`)).map(row => row[0]);

/** Sessions of ours, as the connector opens them, closed after each test. */
const opened: Session[] = [];
const session = async (): Promise<Session> => {
  const world = await testWorld(secrets);
  const one = await connect(await endpointOf(connection, mysqlKind, world), world.signal);
  await world.done();
  opened.push(one);
  return one;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map(one => one.close()));
});

/** A user with these privileges on the database, and its secrets. */
const user = async (name: string, grants: readonly string[]) => {
  await admin.query(
    `DROP USER IF EXISTS ${name}@'127.0.0.1'; CREATE USER ${name}@'127.0.0.1' IDENTIFIED BY 'lim1ted'`,
  );
  for (const grant of grants) await admin.query(`GRANT ${grant} TO ${name}@'127.0.0.1'`);
  return { MYSQL_URL: `mysql://${name}:lim1ted@${address.host}:${address.port}/reading` };
};

const options = (over: object) => mysqlSourceOptions.parse({ connection, ...over });

describe.skipIf(!server)('MySQL, read in parts', () => {
  beforeAll(async () => {
    await admin.query(`SET sql_mode = ''; DROP TABLE IF EXISTS parts; CREATE TABLE parts (id bigint unsigned, n decimal(12,2),
        f double, d date, t datetime(6), i timestamp NULL, s text) ENGINE = InnoDB;
      INSERT INTO parts SELECT seq, CAST(seq % 97 AS SIGNED) - 40, seq / 7, '2020-01-01' + INTERVAL seq % 400 DAY,
        '2020-01-01' + INTERVAL seq HOUR, '2020-01-01' + INTERVAL seq HOUR, CONCAT('line\\n"', seq) FROM seq_1_to_5000;
      INSERT INTO parts VALUES (NULL, NULL, NULL, NULL, NULL, NULL, NULL),
        (18446744073709551615, -9e9, -1.5e308, '0000-00-00', '0000-00-00', NULL, ''),
        (0, 9e9, 1.5e308, '9999-12-31', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07', 'z')`);
  });

  it.each(['id', 'n', 'f', 'd', 't', 'i'])('reads every row once when split by %s', async column => {
    const split = await read({ table: 'parts', zeroDates: 'null', partition: { column, parts: 7 } });
    const whole = await read({ table: 'parts', zeroDates: 'null' });
    expect(sorted(split.rows)).toEqual(sorted(whole.rows));
    expect(split.rows).toHaveLength(5003);
    expect([split.warnings, split.reports.at(-1)]).toEqual([[], expect.objectContaining({ rows: 5003 })]);
  });

  it.each([
    ['a query', { query: 'SELECT id, s FROM parts WHERE id > 10;' }, 4991],
    [
      'a condition',
      { table: 'parts', columns: ['id', 's'], where: "n > 0 AND (s IN ('x') OR NOT s = 'y')" },
      2870,
    ],
    [
      'a condition that reads another table',
      { table: 'parts', columns: ['s'], where: 'id IN (SELECT id FROM parts)' },
      5002,
    ],
    ['nothing', { table: 'parts', columns: ['id'], where: 'false' }, 0],
  ])('reads %s in parts as it does whole', async (_, what, rows) => {
    const split = await read({ ...what, partition: { column: 'id', parts: 3 } });
    expect(sorted(split.rows)).toEqual(sorted((await read(what)).rows));
    expect([split.rows.length, split.warnings]).toEqual([rows, []]);
  });

  it('refuses a column that cannot be split', async () => {
    const error = await failure({ table: 'parts', partition: { column: 's', parts: 2 } });
    expect([error.code, error.data]).toEqual(['database-partition', { column: 's', type: 'VARCHAR' }]);
  });

  describe('while others write', () => {
    beforeEach(async () => {
      await admin.query(
        'DROP TABLE IF EXISTS moving; CREATE TABLE moving (id int, who int) ENGINE = InnoDB; INSERT INTO moving SELECT seq, seq FROM seq_1_to_500',
      );
    });

    /** The second reader begins only after a writer had 300 ms to move every row to the other half and commit. */
    const raced = async (begin: (readers: readonly Session[]) => Promise<unknown>) => {
      const [low, high, writer] = [await session(), await session(), await session()];
      let written: Promise<unknown> = Promise.resolve();
      let early = false;
      const late: Session = {
        ...high,
        query: async sql => {
          if (sql === beginSnapshot) {
            await low.query('DO 1');
            written = writer.query('UPDATE moving SET id = 501 - id').then(() => {
              early = true;
            });
            await new Promise(wake => setTimeout(wake, 300));
          }
          return high.query(sql);
        },
      };
      await begin([low, late]);
      const committedBetween = early;
      await written;
      const seen = [...(await ids(low, 'id <= 250')), ...(await ids(late, 'id > 250'))];
      return { committedBetween, distinct: new Set(seen).size };
    };

    it('a writer that comes between the openings waits, and both see one state', async () => {
      const hold = await holdFor(await session(), options({ table: 'moving' }));
      if (hold.why !== 'none') throw new Error(`not held: ${hold.why}`);
      expect(hold.locks[0]).toBe('LOCK TABLES `moving` READ');
      const keeper = await session();
      expect(await raced(readers => beginTogether(keeper, readers, hold))).toEqual({
        committedBetween: false,
        distinct: 500,
      });
    });

    it('so it is with the whole server held, for a query', async () => {
      const hold = await holdFor(await session(), options({ query: 'SELECT * FROM moving' }));
      if (hold.why !== 'none') throw new Error(`not held: ${hold.why}`);
      expect(hold.locks).toEqual(['FLUSH TABLES WITH READ LOCK']);
      const keeper = await session();
      expect(await raced(readers => beginTogether(keeper, readers, hold))).toEqual({
        committedBetween: false,
        distinct: 500,
      });
    });

    it('without the lock the same race mixes two states', async () => {
      const begun = raced(async readers => {
        for (const reader of readers) await reader.query(beginSnapshot);
      });
      expect(await begun).toEqual({ committedBetween: true, distinct: 250 });
    });

    it('reads one state although rows come and go', async () => {
      let moving = true;
      const writer = await session();
      const mover = (async () => {
        while (moving) await writer.query('UPDATE moving SET id = 501 - id');
      })();
      const reads = [];
      for (let i = 0; i < 6; i++)
        reads.push(await read({ table: 'moving', partition: { column: 'id', parts: 4 } }));
      moving = false;
      await mover;
      expect(reads.map(one => [new Set(one.rows.map(row => row[1])).size, one.warnings])).toEqual(
        reads.map(() => [500, []]),
      );
    });

    it('waits a second for a long change and then reads over one connection', async () => {
      const writer = await session();
      await writer.query('START TRANSACTION');
      await writer.query('UPDATE moving SET who = 0 WHERE id = 1');
      const { rows, warnings } = await read({ table: 'moving', partition: { column: 'id', parts: 4 } });
      await writer.query('ROLLBACK');
      expect(new Set(rows.map(row => row[1])).size).toBe(500);
      expect(warnings.map(w => w.message)).toEqual([
        expect.stringContaining('“moving” is read over one connection instead of 4: others are writing'),
      ]);
    });

    it('lets go of the lock when a reader fails, when it hangs, and when the keeper is gone', async () => {
      const writes = async () => {
        const writer = await session();
        await writer.query('SET SESSION lock_wait_timeout = 1');
        await writer.query('UPDATE moving SET who = who + 1');
      };
      const hold = await holdFor(await session(), options({ table: 'moving' }));
      if (hold.why !== 'none') throw new Error(`not held: ${hold.why}`);
      const broken = async (query: Session['query']): Promise<Session> => {
        const one = await session();
        return { ...one, query: sql => (sql === beginSnapshot ? query(sql) : one.query(sql)) };
      };
      const failing = await broken(() => Promise.reject(new Error('the reader broke')));
      await expect(beginTogether(await session(), [failing], hold)).rejects.toThrow('the reader broke');
      await writes();
      const hanging = await broken(() => new Promise(() => undefined));
      expect(await beginTogether(await session(), [hanging], hold)).toEqual({ why: 'busy' });
      await writes();
      const keeper = await session();
      const deaf: Session = {
        ...keeper,
        query: sql => (sql === 'UNLOCK TABLES' ? Promise.reject(new Error('gone')) : keeper.query(sql)),
      };
      expect(await beginTogether(deaf, [await session()], hold)).toBeUndefined();
      await writes();
    });

    it('reads over one connection where they lead to different servers', async () => {
      const other = await session();
      const elsewhere: Session = { ...other, texts: async () => [['replica:3306 2']] };
      const hold = await holdFor(other, options({ table: 'moving' }));
      if (hold.why !== 'none') throw new Error(`not held: ${hold.why}`);
      expect(await beginTogether(await session(), [await session(), elsewhere], hold)).toEqual({
        why: 'servers',
      });
    });
  });

  describe('where it cannot be had', () => {
    const split = { partition: { column: 'id', parts: 2 }, columns: ['id'] };

    it.each([
      ['a table and no LOCK TABLES', ['SELECT ON reading.*'], { table: 'parts' }, 'Grant LOCK TABLES'],
      [
        'a query and no RELOAD',
        ['SELECT, LOCK TABLES ON reading.*'],
        { query: 'SELECT id FROM parts' },
        'Grant RELOAD',
      ],
    ])('%s: one connection, and why', async (_, grants, what, way) => {
      const { rows, warnings } = await read({ ...what, ...split }, '', await user('limited', grants));
      expect(rows).toHaveLength(5003);
      expect(warnings.map(w => w.code)).toEqual(['database-one-connection']);
      expect(warnings[0]?.message).toContain(way);
      expect(warnings[0]?.message).toContain('or leave out “partition”.');
    });

    it.each([
      ['LOCK TABLES', ['SELECT, LOCK TABLES ON reading.*']],
      ['RELOAD', ['SELECT ON reading.*', 'RELOAD ON *.*']],
    ])('%s alone is enough for a table', async (_, grants) => {
      const { rows, warnings } = await read({ table: 'parts', ...split }, '', await user('limited', grants));
      expect([rows.length, warnings]).toEqual([5003, []]);
    });

    it('no connection more is let in', async () => {
      const limited = await user('limited', ['SELECT, LOCK TABLES ON reading.*']);
      await admin.query("ALTER USER limited@'127.0.0.1' WITH MAX_USER_CONNECTIONS 1");
      const { rows, warnings } = await read({ table: 'parts', ...split }, '', limited);
      expect([rows.length, warnings.map(w => w.code)]).toEqual([5003, ['database-one-connection']]);
      expect(JSON.stringify(warnings)).not.toContain('lim1ted');
    });

    it('a table of another engine, also one that a query might read', async () => {
      await admin.query(
        'DROP TABLE IF EXISTS flat; CREATE TABLE flat ENGINE = MyISAM AS SELECT seq AS id FROM seq_1_to_50',
      );
      const table = await read({ table: 'flat', ...split });
      const query = await read({ query: 'SELECT id FROM parts', ...split });
      await admin.query('DROP TABLE flat');
      expect([table.rows.length, query.rows.length]).toEqual([50, 5003]);
      for (const { warnings } of [table, query])
        expect(warnings[0]?.message).toMatch(/flat” uses the storage engine MyISAM/);
    });
  });

  it('leaves no connection behind, done or cancelled', async () => {
    const abort = new AbortController();
    await read({ table: 'parts', partition: { column: 'id', parts: 4 }, columns: ['id'] });
    const slow = {
      query: 'SELECT id, SLEEP(0.01) AS s FROM parts WHERE id <= 2000',
      partition: { column: 'id', parts: 4 },
    };
    const running = failure(slow, secrets, abort.signal);
    await expect
      .poll(
        async () =>
          (
            await admin.query({
              sql: "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '%AS c0%`id` <%' AND id <> CONNECTION_ID()",
              rowsAsArray: true,
            })
          )[0],
        { timeout: 50_000 },
      )
      .not.toEqual([[0]]);
    abort.abort();
    expect((await running).code).toBe('cancelled');
    await expect
      .poll(
        async () =>
          (
            await admin.query({
              sql: "SELECT COUNT(*) FROM information_schema.processlist WHERE db = 'reading' AND id <> CONNECTION_ID()",
              rowsAsArray: true,
            })
          )[0],
        { timeout: 5000 },
      )
      .toEqual([[0]]);
    expect(url).toContain('reading');
  });
});
