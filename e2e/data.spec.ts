import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { writeDatabase } from '../engine/connectors/sqlite/fake-database.ts';
import { expect, nodeOf, openExample, test } from './app.ts';
import { dropOn, pasteText } from './drop.ts';

const canvas = '.react-flow';
const cells = (page: Page, column: string) =>
  page.getByRole('gridcell').and(page.locator(`[aria-colindex="${column}"]`));

const show = (page: Page, what: string): Promise<void> =>
  page.getByRole('radiogroup', { name: 'Show as' }).getByText(what, { exact: true }).click();

const newPipeline = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^New/ }).first().click();
  await expect(page.locator(canvas)).toBeVisible();
};

test.describe('rows of a node', () => {
  test.beforeEach(async ({ page }) => {
    await openExample(page, /Clean/);
    await nodeOf(page, 'Products').click();
    await expect(page.getByRole('grid', { name: /Rows of/ })).toBeVisible();
    await expect(page.getByText('14 rows')).toBeVisible();
  });

  test('are sorted, filtered and searched in the engine', async ({ page }) => {
    const header = page.getByRole('columnheader', { name: /list_price/ });
    await header.getByRole('button').first().click();
    await expect(header).toHaveAttribute('aria-sort', 'ascending');
    await expect(cells(page, '5').first()).toHaveText('6.40');
    await header.getByRole('button').first().click();
    await expect(cells(page, '5').first()).toHaveText('129.00');

    await header.getByRole('button', { name: /Menu/ }).click();
    await page.getByLabel('How to compare').selectOption('at-least');
    await page.getByRole('textbox', { name: 'Value' }).fill('50');
    await page.getByRole('dialog').getByRole('button', { name: 'Filter', exact: true }).click();
    await expect(page.getByText('2 rows found')).toBeVisible();
    await page.getByRole('button', { name: 'Remove the filter of list_price' }).click();
    await expect(page.getByText('14 rows', { exact: true })).toBeVisible();

    await page.getByRole('searchbox', { name: 'Search in all columns' }).fill('coffee');
    await expect(page.getByText(/^\d+ rows found$/)).toBeVisible();
    await expect(cells(page, '4').first()).toHaveText('Coffee');
  });

  test('columns are hidden, pinned and moved, and cells are copied for spreadsheets and as CSV', async ({
    page,
  }) => {
    await page.getByRole('button', { name: '4 columns' }).click();
    await page.getByRole('checkbox', { name: /category/ }).uncheck();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('columnheader', { name: /category/ })).toHaveCount(0);
    await page
      .getByRole('columnheader', { name: /list_price/ })
      .getByRole('button', { name: /Menu/ })
      .click();
    await page.getByRole('button', { name: 'Pin to the left' }).click();
    await expect(page.getByRole('columnheader').nth(3)).toContainText('list_price');

    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Control+c');
    await expect(page.getByText(/Copied 2 rows/)).toBeVisible();
    const copied = (type: string): Promise<string> =>
      page.evaluate(async kind => {
        const [item] = await navigator.clipboard.read();
        return (await item?.getType(kind))?.text() ?? '';
      }, type);
    expect(await copied('text/plain')).toBe('list_price\tsku\n59.00\tKET-02\n42.50\tTOA-01');
    expect(await copied('text/html')).toContain('<th>sku</th>');
    await page.keyboard.press('Control+Shift+c');
    await expect.poll(() => copied('text/plain')).toBe('list_price,sku\n59.00,KET-02\n42.50,TOA-01');
  });

  test('the header is reached by keyboard: Enter sorts, and the active cell has a name', async ({ page }) => {
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('columnheader', { name: /sku/ })).toHaveAttribute('aria-sort', 'ascending');
    const active = await grid.getAttribute('aria-activedescendant');
    expect(await page.evaluate(id => document.getElementById(id ?? '')?.getAttribute('role'), active)).toBe(
      'columnheader',
    );
  });

  test('have a profile and charts that can be saved', async ({ page }) => {
    await page.getByText('Profile', { exact: true }).click();
    const line = page.getByRole('row', { name: /list_price/ });
    await expect(line).toContainText('27.95');
    await expect(line).toContainText('129.00');
    await show(page, 'Chart');
    await expect(page.getByRole('img', { name: /All 14 rows/ })).toBeVisible();
    for (const kind of ['histogram', 'scatter', 'box', 'heat', 'line', 'bar']) {
      await page.getByRole('combobox', { name: 'Chart', exact: true }).selectOption(kind);
      if (kind === 'scatter') {
        await page.getByRole('combobox', { name: 'Across', exact: true }).selectOption('list_price');
        await page.getByRole('combobox', { name: 'Up', exact: true }).selectOption('category');
      }
      if (kind === 'box') {
        await expect(page.getByRole('alert')).toHaveText(/cannot be summed up/);
        await page.getByRole('combobox', { name: 'Value', exact: true }).selectOption('list_price');
      }
      await expect(page.getByRole('alert')).toHaveCount(0);
      await expect(page.locator('canvas').first()).toBeVisible();
    }
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save SVG' }).click();
    expect(await readFile((await (await saved).path()) ?? '', 'utf8')).toContain('<svg');
    const picture = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save PNG' }).click();
    expect((await readFile((await (await picture).path()) ?? '')).subarray(1, 4).toString()).toBe('PNG');
  });

  test('have charts that become nodes, whose settings are those of the panel', async ({ page }) => {
    await show(page, 'Chart');
    const panel = page.getByRole('tabpanel', { name: 'Data' });
    const kind = panel.getByRole('combobox', { name: 'Chart', exact: true });
    await kind.selectOption('box');
    await panel.getByRole('combobox', { name: 'Category', exact: true }).selectOption('category');
    await panel.getByRole('combobox', { name: 'Value', exact: true }).selectOption('list_price');
    await page.getByRole('button', { name: 'Save as chart node' }).click();
    const node = page.getByRole('group', { name: /^chart/ });
    await expect(node).toBeVisible();
    await expect(page.getByRole('img', { name: 'Chart of chart: All 14 rows' })).toBeVisible();
    await expect(page.getByRole('radiogroup', { name: 'Show as' })).toHaveCount(0);
    await expect(page.getByText('No problems', { exact: true })).toBeVisible();
    await kind.selectOption('bar');
    await panel.getByRole('combobox', { name: 'Show', exact: true }).selectOption('mean');
    await page.getByRole('textbox', { name: 'Title of the picture' }).fill('Prices');
    await expect(page.getByRole('img', { name: 'Chart of Prices: All 14 rows' })).toBeVisible();
    // The table beside it has its own view, and coming back shows the chart again.
    await nodeOf(page, 'Products').first().click();
    await show(page, 'Table');
    await expect(page.getByRole('grid', { name: /Rows of/ })).toBeVisible();
    await node.click();
    await expect(page.getByRole('img', { name: 'Chart of Prices: All 14 rows' })).toBeVisible();
    for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
    await expect(node).toHaveCount(0);
  });

  test('have a menu at each column that leads to where its values come from', async ({ page }) => {
    await nodeOf(page, 'Revenue by country and category').click();
    await page
      .getByRole('columnheader', { name: /revenue/ })
      .getByRole('button', { name: /Menu/ })
      .click();
    await page.getByRole('button', { name: 'Show lineage' }).click();
    const lineage = page.getByRole('complementary', { name: 'Column lineage' });
    await expect(lineage.getByRole('combobox')).toHaveValue('revenue');
    await expect(lineage.getByRole('button', { name: /^unit_price/ }).first()).toBeVisible();
  });

  test('are seen beside those of the node before', async ({ page }) => {
    await nodeOf(page, 'Dated orders').click();
    await page.getByText('Changes', { exact: true }).click();
    await expect(page.getByText(/[\d,]+ → [\d,]+ rows/)).toBeVisible();
    await expect(page.getByRole('grid')).toHaveCount(2);
  });
});

test.describe('dropped files', () => {
  test('a CSV file becomes a source with types, copied beside the pipeline, never over another file', async ({
    page,
    work,
  }) => {
    await writeFile(join(work, 'orders.csv'), 'mine');
    await newPipeline(page);
    await dropOn(page, canvas, [
      { name: 'orders.csv', bytes: 'id,amount,day\n1,9.5,2024-02-29\n2,,2024-03-01\n' },
    ]);
    await expect(nodeOf(page, 'orders')).toBeVisible();
    await expect(page.getByText('2 rows', { exact: true })).toBeVisible();
    await expect(page.getByRole('columnheader', { name: /day/ })).toContainText('date');
    expect(await readFile(join(work, 'orders.csv'), 'utf8')).toBe('mine');
    expect(await readFile(join(work, 'orders 2.csv'), 'utf8')).toContain('9.5');
  });

  test('a database of several tables asks which are wanted, and each becomes a source', async ({
    page,
    work,
  }) => {
    const bytes = await writeDatabase(
      join(work, 'made.sqlite'),
      'CREATE TABLE customers(id INT); CREATE TABLE orders(id INT, total REAL); CREATE TABLE items(id INT);' +
        'INSERT INTO orders VALUES (1, 9.5), (2, 3)',
    );
    await newPipeline(page);
    await dropOn(page, canvas, [{ name: 'shop.sqlite', bytes }]);
    const asked = page.getByRole('dialog', { name: 'Which tables of shop.sqlite?' });
    await expect(asked.getByRole('checkbox')).toHaveCount(3);
    await asked.getByRole('checkbox', { name: 'customers' }).uncheck();
    await asked.getByRole('checkbox', { name: 'orders' }).check();
    await asked.getByRole('checkbox', { name: 'items' }).check();
    await asked.getByRole('button', { name: 'Add 2 sources' }).click();
    await expect(page.locator('.react-flow__node')).toHaveCount(2);
    await nodeOf(page, 'orders').click();
    await expect(page.getByText('2 rows', { exact: true })).toBeVisible();
    await expect(page.getByText('1 warning', { exact: true })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(page.locator('.react-flow__node')).toHaveCount(1);
  });

  test('what cannot be read is refused in words', async ({ page }) => {
    await newPipeline(page);
    await dropOn(page, canvas, [{ name: 'run.exe', bytes: 'MZ' }]);
    await expect(page.getByText(/“run.exe” is no file that can be read/)).toBeVisible();
  });

  test('a table of a spreadsheet becomes a node', async ({ page }) => {
    await newPipeline(page);
    await page.locator(canvas).click({ position: { x: 300, y: 200 } });
    await pasteText(page, 'name\tprice\nPen\t2.5\nInk\t9\n');
    await expect(nodeOf(page, 'table')).toBeVisible();
    await expect(page.getByText('2 rows', { exact: true })).toBeVisible();
    await expect(cells(page, '3').nth(1)).toHaveText('9');
  });

  test('a table of a web page becomes a node with its header', async ({ page }) => {
    await newPipeline(page);
    await page.locator(canvas).click({ position: { x: 300, y: 200 } });
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'City\nOslo\n\nPrice\n1.5');
      data.setData(
        'text/html',
        '<p>Prices</p><table><tr><th>City<th>Price<tr><td>Oslo<img src=x onerror=hacked()><td>1.5</table>',
      );
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await expect(nodeOf(page, 'table')).toBeVisible();
    await expect(page.getByText('1 row', { exact: true })).toBeVisible();
    await expect(page.getByRole('columnheader', { name: /Price/ })).toContainText('double');
  });

  test('hostile cells are text and nothing else', async ({ page }) => {
    const hostile = [
      '<img src=x onerror="window.hacked=1">',
      '<svg onload="window.hacked=1"></svg>',
      'invoice\u202egpj.exe',
      '\u001b[31mred',
      `a${'\u0301'.repeat(10_000)}`,
      'x'.repeat(400_000),
    ];
    const csv = `text\n${hostile.map(t => `"${t.replaceAll('"', '""')}"`).join('\n')}\n`;
    await newPipeline(page);
    await dropOn(page, canvas, [{ name: 'hostile.csv', bytes: csv }]);
    await expect(page.getByText('6 rows', { exact: true })).toBeVisible();
    const shown = cells(page, '2');
    await expect(shown.nth(0)).toHaveText(hostile[0] ?? '');
    await expect(shown.nth(1)).toHaveText(hostile[1] ?? '');
    await expect(shown.nth(2)).toHaveText('invoiceRLOgpj.exe');
    await expect(shown.nth(3)).toContainText('␛');
    await expect(shown.nth(4)).toContainText('+');
    expect(((await shown.nth(5).textContent()) ?? '').length).toBeLessThan(1100);
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
    expect(await page.locator('[role=gridcell] img, [role=gridcell] svg').count()).toBe(0);
    await shown.nth(5).dblclick();
    await expect(page.getByRole('dialog')).toContainText('400,000 characters');
  });
});

test('a million rows scroll, and the last is the last', async ({ page, designer, work }) => {
  await mkdir(designer.home, { recursive: true });
  await writeFile(join(designer.home, 'trust.json'), JSON.stringify({ files: {}, folders: [work] }));
  const pipeline = JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    name: 'Million',
    nodes: [{ id: 'numbers', kind: 'sequence', params: { name: 'n', count: 1_000_000 } }],
    edges: [],
    layout: { numbers: [0, 0] },
  });
  await writeFile(join(work, 'million.millrace'), pipeline);
  await newPipeline(page);
  await dropOn(page, canvas, [{ name: 'million.millrace', bytes: pipeline }]);
  await nodeOf(page, 'numbers').click();
  await expect(page.getByText('First 1,000 rows')).toBeVisible();
  await page.getByRole('button', { name: 'All rows' }).click();
  await expect(page.getByText('1,000,000 rows')).toBeVisible();
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('Control+End');
  await expect(cells(page, '2').last()).toHaveText('1000000');
  await grid.evaluate(element => {
    element.scrollTop = element.scrollHeight / 2;
  });
  await expect(cells(page, '2').first()).toHaveText(/^[45]\d{5}$/);
  await grid.hover();
  const before = Number(await cells(page, '2').first().textContent());
  await page.mouse.wheel(0, 260);
  await expect
    .poll(async () => Number(await cells(page, '2').first().textContent()))
    .toBeGreaterThanOrEqual(before + 8);
  expect(Number(await cells(page, '2').first().textContent())).toBeLessThan(before + 12);
});
