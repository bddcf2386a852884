import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, nodeOf, openExample, test } from './app.ts';

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

test('an example opens, shows rows at a node, runs, and its files are there', async ({ page, work }) => {
  await openExample(page, /Clean/);
  await nodeOf(page, 'Products').click();
  await expect(page.getByText('MUG-04').first()).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const report = join(work, 'Millrace examples', 'clean-orders', 'output', 'revenue-by-country.csv');
  await expect.poll(() => isThere(report)).toBe(true);
  const [header] = (await readFile(report, 'utf8')).split('\n');
  expect(header).toBe('country,category,orders,customers,pieces,revenue,last_order');
});
