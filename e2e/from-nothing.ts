/**
 * The proof of the designer: the README's demo pipeline is drawn from nothing, saved and run, and what the command line
 * makes of the saved file is the same. What its two ways, by mouse and by keyboard, have in common.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { demoFile, expectSameOutputs, graphOf, putSources, runByCommand } from './demo.ts';

export const description =
  "Orders as a shop's systems give them, cleaned, joined with customers and products, and summed up by country and category.";

export const types = [
  ['ordered_on', 'VARCHAR'],
  ['customer_id', 'BIGINT'],
  ['quantity', 'INTEGER'],
  ['unit_price', 'DECIMAL(10,2)'],
  ['discount', 'DECIMAL(4,2)'],
] as const;

export const formulas = [
  ['country', "nullif(upper(trim(country)), '')"],
  [
    'ordered_on',
    "coalesce(try_strptime(ordered_on, '%Y-%m-%d'), try_strptime(ordered_on, '%d.%m.%Y'))::date",
  ],
  ['amount', 'round(quantity * unit_price * (1 - coalesce(discount, 0)), 2)'],
] as const;

export const figures = [
  { function: 'count', name: 'orders' },
  { function: 'count', column: 'customer_id', distinct: true, name: 'customers' },
  { function: 'sum', column: 'quantity', name: 'pieces' },
  { function: 'sum', column: 'amount', name: 'revenue' },
  { function: 'max', column: 'ordered_on', name: 'last_order' },
] as const;

export const settings = (page: Page) => page.getByRole('complementary', { name: 'Settings' });
export const canvas = (page: Page) => page.getByRole('region', { name: 'Canvas' });
export const wires = (page: Page) => page.locator('.react-flow__edge');
export const titled = (page: Page, title: string) =>
  page.getByRole('group', { name: new RegExp(`^${title} `) });
export const saved = 'shop orders.millrace';

export const expectProof = async (page: Page, work: string): Promise<void> => {
  await expect(page.getByRole('status').filter({ hasText: 'Run succeeded' })).toBeVisible({
    timeout: 30_000,
  });
  expect(await graphOf(`${work}/${saved}`)).toEqual(await graphOf(demoFile));
  await expectSameOutputs(work, await runByCommand(work, saved));
};

/** Before each test: the sources are there, and nothing is on the move when it is to be clicked. */
export const prepared = (): void =>
  test.beforeEach(async ({ page, work }) => {
    test.setTimeout(480_000);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await putSources(work);
  });
