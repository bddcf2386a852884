/** The demo, as `npm run demo` runs it: every node tells its own number of rows, below joins too. */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { openPipeline } from './pipeline.ts';

test('the demo runs and says how many rows each node has', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-demo-'));
  const demo = resolve(import.meta.dirname, '../../fixtures/demo');
  await cp(demo, folder, { recursive: true, filter: path => !path.includes('output') });
  const pipeline = await openPipeline({ path: join(folder, 'clean-orders.millrace'), catalogue });
  if (!('compile' in pipeline)) throw new Error('the demo does not open');
  try {
    const finished = await pipeline.run({});
    expect(finished.error).toBeUndefined();
    const rows = Object.fromEntries(Object.entries(finished.nodes).map(([id, node]) => [id, node.rows]));
    expect(rows).toEqual({
      orders: 2014,
      customers: 240,
      products: 14,
      unique: 1960,
      complete: 1854,
      tidy: 1854,
      valid: 1791,
      with_customer: 1758,
      with_product: 1758,
      by_country: 24,
      ranked: 24,
      clean: 1758,
      report: 24,
    });
    const report = await readFile(join(folder, 'output/revenue-by-country.csv'), 'utf8');
    expect(report.split('\n').slice(0, 2)).toEqual([
      'country,category,orders,customers,pieces,revenue,last_order',
      'PT,Kitchen,90,82,342,14801.82,2024-04-25',
    ]);
  } finally {
    await pipeline.close();
    await rm(folder, { recursive: true, force: true });
  }
});
