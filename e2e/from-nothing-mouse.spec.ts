/** By mouse: the keyboard only writes text into fields. */
import type { Page } from '@playwright/test';
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
  wires,
} from './from-nothing.ts';

prepared();

type Place = readonly [number, number];

/** Waits until nothing on the canvas moves any more. */
const settled = async (page: Page): Promise<void> => {
  const places = () =>
    page
      .locator('.react-flow__viewport, .react-flow__node')
      .evaluateAll(all => all.map(element => (element as HTMLElement).style.transform).join());
  let before = '';
  await expect
    .poll(async () => {
      const last = before;
      before = await places();
      return before === last;
    })
    .toBe(true);
};

const middleOf = async (page: Page, name: string, port: RegExp): Promise<Place> => {
  await settled(page);
  const box = await titled(page, name).getByRole('button', { name: port }).first().boundingBox();
  if (box === null) throw new Error(`${name} has no port ${port} on the screen`);
  return [box.x + box.width / 2, box.y + box.height / 2];
};

const dragTo = async (page: Page, from: Place, to: Place): Promise<void> => {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 4 });
  await page.mouse.move(...to, { steps: 4 });
  await page.mouse.up();
};

const name = (page: Page, title: string) => settings(page).getByLabel('Title').fill(title);

/** A node dragged out of the list, with its middle at a place of the canvas, and its title. */
const place = async (page: Page, kind: string, title: string, at: Place): Promise<void> => {
  const list = page.getByRole('navigation', { name: 'Nodes' });
  await list
    .getByRole('button', { name: kind, exact: true })
    .dragTo(canvas(page), { targetPosition: { x: at[0], y: at[1] } });
  await name(page, title);
};

/** A wire is dropped on nothing, and what it leads to picked from the list. */
const extend = async (page: Page, from: string, kind: string, title: string, by: Place): Promise<void> => {
  const [x, y] = await middleOf(page, from, /^Output/);
  await dragTo(page, [x, y], [x + by[0], y + by[1]]);
  const list = page.getByRole('dialog', { name: 'Add a node' });
  await list.getByRole('combobox').fill(kind);
  await list.getByRole('option', { name: kind }).first().click();
  await name(page, title);
};

const connect = async (page: Page, from: string, to: string, input: RegExp): Promise<void> => {
  const count = await wires(page).count();
  await dragTo(page, await middleOf(page, from, /^Output/), await middleOf(page, to, input));
  await expect(wires(page)).toHaveCount(count + 1);
};

const choose = async (page: Page, label: string, columns: readonly string[]): Promise<void> => {
  await settings(page)
    .getByRole('button', { name: `Choose columns: ${label}` })
    .click();
  for (const column of columns) await page.getByRole('checkbox', { name: new RegExp(`^${column}`) }).click();
  await settings(page).getByRole('tab', { name: 'Settings' }).click();
};

const write = async (page: Page, label: string, text: string, nth = 0): Promise<void> => {
  await settings(page).getByRole('textbox', { name: label, exact: true }).nth(nth).click();
  await page.keyboard.insertText(text);
  // Away from what the editor offers.
  await settings(page).getByRole('tab', { name: 'Settings' }).click();
};

const key = async (page: Page, column: string): Promise<void> => {
  const form = settings(page);
  await form.getByRole('button', { name: 'Add key' }).click();
  for (const side of ['Left key 1', 'Right key 1']) {
    await form.getByRole('combobox', { name: side }).click();
    await page.getByRole('option', { name: new RegExp(`^${column}`) }).click();
  }
};

test('by mouse: the demo pipeline is built, saved and run, and the command line makes the same of it', async ({
  page,
  saveAs,
  work,
}) => {
  await page.getByRole('button', { name: 'New pipeline' }).click();
  const form = settings(page);
  await form.getByLabel('Name', { exact: true }).fill('Clean orders');
  await form.getByLabel('Description').fill(description);

  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Parameters…' }).click();
  const parameters = page.getByRole('dialog', { name: 'Parameters' });
  await parameters.getByRole('button', { name: 'Add a parameter' }).click();
  await parameters.getByLabel('Name').fill('orders');
  await parameters.getByLabel('Type').selectOption('path');
  await parameters.getByLabel('Default').fill('data/orders.csv');
  await parameters.getByRole('button', { name: 'Apply' }).click();

  const view = page.getByRole('toolbar', { name: 'View' });
  for (let i = 0; i < 3; i++) await view.getByRole('button', { name: 'Zoom out' }).click();

  await place(page, 'Read CSV', 'Orders, as exported', [80, 100]);
  await form.getByRole('textbox', { name: 'File, folder or pattern' }).fill('${orders}');
  for (const [column, type] of types) {
    await form.getByRole('textbox', { name: 'New name in Types' }).fill(column);
    await form.getByRole('button', { name: 'Add', exact: true }).last().click();
    await form.getByRole('combobox', { name: column }).fill(type);
  }

  await extend(page, 'Orders, as exported', 'Drop duplicates', 'Rows that came twice', [40, 0]);
  await extend(page, 'Rows that came twice', 'Drop nulls', 'Orders with customer and quantity', [40, 0]);
  await choose(page, 'Columns', ['customer_id', 'quantity']);
  await extend(page, 'Orders with customer and quantity', 'Derive', 'One spelling, one date format', [40, 0]);
  for (const [i, [column, formula]] of formulas.entries()) {
    await form.getByRole('button', { name: /^Add to/ }).click();
    await form.getByRole('textbox', { name: /^Name/ }).nth(i).fill(column);
    await write(page, 'Expression', formula, i);
  }
  await extend(page, 'One spelling, one date format', 'Filter', 'Dated orders of something', [40, 0]);
  await write(page, 'Condition', 'ordered_on is not null and quantity > 0');

  await place(page, 'Read NDJSON', 'Customers', [420, 230]);
  await form.getByRole('textbox', { name: 'File, folder or pattern' }).fill('data/customers.ndjson');
  await place(page, 'Read Parquet', 'Products', [620, 320]);
  await form.getByRole('textbox', { name: 'File, folder or pattern' }).fill('data/products.parquet');

  await place(page, 'Join', 'Who ordered', [620, 230]);
  await connect(page, 'Dated orders of something', 'Who ordered', /Left/);
  await connect(page, 'Customers', 'Who ordered', /Right/);
  await titled(page, 'Who ordered').click();
  await key(page, 'customer_id');
  await choose(page, 'Columns of the right', ['name', 'segment']);

  await extend(page, 'Who ordered', 'Join', 'What was ordered', [40, 0]);
  await connect(page, 'Products', 'What was ordered', /Right/);
  await titled(page, 'What was ordered').click();
  await form.getByRole('combobox', { name: 'Rows to keep' }).selectOption('Left');
  await key(page, 'sku');
  await choose(page, 'Columns of the right', ['category']);

  // Tidied up, and pushed to the left to have room on the right.
  await view.getByRole('button', { name: 'Arrange all' }).click();
  await expect(page.getByRole('button', { name: /^Undo: Arrange/ })).toBeVisible();
  await settled(page);
  await dragTo(page, [800, 70], [340, 70]);
  await extend(page, 'What was ordered', 'Write Parquet', 'Clean orders', [40, -60]);
  await form.getByRole('textbox', { name: 'File, or folder' }).fill('output/orders.parquet');
  await extend(page, 'What was ordered', 'Aggregate', 'Revenue by country and category', [40, 30]);
  await choose(page, 'Group by', ['country', 'category']);
  for (const [i, figure] of figures.entries()) {
    await form.getByRole('button', { name: 'Add to Figures' }).click();
    await form.getByLabel('Function').nth(i).selectOption(figure.function);
    if ('column' in figure) {
      await form.getByRole('combobox', { name: 'Column', exact: true }).nth(i).click();
      await page.getByRole('option', { name: new RegExp(`^${figure.column}`) }).click();
    }
    await form.getByLabel('Name', { exact: true }).nth(i).fill(figure.name);
    if ('distinct' in figure) {
      await form.getByText('More settings').nth(i).click();
      await form.getByRole('checkbox', { name: 'Each value once' }).check();
    }
  }
  await extend(page, 'Revenue by country and category', 'Sort', 'Largest revenue first', [40, 0]);
  for (const [i, column] of ['revenue', 'country', 'category'].entries()) {
    await form.getByRole('button', { name: 'Add to Order by' }).click();
    await form.getByRole('combobox', { name: 'Column' }).nth(i).click();
    await page.getByRole('option', { name: new RegExp(`^${column}`) }).click();
  }
  await form
    .getByRole('checkbox', { name: /Descending/ })
    .first()
    .check();
  await extend(page, 'Largest revenue first', 'Write CSV', 'Report', [40, 0]);
  await form.getByRole('textbox', { name: 'File, or folder' }).fill('output/revenue-by-country.csv');

  await saveAs('shop orders', async () => {
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await page.getByRole('menuitem', { name: /^Save(?! as)/ }).click();
  });
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expectProof(page, work);
});
