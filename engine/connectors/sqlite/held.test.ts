/** A database that another program works on while it should be written. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { catalogue } from '../../../nodes/index.ts';
import { openPipeline } from '../../run/pipeline.ts';
import { bench, endOf, writer } from '../../run/test-outputs.ts';
import { queried, writeDatabase } from './fake-database.ts';

const python = spawnSync('python3', ['-c', 'import sqlite3']).status === 0;
if (!python) console.warn('Left out: without Python there is no other program that holds a database.');

const rows = {
  id: 'rows',
  kind: 'inline-table',
  params: { columns: [{ name: 'id', type: 'INTEGER' }], rows: [[7]] },
};

const scene = async () => {
  const b = bench([rows, writer('t.db', { table: 't', mode: 'append' }, 'write-sqlite')]);
  await writeDatabase(b.at('t.db'), 'CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1)');
  return { ...b, ids: () => queried(b.at('t.db'), 'SELECT id FROM t ORDER BY id') };
};

/** Another program that runs these statements and then holds the database until `stop`. */
const holding = async (path: string, ...statements: readonly string[]) => {
  const script = `import sqlite3,sys
c=sqlite3.connect(sys.argv[1],isolation_level=None)
for s in sys.argv[2:]: c.execute(s).fetchall()
print('held',flush=True)
sys.stdin.read()
c.close()`;
  const child: ChildProcess = spawn('python3', ['-c', script, path, ...statements]);
  const ended = new Promise<void>(done => child.once('exit', () => done()));
  const stop = () => {
    child.stdin?.end();
    return ended;
  };
  onTestFinished(stop);
  await new Promise<void>((done, failed) => {
    child.stdout?.once('data', () => done());
    child.once('exit', () => failed(new Error('the other program does not hold it')));
  });
  return stop;
};

describe.runIf(python)('another program', () => {
  // Locks without a file beside the database can be seen on Linux only.
  const silent = process.platform === 'linux' ? [['BEGIN EXCLUSIVE'], ['BEGIN IMMEDIATE']] : [];
  test.each([
    ...silent,
    ['BEGIN IMMEDIATE', 'INSERT INTO t VALUES (2)'],
    ['PRAGMA journal_mode = WAL', 'SELECT * FROM t'],
    ['PRAGMA journal_mode = WAL', 'INSERT INTO t VALUES (2)'],
  ])('%s %s', async (...statements) => {
    const s = await scene();
    const stop = await holding(s.at('t.db'), ...statements.filter(word => typeof word === 'string'));
    const [before, names] = [readFileSync(s.at('t.db')), s.names()];
    const { status, error } = endOf(await s.run());
    expect([status, error]).toMatchObject([
      'failed',
      { code: expect.stringMatching(/^sqlite-(held|locked)$/), node: 'out', param: 'path' },
    ]);
    expect(error?.message).toMatch(/^“t\.db” .*Close (that|the) program/);
    expect(readFileSync(s.at('t.db')).equals(before)).toBe(true);
    expect(s.names()).toEqual(names);
    await stop();
    expect(endOf(await s.run())).toEqual({ status: 'succeeded', error: undefined });
    expect(await s.ids()).toContain('7');
  });

  test('one that only reads is not disturbed', async () => {
    const s = await scene();
    await holding(s.at('t.db'), 'BEGIN', 'SELECT * FROM t');
    expect(endOf(await s.run()).status).toBe('succeeded');
    expect(await s.ids()).toEqual(['1', '7']);
  });
});

/** Runs, and lets another program act once the rows were written and before the file takes its place. */
const runWith = async (s: Awaited<ReturnType<typeof scene>>, act: () => unknown) => {
  const opened = await openPipeline({ path: s.at('p.millrace'), catalogue });
  if (!('compile' in opened)) throw new Error('it does not open');
  let acted: unknown;
  try {
    const finished = await opened.run({
      emit: event => {
        if (event.event === 'node-finished' && event.node === 'out') acted ??= act() ?? true;
      },
    });
    await acted;
    return finished;
  } finally {
    await opened.close();
  }
};

describe('between the writing and the taking of its place', () => {
  test('a change by another program is not lost', async () => {
    const s = await scene();
    const other = await writeDatabase(
      join(s.folder, 'other.db'),
      'CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (5)',
    );
    const { status, error } = await runWith(s, () => writeFileSync(s.at('t.db'), other));
    expect([status, error]).toMatchObject(['failed', { code: 'sqlite-changed', node: 'out', param: 'path' }]);
    expect(await s.ids()).toEqual(['5']);
    expect(readdirSync(s.folder).filter(name => name.startsWith('.'))).toEqual([]);
  });

  test.each(['-wal', '-shm'])('a log that appears (%s)', async ending => {
    const s = await scene();
    const { error } = await runWith(s, () => writeFileSync(s.at(`t.db${ending}`), ''));
    expect(error).toMatchObject({ code: 'sqlite-held', node: 'out' });
    expect(await s.ids()).toEqual(['1']);
  });

  test('a database that appears, or goes', async () => {
    const fresh = await scene();
    const bytes = readFileSync(fresh.at('t.db'));
    writeFileSync(fresh.at('t.db'), '');
    const made = bench([rows, writer('t.db', { table: 't' }, 'write-sqlite')]);
    const s = { ...made, ids: () => queried(made.at('t.db'), 'SELECT id FROM t') };
    expect((await runWith(s, () => writeFileSync(s.at('t.db'), bytes))).error?.code).toBe('sqlite-changed');
    expect(await s.ids()).toEqual(['1']);
    const gone = await scene();
    expect((await runWith(gone, () => rmSync(gone.at('t.db')))).error?.code).toBe('sqlite-changed');
  });
});
