/** Settings by mouse and by keyboard: forms, formulas, problems and what mends them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test as base, expect } from './app.ts';

type Node = { readonly id: string; readonly kind: string; readonly params: object };

const pipeline = (nodes: readonly Node[], edges: readonly (readonly [string, string])[]) => ({
  format: 'millrace/pipeline',
  version: 1,
  name: 'Shop',
  parameters: {},
  nodes,
  edges: edges.map(([from, to]) => ({ from, to })),
  layout: Object.fromEntries(nodes.map(({ id }, i) => [id, [(i % 3) * 260, Math.floor(i / 3) * 110]])),
});

const shop = pipeline(
  [
    { id: 'orders', kind: 'read-csv', params: { path: 'orders.csv' } },
    { id: 'customers', kind: 'read-csv', params: { path: 'customers.csv' } },
    {
      id: 'picked',
      kind: 'select',
      params: { mode: 'rename', columns: [{ column: 'amount', as: 'amount_eur' }] },
    },
    { id: 'joined', kind: 'join', params: {} },
    { id: 'big', kind: 'filter', params: { condition: 'id > 0 and amout_eur > 5' } },
    { id: 'more', kind: 'derive', params: { columns: [{ name: 'gross', expression: 'amount_eur * 2' }] } },
    { id: 'sums', kind: 'aggregate', params: {} },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ],
  [
    ['orders', 'picked'],
    ['picked', 'joined.left'],
    ['customers', 'joined.right'],
    ['picked', 'big'],
    ['picked', 'more'],
    ['more', 'sums'],
    ['sums', 'out'],
  ],
);

/** The pipeline above, trusted and open. */
const test = base.extend<{ readonly shop: Page }>({
  shop: async ({ page, designer, work }, use) => {
    await writeFile(
      join(work, 'orders.csv'),
      'id,customer,amount,status\n1,7,12.5,open\n2,8,3.0,sent\n3,7,8.0,open\n',
    );
    await writeFile(join(work, 'customers.csv'), 'customer,name\n7,Ada\n8,Bo\n');
    const file = join(work, 'shop.millrace');
    await writeFile(file, JSON.stringify(shop));
    await mkdir(designer.home, { recursive: true });
    await writeFile(join(designer.home, 'trust.json'), JSON.stringify({ files: {}, folders: [work] }));
    await writeFile(
      join(designer.home, 'recent.json'),
      JSON.stringify({ files: [{ path: file, at: Date.now() }] }),
    );
    await page.reload();
    await page.goto(await designer.address());
    await page.getByRole('button', { name: /^shop\.millrace/ }).click();
    await expect(nodeOf(page, 'orders')).toBeVisible();
    await use(page);
  },
});

/** By its id: a node's text also tells its problems, which name other nodes. */
const nodeOf = (page: Page, id: string) => page.getByTestId(`rf__node-${id}`);
const settings = (page: Page) => page.getByRole('complementary', { name: 'Settings' });
const problems = async (page: Page) => {
  await page.getByRole('tab', { name: /Problems/ }).click();
  return page.getByRole('tabpanel', { name: /Problems/ });
};

test('a source is set up, and undo takes it back', async ({ shop: page }) => {
  await nodeOf(page, 'orders').click();
  const form = settings(page);
  await form.getByLabel('Delimiter').fill(';');
  await form.getByLabel('Rows to skip at the top').fill('-1');
  await expect(form.getByText('A whole number of at least 0.')).toBeVisible();
  await form.getByLabel('Rows to skip at the top').fill('');
  await form.getByRole('radio', { name: 'Skip', exact: true }).click();
  await form.getByRole('tab', { name: 'Columns' }).click();
  await expect(form.getByText('id,customer,amount,status')).toBeVisible();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(form.getByText('amount', { exact: true })).toBeVisible();
});

test('a wrong column is red where it stands, and one click mends it', async ({ shop: page }) => {
  await nodeOf(page, 'big').click();
  const panel = await problems(page);
  const problem = panel.getByRole('button', { name: /amout_eur/ }).first();
  await problem.click();
  const editor = settings(page).getByRole('textbox', { name: 'Condition' });
  await expect(editor).toBeFocused();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('amout_eur');
  await panel.getByRole('button', { name: 'Use “amount_eur”' }).click();
  await expect(editor).toHaveText('id > 0 and amount_eur > 5');
  await expect(panel.getByRole('region', { name: 'Problems of big' })).toBeHidden();
});

test('a renamed column is followed into every setting below', async ({ shop: page }) => {
  await nodeOf(page, 'sums').click();
  await settings(page).getByRole('button', { name: 'Choose columns: Group by' }).click();
  await page.getByRole('checkbox', { name: /amount_eur/ }).click();
  await page.keyboard.press('Escape');
  await nodeOf(page, 'picked').click();
  await settings(page).getByRole('textbox', { name: 'New name' }).fill('price');
  const panel = await problems(page);
  const use = panel.getByRole('button', { name: 'Use “price”' }).first();
  await expect(use).toBeVisible();
  await nodeOf(page, 'more').click();
  await settings(page).getByRole('button', { name: /^Fix/ }).click();
  await expect(settings(page).getByRole('textbox', { name: 'Expression' })).toHaveText('price * 2');
  await nodeOf(page, 'sums').click();
  await expect(settings(page).getByText('price', { exact: true })).toBeVisible();
  await expect(panel.getByText('amount_eur')).toHaveCount(0);
});

test('a formula completes columns and functions by keyboard, and Tab leaves it', async ({ shop: page }) => {
  await nodeOf(page, 'more').click();
  const form = settings(page);
  const editor = form.getByRole('textbox', { name: 'Expression' });
  await editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('upp');
  await expect(page.getByRole('option', { name: /^upper/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type('stat');
  await expect(page.getByRole('option', { name: /^status/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(editor).toHaveText('upper(status)');
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
  await form.getByRole('tab', { name: 'Columns' }).click();
  await expect(form.getByText('gross')).toBeVisible();
});

test('completions that come late do not lie over the field one has gone on to', async ({ shop: page }) => {
  await nodeOf(page, 'more').click();
  await settings(page).getByRole('textbox', { name: 'Expression' }).click();
  await page.keyboard.insertText(' + upp');
  await page.keyboard.press('Tab');
  // Longer than the editor waits before it offers something.
  await page.waitForTimeout(600);
  await expect(page.getByRole('option', { name: /^upper/ })).toHaveCount(0);
});

test('keys of a join are matched by name, then chosen by keyboard', async ({ shop: page }) => {
  await nodeOf(page, 'joined').click();
  const form = settings(page);
  await form.getByRole('button', { name: 'Match by name' }).click();
  const left = form.getByRole('combobox', { name: 'Left key 1' });
  await expect(left).toHaveValue('customer');
  await form.getByRole('button', { name: 'Add key' }).click();
  const second = form.getByRole('combobox', { name: 'Left key 2' });
  await second.focus();
  await page.keyboard.type('i');
  await expect(page.getByRole('option', { name: /^id/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(second).toHaveValue('id');
  await form.getByRole('button', { name: 'Remove key 2' }).click();
  await expect(second).toBeHidden();
});

test('aggregates are added, filled, doubled, moved and removed', async ({ shop: page }) => {
  await nodeOf(page, 'sums').click();
  const form = settings(page);
  await form.getByRole('button', { name: 'Add to Figures' }).click();
  await form.getByLabel('Function').selectOption('sum');
  await form.getByRole('combobox', { name: 'Column', exact: true }).fill('gross');
  await page.keyboard.press('Escape');
  await form.getByLabel('Name', { exact: true }).fill('total');
  await form.getByRole('button', { name: 'Duplicate Figures 1' }).click();
  await form.getByLabel('Name', { exact: true }).nth(1).fill('second');
  await form.getByRole('button', { name: /^Move Figures 2/ }).focus();
  await page.keyboard.press('ArrowUp');
  await expect(form.getByRole('button', { name: 'sum · gross → second' })).toBeVisible();
  await expect(form.getByLabel('Name', { exact: true }).first()).toHaveValue('second');
  await form.getByRole('button', { name: 'Remove Figures 1' }).click();
  await expect(form.getByLabel('Name', { exact: true })).toHaveCount(1);
  await form.getByRole('tab', { name: 'Columns' }).click();
  await expect(form.getByText('total', { exact: true }).first()).toBeVisible();
});

test('F8 goes from problem to problem', async ({ shop: page }) => {
  await problems(page);
  await expect(page.getByRole('tab', { name: /Problems\d/ })).toBeVisible();
  const titles = new Set<string>();
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('F8');
    titles.add(await settings(page).getByLabel('Id', { exact: true }).inputValue());
  }
  expect(titles.size).toBeGreaterThan(1);
});

test('a node is renamed and disabled, and several show what they share', async ({ shop: page }) => {
  await nodeOf(page, 'big').click();
  const form = settings(page);
  await form.getByLabel('Title').fill('Large ones');
  await form.getByLabel('Id', { exact: true }).fill('large');
  await page.keyboard.press('Enter');
  await expect(nodeOf(page, 'large')).toContainText('Large ones');
  await form.getByRole('button', { name: 'Disable' }).click();
  await expect(form.getByText('Disabled: its input is handed on unchanged.')).toBeVisible();
  await form.getByRole('button', { name: 'Add a comment' }).click();
  await form.getByLabel('Comment', { exact: true }).last().fill('Small ones are noise');
});
