/** Runs: results, history, parameters, cancel, an engine that is killed, lineage and code. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, nodeOf, openExample, test } from './app.ts';

const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true }).click();
const runsTab = (page: Page) => page.getByRole('tab', { name: 'Runs' }).click();

/** A pipeline of the person's own: made by the designer, so it is trusted, then given its text. */
const openOwn = async (page: Page, work: string, document: object): Promise<void> => {
  await writeFile(
    join(work, 'own.millrace'),
    JSON.stringify({ format: 'millrace/pipeline', version: 1, name: 'Own', ...document }),
  );
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByRole('button', { name: /^own\.millrace/ }).dblclick();
  await page.getByRole('region', { name: 'Trust' }).getByRole('button', { name: 'Trust this file' }).click();
  await expect(page.getByRole('region', { name: 'Trust' })).toHaveCount(0);
};

const long = {
  nodes: [
    { id: 'numbers', kind: 'sequence', params: { name: 'n', start: 1, stop: 300000000 } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
  ],
  edges: [{ from: 'numbers.out', to: 'out.in' }],
  layout: { numbers: [0, 0], out: [300, 0] },
};

test('a run shows rows, time and reasons, its outputs and warnings, and two runs are compared', async ({
  page,
}) => {
  await openExample(page, /Delivery quality/);
  await run(page);
  await runsTab(page);
  await expect(page.getByRole('status').filter({ hasText: 'Run succeeded' })).toBeVisible();
  const results = page.getByRole('table', { name: 'Results of the run' });
  await expect(results.getByRole('row').filter({ hasText: 'With its order' })).toContainText('517');
  await expect(page.getByRole('list', { name: 'Warnings' })).toContainText('sent after the order');
  const outputs = page.getByRole('region', { name: 'Outputs' });
  await outputs.getByRole('button', { name: 'Copy the path of Report' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/delivery-by-country\.csv$/);

  await run(page);
  const history = page.getByRole('region', { name: 'Run history' });
  await expect(history.getByRole('listitem')).toHaveCount(2);
  await expect(results.getByRole('cell', { name: 'Cached' }).first()).toBeVisible();
  for (const box of await history.getByRole('checkbox').all()) await box.check();
  const compared = page.getByRole('dialog', { name: 'Two runs compared' });
  await expect(compared).toContainText('The pipeline was the same.');
  await expect(compared.getByRole('row').filter({ hasText: 'With its order' })).toContainText('517');
});

test('cancel is said within 200 ms and ends the run', async ({ page, work }) => {
  await openOwn(page, work, long);
  await run(page);
  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  await expect(cancel).toBeVisible();
  await page.waitForTimeout(800);
  const said = await page.evaluate(async () => {
    const [button] = [...document.querySelectorAll('button')].filter(b => b.textContent === 'Cancel');
    const begun = performance.now();
    button?.click();
    while (!document.body.textContent?.includes('Cancelling')) await new Promise(requestAnimationFrame);
    return performance.now() - begun;
  });
  expect(said).toBeLessThan(200);
  await expect(page.getByRole('status').filter({ hasText: 'Run cancelled' })).toBeVisible();
});

test('a run that is cancelled before it has begun ends all the same', async ({ page, work }) => {
  await openOwn(page, work, long);
  // Both in one go, so that nothing of the run has come back yet.
  await page.evaluate(async () => {
    const button = (name: string) =>
      [...document.querySelectorAll('button')].find(b => b.textContent === name) ?? document.body;
    button('Run').click();
    while (button('Cancel') === document.body) await Promise.resolve();
    button('Cancel').click();
  });
  await expect(page.getByRole('status').filter({ hasText: 'Run cancelled' })).toBeVisible();
});

/** The engine process of a designer: its child that runs the engine bundle. */
const enginePid = (host: number): number => {
  const pids = execFileSync('ps', ['--ppid', String(host), '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter(line => line.includes('engine.js'))
    .map(line => Number.parseInt(line, 10));
  const [pid] = pids;
  if (pid === undefined) throw new Error('the designer has no engine');
  return pid;
};

test('rows that were seen stay when the engine is killed while nothing runs, and another engine shows the next', async ({
  page,
  designer,
}) => {
  await openExample(page, /Clean orders/);
  await nodeOf(page, 'Products').click();
  const seen = page.getByRole('gridcell').filter({ hasText: 'MUG-04' }).first();
  await expect(seen).toBeVisible();
  process.kill(enginePid(designer.process.pid ?? 0), 'SIGKILL');
  await expect(page.getByText('The engine stopped (signal 9). Another one is being started.')).toBeVisible();
  await expect(page.getByText('Engine ready')).toBeVisible();
  await expect(seen).toBeVisible();
  await nodeOf(page, 'Customers').click();
  await expect(page.getByText('240 rows', { exact: true })).toBeVisible();
});

test('when the engine is killed the run has failed, the document is whole, and the next run works', async ({
  page,
  work,
  designer,
}) => {
  await openOwn(page, work, long);
  await nodeOf(page, 'numbers').click();
  await run(page);
  await expect(page.getByRole('status').filter({ hasText: 'Running' })).toBeVisible();
  await page.waitForTimeout(500);
  process.kill(enginePid(designer.process.pid ?? 0), 'SIGKILL');
  await expect(page.getByRole('status').filter({ hasText: 'Run failed' })).toBeVisible();
  await runsTab(page);
  await expect(page.getByRole('alert')).toContainText('The engine stopped (signal 9)');
  await expect(nodeOf(page, 'numbers')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Run history' })).toContainText('signal 9');
  await expect(page.getByText('Engine ready')).toBeVisible();
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Running' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Run cancelled' })).toBeVisible();
});

test('a parameter without a default is asked for, remembered, and used by checks', async ({ page, work }) => {
  await openOwn(page, work, {
    parameters: { most: { type: 'integer', description: 'How many rows' } },
    nodes: [
      { id: 'numbers', kind: 'sequence', params: { name: 'n', start: 1, stop: 100 } },
      { id: 'some', kind: 'filter', params: { condition: 'n <= ${most}' } },
      { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
    ],
    edges: [
      { from: 'numbers.out', to: 'some.in' },
      { from: 'some.out', to: 'out.in' },
    ],
  });
  await run(page);
  const dialog = page.getByRole('dialog', { name: 'Run with' });
  await dialog.getByRole('textbox', { name: /^most/ }).fill('seven');
  await expect(dialog).toContainText('seven');
  await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: /^most/ }).fill('7');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Run succeeded' })).toBeVisible();
  expect((await readFile(join(work, 'out.csv'), 'utf8')).trimEnd().split('\n')).toHaveLength(8);
  await expect(page.getByText('No problems', { exact: true })).toBeVisible();
  await run(page);
  await expect(dialog).toHaveCount(0);
});

test('selected nodes only are run', async ({ page }) => {
  await openExample(page, /Clean orders/);
  await nodeOf(page, 'Rows that came twice').click();
  await page.getByRole('button', { name: 'More ways to run' }).click();
  await page.getByRole('menuitem', { name: 'Run to the selected node' }).click();
  await runsTab(page);
  const results = page.getByRole('table', { name: 'Results of the run' });
  await expect(results.getByRole('row')).toHaveCount(3);
  await expect(results).toContainText('1,960');
});

test('a column’s way is shown, and the pipeline as SQL and as an image', async ({ page }) => {
  await openExample(page, /Clean orders/);
  await nodeOf(page, 'Revenue by country and category').click();
  await expect(page.getByText('No problems', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('menuitem', { name: 'Show where its columns come from' }).click();
  const lineage = page.getByRole('complementary', { name: 'Column lineage' });
  await lineage.getByRole('combobox').selectOption('revenue');
  for (const column of ['amount', 'unit_price', 'quantity', 'discount'])
    await expect(lineage.getByRole('button', { name: new RegExp(`^${column}`) }).first()).toBeVisible();
  await expect(nodeOf(page, 'Products').first()).toHaveCSS('opacity', '0.35');
  await lineage.getByRole('button', { name: 'Close column lineage' }).click();

  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('menuitem', { name: /Export as SQL/ }).click();
  const code = page.getByRole('dialog', { name: 'Export as code' });
  await expect(code).toContainText('COPY (');
  await code.getByRole('radio', { name: 'PySpark' }).check();
  await expect(code).toContainText('SparkSession');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('menuitem', { name: /Export as image/ }).click();
  const image = page.getByRole('dialog', { name: 'Export as image' });
  for (const [button, start] of [
    ['Save SVG', '<svg'],
    ['Save PNG', '\u0089PNG'],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      image.getByRole('button', { name: button }).click(),
    ]);
    const bytes = await readFile(await download.path());
    expect(bytes.toString('latin1').startsWith(start)).toBe(true);
  }
});
