/** By keyboard alone. */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app.ts';
import {
  canvas,
  description,
  expectProof,
  figures,
  formulas,
  prepared,
  settings,
  titled,
  types,
} from './from-nothing.ts';

prepared();

const mod = process.platform === 'darwin' ? 'Meta' : 'Control';
const keys = async (page: Page, ...all: readonly string[]): Promise<void> => {
  for (const key of all) await page.keyboard.press(key);
};

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate(element => element === document.activeElement);

/** Presses Tab until the focus is there: what cannot be reached this way fails. */
const reach = async (page: Page, target: Locator, key = 'Tab'): Promise<void> => {
  for (let pressed = 0; pressed < 40; pressed++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`40 presses of ${key} did not reach ${target}`);
};

/** Writes over what a field holds. */
const write = async (page: Page, field: Locator, text: string): Promise<void> => {
  await reach(page, field);
  await keys(page, `${mod}+a`);
  await page.keyboard.type(text);
};

/** Adds a kind after the selected node, or free where none is, gives it its title, and goes on to its settings. */
const add = async (page: Page, kind: string, title: string): Promise<void> => {
  await keys(page, '/');
  await expect(page.getByRole('dialog', { name: 'Add a node' })).toBeVisible();
  await page.keyboard.type(kind);
  await expect(page.getByRole('option').first()).toContainText(kind);
  await keys(page, 'Enter', 'F2');
  await expect(page.getByRole('dialog', { name: 'Rename node' }).getByLabel('Title')).toBeFocused();
  await page.keyboard.type(title);
  await keys(page, 'Enter');
  await expect(titled(page, title)).toBeFocused();
  await keys(page, 's');
};

const go = async (page: Page, title: string): Promise<void> => {
  await keys(page, `${mod}+f`);
  await page.keyboard.type(title);
  await keys(page, 'Enter');
  await expect(titled(page, title)).toBeFocused();
};

/** Back to the node; what is open over a field, or about to be, takes the first Escape. */
const back = async (page: Page, title: string): Promise<void> => {
  await keys(page, 'Escape');
  const there = await expect(titled(page, title))
    .toBeFocused({ timeout: 600 })
    .then(
      () => true,
      () => false,
    );
  if (!there) await keys(page, 'Escape');
  await expect(titled(page, title)).toBeFocused();
};

const choose = async (page: Page, label: string, columns: readonly string[]): Promise<void> => {
  await reach(page, settings(page).getByRole('button', { name: `Choose columns: ${label}` }));
  await keys(page, 'Enter');
  for (const column of columns) {
    await page.keyboard.type(column);
    await keys(page, 'Enter');
  }
  await keys(page, 'Escape');
  await expect(settings(page).getByRole('button', { name: `Change columns: ${label}` })).toBeFocused();
};

/** From the selected node to a port of another. */
const connect = async (page: Page, to: string): Promise<void> => {
  await keys(page, 'c');
  await page.keyboard.type(to);
  await expect(page.getByRole('option').first()).toContainText(to);
  await keys(page, 'Enter');
};

/** The column is typed, and taken from the list that opens. */
const column = async (page: Page, name: string): Promise<void> => {
  await page.keyboard.type(name);
  await expect(page.getByRole('option', { name: new RegExp(`^${name}`) })).toBeVisible();
  await keys(page, 'Enter');
};

test('by keyboard alone: the demo pipeline is built, saved and run, and the command line makes the same of it', async ({
  page,
  saveAs,
  work,
}) => {
  const form = settings(page);
  const field = (name: string | RegExp) =>
    form.getByRole('textbox', { name, exact: typeof name === 'string' });
  await reach(page, page.getByRole('button', { name: 'New pipeline' }));
  await keys(page, 'Enter');
  await expect(canvas(page)).toBeVisible();

  await keys(page, 'Shift+F6');
  await write(page, field('Name'), 'Clean orders');
  await write(page, field('Description'), description);
  await keys(page, `${mod}+k`);
  await page.keyboard.type('Parameters');
  await keys(page, 'Enter');
  const parameters = page.getByRole('dialog', { name: 'Parameters' });
  await reach(page, parameters.getByRole('button', { name: 'Add a parameter' }));
  await keys(page, 'Enter');
  await write(page, parameters.getByLabel('Name'), 'orders');
  await reach(page, parameters.getByLabel('Type'));
  await page.keyboard.type('path');
  await write(page, parameters.getByLabel('Default'), 'data/orders.csv');
  await reach(page, parameters.getByRole('button', { name: 'Apply' }));
  await keys(page, 'Enter');
  await expect(parameters).toHaveCount(0);

  await keys(page, 'Escape');
  await expect(canvas(page)).toBeFocused();
  await add(page, 'Read CSV', 'Orders, as exported');
  await page.keyboard.type('${orders}');
  for (const [name, type] of types) {
    await reach(page, field('New name in Types'));
    await page.keyboard.type(name);
    await keys(page, 'Enter');
    await expect(form.getByRole('combobox', { name })).toBeFocused();
    await page.keyboard.type(type);
  }
  await back(page, 'Orders, as exported');

  await add(page, 'Drop duplicates', 'Rows that came twice');
  await back(page, 'Rows that came twice');
  await add(page, 'Drop nulls', 'Orders with customer and quantity');
  await choose(page, 'Columns', ['customer_id', 'quantity']);
  await back(page, 'Orders with customer and quantity');
  await add(page, 'Derive', 'One spelling, one date format');
  for (const [i, [name, formula]] of formulas.entries()) {
    await reach(page, form.getByRole('button', { name: /^Add to/ }));
    await keys(page, 'Enter');
    await expect(field(/^Name/).nth(i)).toBeFocused();
    await page.keyboard.type(name);
    await reach(page, field('Expression').nth(i));
    await page.keyboard.type(formula);
  }
  await back(page, 'One spelling, one date format');
  await add(page, 'Filter', 'Dated orders of something');
  await page.keyboard.type('ordered_on is not null and quantity > 0');
  await back(page, 'Dated orders of something');

  // The first join follows what is selected; what it joins stands free, and is connected from a list of ports.
  await add(page, 'Join', 'Who ordered');
  await back(page, 'Who ordered');
  await keys(page, 'Escape');
  await add(page, 'Read NDJSON', 'Customers');
  await page.keyboard.type('data/customers.ndjson');
  await back(page, 'Customers');
  await connect(page, 'Who ordered: Right');
  await go(page, 'Who ordered');
  await keys(page, 's');
  await reach(page, form.getByRole('button', { name: 'Add key' }));
  await keys(page, 'Enter');
  await column(page, 'customer_id');
  await reach(page, form.getByRole('combobox', { name: 'Right key 1' }));
  await column(page, 'customer_id');
  await choose(page, 'Columns of the right', ['name', 'segment']);
  await back(page, 'Who ordered');

  await add(page, 'Join', 'What was ordered');
  await back(page, 'What was ordered');
  await keys(page, 'Escape');
  await add(page, 'Read Parquet', 'Products');
  await page.keyboard.type('data/products.parquet');
  await back(page, 'Products');
  await connect(page, 'What was ordered: Right');
  await go(page, 'What was ordered');
  await keys(page, 's');
  await reach(page, form.getByRole('combobox', { name: 'Rows to keep' }));
  await page.keyboard.type('Left');
  await reach(page, form.getByRole('button', { name: 'Add key' }));
  await keys(page, 'Enter');
  await column(page, 'sku');
  await reach(page, form.getByRole('combobox', { name: 'Right key 1' }));
  await column(page, 'sku');
  await choose(page, 'Columns of the right', ['category']);
  await back(page, 'What was ordered');

  await add(page, 'Write Parquet', 'Clean orders');
  await page.keyboard.type('output/orders.parquet');
  await back(page, 'Clean orders');
  await go(page, 'What was ordered');
  await add(page, 'Aggregate', 'Revenue by country and category');
  await choose(page, 'Group by', ['country', 'category']);
  for (const [i, figure] of figures.entries()) {
    await reach(page, form.getByRole('button', { name: 'Add to Figures' }));
    await keys(page, 'Enter');
    await expect(form.getByLabel('Function').nth(i)).toBeFocused();
    // Typing goes on from what is chosen; the first function is there already.
    if ((await form.getByLabel('Function').nth(i).inputValue()) !== figure.function)
      await page.keyboard.type(figure.function);
    await expect(form.getByLabel('Function').nth(i)).toHaveValue(figure.function);
    if ('column' in figure) {
      await reach(page, form.getByRole('combobox', { name: 'Column', exact: true }).nth(i));
      await column(page, figure.column);
    }
    await reach(page, form.getByLabel('Name', { exact: true }).nth(i));
    await page.keyboard.type(figure.name);
    if ('distinct' in figure) {
      await reach(page, form.locator('summary', { hasText: 'More settings' }).nth(i));
      await keys(page, 'Enter');
      await reach(page, form.getByRole('checkbox', { name: 'Each value once' }));
      await keys(page, 'Space');
    }
  }
  await back(page, 'Revenue by country and category');
  await add(page, 'Sort', 'Largest revenue first');
  for (const [i, name] of ['revenue', 'country', 'category'].entries()) {
    await reach(page, form.getByRole('button', { name: 'Add to Order by' }));
    await keys(page, 'Enter');
    await expect(form.getByRole('combobox', { name: 'Column' }).nth(i)).toBeFocused();
    await column(page, name);
  }
  await reach(page, form.getByRole('checkbox', { name: /Descending/ }).first(), 'Shift+Tab');
  await keys(page, 'Space');
  await back(page, 'Largest revenue first');
  await add(page, 'Write CSV', 'Report');
  await page.keyboard.type('output/revenue-by-country.csv');

  await saveAs('shop orders', () => keys(page, `${mod}+s`));
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await keys(page, `${mod}+Enter`);
  await expectProof(page, work);
});
