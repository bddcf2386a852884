import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measure } from './lib/measure.mjs';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const etl = (/** @type {string[]} */ ...args) =>
  measure({
    file: process.execPath,
    args: [
      join(import.meta.dirname, 'run.mjs'),
      'etl',
      '--rows',
      '3000',
      '--repeat',
      '1',
      '--data',
      folder,
      ...args,
    ],
  });

/**
 * A command line that answers case (c) like Millrace, by SQL; `total` is its idea of the first aggregate. It calls a
 * node cached when the cache folder that it was given has been used before.
 * @param {string} name @param {string} total
 */
const standIn = async (name, total) => {
  const file = join(folder, `${name}.mjs`);
  await writeFile(
    file,
    `import { existsSync, readFileSync, writeFileSync } from 'node:fs';
     import { duck } from '${join(import.meta.dirname, 'lib/duck.mjs')}';
     const pipeline = JSON.parse(readFileSync(process.argv[3], 'utf8'));
     const out = pipeline.nodes.find(node => node.id === 'out').params.path;
     const mark = process.env.MILLRACE_CACHE_DIR && process.env.MILLRACE_CACHE_DIR + '/mark';
     const cached = mark !== undefined && existsSync(mark);
     if (mark !== undefined) writeFileSync(mark, '');
     await duck([\`COPY (SELECT region, category, ${total} AS total, avg(amount) AS average, min(price) AS lowest,
       max(price) AS highest, count(id) AS orders FROM 'clean.parquet' JOIN 'customers.parquet'
       ON customer_key = customer GROUP BY ALL) TO '\${out}' (FORMAT parquet)\`]);
     console.log(JSON.stringify({ event: 'finished', status: 'succeeded', nodes: { joined: { cached } } }));`,
  );
  return file;
};

test('one JSON object a line for each system, and nothing else on stdout', async () => {
  const done = await etl('--case', 'a,b,c,e', '--systems', 'duckdb', '--json');
  expect(done.code, done.stderr).toBe(0);
  const lines = done.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(lines.map(line => `${line.case} ${line.system}`)).toEqual([
    'a duckdb',
    'b duckdb',
    'c duckdb',
    'e duckdb',
  ]);
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(['case', 'system', 'seconds', 'peakMb']);
    expect(line.seconds).toBeGreaterThan(0);
  }
});

test('the re-run is timed with the cache that the first run filled', async () => {
  const cli = await standIn('right', 'sum(amount)');
  const done = await etl('--case', 'c,d', '--systems', 'millrace', '--millrace', cli, '--json');
  expect(done.code, done.stderr).toBe(0);
  expect(done.stderr).toMatch(/d millrace: .* from the cache: joined/);
  expect(done.stdout.trim().split('\n')).toHaveLength(2);
});

test('a wrong result has no time and fails the run', async () => {
  const cli = await standIn('wrong', 'sum(amount) + 0.01');
  const done = await etl('--case', 'c', '--systems', 'millrace,duckdb', '--millrace', cli, '--json');
  expect(done.code).toBe(1);
  expect(done.stderr).toMatch(/\(c\) millrace: WRONG RESULT: sum of total: .* instead of/);
  expect(
    done.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).system),
  ).toEqual(['duckdb']);
});

test('a command line that is not there is said and fails the run', async () => {
  const done = await etl('--case', 'c', '--systems', 'millrace', '--millrace', join(folder, 'none.js'));
  expect(done.code).toBe(1);
  expect(done.stdout).toMatch(/millrace\s+not run: .*none\.js is not there/);
});

test('wrong arguments end with 2 and show the usage', async () => {
  const done = await etl('--case', 'z');
  expect(done.code).toBe(2);
  expect(done.stderr).toContain('--case has “z”');
  expect(done.stderr).toContain('--rows N');
});
