/** Column lineage over real plans: the demo and the gallery. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { ofRows } from '../chart/marks.ts';
import { type ColumnLink, lineageOf } from '../plan/lineage.ts';
import { columnKey, lineagePath } from '../plan/lineage-path.ts';
import { openPipeline } from './pipeline.ts';

const fixtures = resolve(import.meta.dirname, '../../fixtures');
const gallery = readdirSync(join(fixtures, 'gallery'), { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => `gallery/${entry.name}/${entry.name}.millrace`);

const linksOf = async (file: string): Promise<readonly ColumnLink[]> => {
  const opened = await openPipeline({ path: join(fixtures, file), catalogue });
  if (!('compile' in opened)) throw new Error(`${file} does not open`);
  try {
    return lineageOf((await opened.compile()).plan);
  } finally {
    await opened.close();
  }
};

test('revenue comes from quantity, price and discount, through every node between', async () => {
  const links = await linksOf('demo/clean-orders.millrace');
  const at = { node: 'by_country', port: 'out', column: 'revenue' };
  const { before, after, guessed } = lineagePath(links, at);
  expect(
    before
      .filter(c => c.node === 'orders')
      .map(c => c.column)
      .sort(),
  ).toEqual(['discount', 'quantity', 'unit_price']);
  expect(before).toContainEqual({ node: 'tidy', port: 'out', column: 'amount' });
  expect(before.some(c => c.node === 'customers' || c.node === 'products')).toBe(false);
  expect(after.map(columnKey)).toEqual(['ranked.out revenue', 'report.~sink0 revenue']);
  expect(guessed).toBe(false);
});

test('a column of the right side of a join comes from there', async () => {
  const links = await linksOf('demo/clean-orders.millrace');
  const { before } = lineagePath(links, { node: 'with_product', port: 'out', column: 'category' });
  expect(before).toEqual([{ node: 'products', port: 'out', column: 'category' }]);
});

test('a column of a source goes to what is written', async () => {
  const links = await linksOf('demo/clean-orders.millrace');
  const { after } = lineagePath(links, { node: 'customers', port: 'out', column: 'segment' });
  expect(after.map(columnKey)).toContain('clean.~sink0 segment');
});

test.each(['demo/clean-orders.millrace', ...gallery])(
  'every column of %s has a place in the plan',
  async file => {
    const links = await linksOf(file);
    const known = new Set(links.map(columnKey));
    const dangling = links.flatMap(link => link.from.filter(from => !known.has(columnKey(from))));
    expect(dangling).toEqual([]);
    // What is written comes from something: literals are the exception, of which the examples have none, and the count
    // of the rows that a chart was drawn of, which reads no column.
    const written = links.filter(link => link.port.startsWith('~sink') && link.column !== ofRows);
    expect(written.length).toBeGreaterThan(0);
    expect(written.filter(link => link.from.length === 0)).toEqual([]);
  },
);
