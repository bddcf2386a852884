/** The demo pipeline: exported, run on Spark as it is, and its files compared with those of the embedded engine. */
import { cp, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../../nodes/index.ts';
import { isError } from '../../diagnostics/diagnostic.ts';
import { openPipeline } from '../../run/pipeline.ts';
import { pysparkOf } from '../../run/pyspark.ts';
import { openSession } from '../../run/session.ts';
import { runOnSpark } from './run-spark.ts';

const demo = resolve(import.meta.dirname, '../../../fixtures/demo');

/** A folder of its own with the demo in it, run by `run`. */
const demoFolder = async (name: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), `millrace-demo-${name}-`));
  await cp(demo, folder, { recursive: true, filter: path => !path.includes('/output') });
  return folder;
};

const ours = await demoFolder('ours');
const spark = await demoFolder('spark');
const pipeline = await openPipeline({ path: join(ours, 'clean-orders.millrace'), catalogue });
if (!('compile' in pipeline)) throw new Error('the demo does not open');
const finished = await pipeline.run({});
const program = await pysparkOf(pipeline.document, (await pipeline.compile()).plan);
await pipeline.close();

const python = program.python;
const demoCase = { name: 'demo', folder: spark, python, expected: {}, writes: true };
const results = await runOnSpark([
  { ...demoCase, arguments: { orders: 'data/orders.csv', single_file: 'yes' } },
]);

test('the demo runs on both engines', () => {
  expect(finished.error).toBeUndefined();
  expect(program.diagnostics.filter(isError)).toEqual([]);
  expect(results.get('demo')?.error).toBeUndefined();
});

test('the report is the same, byte for byte', async () => {
  const report = (folder: string) => readFile(join(folder, 'output/revenue-by-country.csv'), 'utf8');
  expect(await report(spark)).toBe(await report(ours));
});

test('the clean orders are the same rows, with the same types', async () => {
  const session = await openSession({ folders: [ours, spark], files: [] });
  const table = (folder: string) => `read_parquet('${join(folder, 'output/orders.parquet')}')`;
  try {
    const types = (folder: string) =>
      session.rows(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${table(folder)})`);
    expect(await types(spark)).toEqual(await types(ours));
    const [count] = await session.rows(`SELECT count(*) FROM ${table(ours)}`);
    expect(Number(count?.[0])).toBeGreaterThan(1000);
    for (const [a, b] of [
      [ours, spark],
      [spark, ours],
    ] as const)
      expect(await session.rows(`SELECT * FROM ${table(a)} EXCEPT ALL SELECT * FROM ${table(b)}`)).toEqual(
        [],
      );
  } finally {
    await session.close();
  }
});
