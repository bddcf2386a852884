/**
 * The proof of the designer: the README's demo pipeline is drawn from nothing, saved and run, and what the command line
 * makes of the saved file is the same. Once by mouse (the keyboard only writes text into fields), once without a mouse.
 */
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './app.ts';
import { demoFile, expectSameOutputs, graphOf, putSources, runByCommand } from './demo.ts';

const description =
  "Orders as a shop's systems give them, cleaned, joined with customers and products, and summed up by country and category.";

const types = [
  ['ordered_on', 'VARCHAR'],
  ['customer_id', 'BIGINT'],
  ['quantity', 'INTEGER'],
  ['unit_price', 'DECIMAL(10,2)'],
  ['discount', 'DECIMAL(4,2)'],
] as const;

const formulas = [
  ['country', "nullif(upper(trim(country)), '')"],
  [
    'ordered_on',
    "coalesce(try_strptime(ordered_on, '%Y-%m-%d'), try_strptime(ordered_on, '%d.%m.%Y'))::date",
  ],
  ['amount', 'round(quantity * unit_price * (1 - coalesce(discount, 0)), 2)'],
] as const;

const figures = [
  { function: 'count', name: 'orders' },
  { function: 'count', column: 'customer_id', distinct: true, name: 'customers' },
  { function: 'sum', column: 'quantity', name: 'pieces' },
  { function: 'sum', column: 'amount', name: 'revenue' },
  { function: 'max', column: 'ordered_on', name: 'last_order' },
] as const;

const settings = (page: Page) => page.getByRole('complementary', { name: 'Settings' });
const canvas = (page: Page) => page.getByRole('region', { name: 'Canvas' });
const wires = (page: Page) => page.locator('.react-flow__edge');
const titled = (page: Page, title: string) => page.getByRole('group', { name: new RegExp(`^${title} `) });
const saved = 'shop orders.millrace';

const expectProof = async (page: Page, work: string): Promise<void> => {
  await expect(page.getByRole('status').filter({ hasText: 'Run succeeded' })).toBeVisible({
    timeout: 30_000,
  });
  expect(await graphOf(`${work}/${saved}`)).toEqual(await graphOf(demoFile));
  await expectSameOutputs(work, await runByCommand(work, saved));
};

test.beforeEach(async ({ page, work }) => {
  test.setTimeout(480_000);
  // Nothing is on the move when it is to be clicked.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await putSources(work);
});

test.describe('by mouse', () => {
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
    for (const column of columns)
      await page.getByRole('checkbox', { name: new RegExp(`^${column}`) }).click();
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

  test('the demo pipeline is built, saved and run, and the command line makes the same of it', async ({
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
    await extend(
      page,
      'Orders with customer and quantity',
      'Derive',
      'One spelling, one date format',
      [40, 0],
    );
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
});

test.describe('by keyboard alone', () => {
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

  test('the demo pipeline is built, saved and run, and the command line makes the same of it', async ({
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
});
