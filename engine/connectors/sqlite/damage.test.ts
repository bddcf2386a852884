import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EngineError } from '../../diagnostics/errors.ts';
import { damagedCopy } from '../excel/damage.ts';
import { fakeFolder } from '../fake-world.ts';
import { fileId } from '../files/facts.ts';
import { writeDatabase } from './fake-database.ts';
import { type Session, startSession } from './session.ts';

const { folder, world, remove } = fakeFolder();
afterAll(remove);

const path = join(folder, 'damaged.db');
writeFileSync(path, '');
// The file is written again and again, and stays the same file.
const place = { absolute: path, id: fileId(statSync(path)), shown: 'damaged.db' };

/** Reads a table as a run does, or gives the code of a clean error. Anything else fails the test. */
const outcome = async (session: Session, seed: number): Promise<string> => {
  try {
    const { table, columns } = await session.ask('describe', { ...place, table: null, columns: null });
    await session.ask('read', { ...place, table, columns, cast: [] });
    let rows = 0;
    for (;;) {
      const batch = await session.ask('next', null);
      if (batch.length === 0) return `${rows} rows`;
      rows += batch.length;
    }
  } catch (error) {
    if (error instanceof EngineError) return error.code;
    throw new Error(`Seed ${seed} gave no clean error`, { cause: error });
  }
};

test('300 damaged databases give a clean error or rows, within the deadline, in one process', async () => {
  const whole = await writeDatabase(
    path,
    `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, price REAL, raw BLOB); CREATE INDEX by_name ON t (name);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO t SELECT i, 'name ' || i, i / 4.0, zeroblob(i * 4) FROM n`,
  );
  let session = await startSession('damaged.db', world.signal, 5);
  const first = session.pid;
  const seen = new Map<string, number>();
  for (let seed = 1; seed <= 300; seed++) {
    // Half of the damage goes to the header and the schema, the small part that everything hangs on.
    const head = seed % 2 === 0 ? whole.subarray(0, 4096) : whole;
    const damaged = damagedCopy(head, seed, 16);
    writeFileSync(path, head === whole ? damaged : Buffer.concat([damaged, whole.subarray(4096)]));
    const result = await outcome(session, seed);
    const kind = result.replace(/^\d+ /, '');
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (kind === 'sqlite-deadline' || kind === 'sqlite-stopped') {
      session.close();
      session = await startSession('damaged.db', world.signal, 5);
    }
  }
  expect(session.pid).toBe(first);
  session.close();
  expect(
    [...seen.keys()].filter(
      kind =>
        !['rows', 'sqlite-malformed', 'sqlite-failed', 'sqlite-no-table', 'sqlite-cell-type'].includes(kind),
    ),
  ).toEqual([]);
  expect(seen.get('rows')).toBeGreaterThan(20);
  expect(seen.get('sqlite-malformed')).toBeGreaterThan(50);
}, 60_000);
