/** The engine's own lock, tried from inside: what would be possible if an expression could be any statement. */
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSession, type Session } from './session.ts';
import { folderWith } from './test-run.ts';

const inside = folderWith({ 'a.csv': 'id\n1\n' });
const outside = folderWith({ 'b.csv': 'id\n2\n' });
mkdirSync(join(inside, 'sub'));
symlinkSync(join(outside, 'b.csv'), join(inside, 'link.csv'));
symlinkSync(outside, join(inside, 'door'));

const reads = [
  `SELECT * FROM read_text('${outside}/b.csv')`,
  `SELECT * FROM read_blob('${outside}/b.csv')`,
  `SELECT * FROM read_csv('${outside}/b.csv')`,
  `SELECT * FROM '${outside}/b.csv'`,
  `SELECT * FROM read_csv('${inside}/../${outside.split('/').at(-1)}/b.csv')`,
  `SELECT * FROM read_csv('${inside}/link.csv')`,
  `SELECT * FROM read_csv('${inside}/door/b.csv')`,
  `SELECT * FROM sniff_csv('${outside}/b.csv')`,
  `SELECT * FROM read_json('${outside}/b.csv')`,
  `SELECT * FROM read_parquet('${outside}/*.parquet')`,
  "SELECT * FROM read_text('/etc/passwd')",
  "SELECT * FROM read_csv('https://example.com/a.csv')",
  `ATTACH '${outside}/x.duckdb'`,
  `COPY (SELECT 1) TO '${outside}/x.csv'`,
  `COPY (SELECT 1) TO '${inside}/door/x.csv'`,
  `EXPORT DATABASE '${outside}/x'`,
  'INSTALL httpfs',
  'LOAD httpfs',
];

const widening = [
  `SET allowed_directories = ['${outside}']`,
  `SET allowed_paths = ['${outside}/b.csv']`,
  'SET enable_external_access = true',
  'RESET enable_external_access',
];

const settings = [
  "SET memory_limit = '100GB'",
  `SET temp_directory = '${outside}'`,
  'SET lock_configuration = false',
  'RESET lock_configuration',
  'SET allow_community_extensions = true',
  'SET autoload_known_extensions = true',
  `SET extension_directory = '${outside}'`,
  `SET home_directory = '${outside}'`,
  `SET log_query_path = '${outside}/log'`,
  'SET threads = 100',
];

let session: Session;
beforeAll(async () => {
  session = await openSession({ folders: [inside], files: [] });
});
afterAll(() => session.close());

const fails = (sql: string) => expect(session.run(sql), sql).rejects.toThrow();

describe.each(['before the lock', 'after the lock'])('%s', when => {
  beforeAll(async () => {
    if (when === 'after the lock') await session.lock({ countsBelowJoin: true });
  });

  test('files of the folder can be read', async () => {
    expect(await session.rows(`SELECT * FROM read_csv('${inside}/a.csv')`)).toEqual([['1']]);
  });

  test.each(reads)('refused: %s', fails);
  test.each(widening)('refused: %s', fails);

  test('nothing was made outside', () => {
    expect(readdirSync(outside)).toEqual(['b.csv']);
  });
});

describe('after the lock, no setting changes', () => {
  test.each(settings)('refused: %s', fails);
});

test('the environment cannot be read', async () => {
  await fails("SELECT getenv('HOME')");
});
