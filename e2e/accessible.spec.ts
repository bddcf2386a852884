/** Every screen and dialog, in light and in dark colours: axe-core finds no serious fault. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, nodeOf, openExample, test } from './app.ts';
import { faults } from './axe.ts';

const file = (page: Page, item: string | RegExp) => menu(page, 'File', item);
const share = (page: Page, item: string | RegExp) => menu(page, 'Share', item);
const menu = async (page: Page, name: string, item: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    // What is there and how it is named is the same in both; only the colours are others.
    const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
    /** Looks at what is shown. All faults of a test are told together, by where they were found. */
    const looking = (page: Page) => {
      const found: string[] = [];
      return {
        look: async (where: string): Promise<void> => {
          found.push(...(await faults(page, rules)).map(fault => `${where}: ${fault}`));
        },
        dialog: async (where: string): Promise<void> => {
          await expect(page.getByRole('dialog').first()).toBeVisible();
          found.push(...(await faults(page, rules)).map(fault => `${where}: ${fault}`));
          await page.keyboard.press('Escape');
          await expect(page.getByRole('dialog')).toHaveCount(0);
        },
        nothing: () => expect(found).toEqual([]),
      };
    };

    test.beforeEach(async ({ page }) => {
      test.setTimeout(180_000);
      // Colours are measured, so none may be on the way to another.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    });

    test('the start page, an empty pipeline, files', async ({ page }) => {
      const { look, dialog, nothing } = looking(page);
      await look('start');
      await page.getByRole('button', { name: 'Open…' }).click();
      await dialog('open');
      await page.getByRole('button', { name: 'New pipeline' }).click();
      await expect(page.getByRole('heading', { name: 'Start with data' })).toBeVisible();
      await look('empty pipeline');
      await page.keyboard.press('Control+s');
      await dialog('save as');
      await page.getByRole('textbox', { name: 'Name' }).first().fill('Changed');
      await file(page, 'Close');
      await dialog('unsaved changes');
      await page.getByRole('navigation', { name: 'Nodes' }).getByRole('button', { name: 'Read CSV' }).click();
      await page.getByRole('button', { name: 'Choose a file' }).click();
      await dialog('choose a file');
      nothing();
    });

    test('a pipeline on the canvas, its panels and settings', async ({ page }) => {
      const { look, nothing } = looking(page);
      await openExample(page, /Clean orders/);
      await look('canvas');
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await expect(page.getByRole('status').filter({ hasText: 'Run succeeded' })).toBeVisible();
      await page.getByRole('tab', { name: 'Runs' }).click();
      await expect(page.getByRole('table', { name: 'Results of the run' })).toBeVisible();
      await look('runs');
      await page.getByRole('tab', { name: 'Log' }).click();
      await look('log');
      await page.getByRole('tab', { name: 'Data' }).click();
      await nodeOf(page, 'What was ordered').click();
      await expect(page.getByRole('grid')).toBeVisible();
      await look('rows');
      for (const way of ['Profile', 'Chart', 'Changes']) {
        await page.getByTestId('bottom').getByText(way, { exact: true }).click();
        await page.waitForTimeout(1500);
        await look(way);
      }
      for (const title of [
        'Orders, as exported',
        'One spelling',
        'Dated orders',
        'Revenue by country',
        'Largest',
        'Report',
      ]) {
        await nodeOf(page, title).last().click();
        await look(`settings of ${title}`);
      }
      for (const tab of ['Columns', 'Help']) {
        await page.getByRole('complementary', { name: 'Settings' }).getByRole('tab', { name: tab }).click();
        await look(tab);
      }
      await nodeOf(page, 'Products').click();
      await nodeOf(page, 'Customers').click({ modifiers: ['Shift'] });
      await look('two nodes selected');
      await nodeOf(page, 'Dated orders').click();
      await page.getByRole('textbox', { name: 'Condition' }).fill('quantty > 0');
      await page.getByRole('tab', { name: /Problems/ }).click();
      await expect(page.getByRole('button', { name: /quantty/ }).first()).toBeVisible();
      await look('problems');
      await page.keyboard.press('Control+z');
      nothing();
    });

    test('dialogs over a pipeline', async ({ page }) => {
      const { look, dialog, nothing } = looking(page);
      await openExample(page, /Clean orders/);
      await page.keyboard.press('/');
      await dialog('quick add');
      await page.keyboard.press('Control+k');
      await dialog('commands');
      await page.keyboard.press('?');
      await dialog('shortcuts');
      await file(page, 'Parameters…');
      await dialog('parameters');
      await page.getByRole('button', { name: 'More ways to run' }).click();
      await look('a menu');
      await page.getByRole('menuitem', { name: 'Run with…' }).click();
      await dialog('run with');
      await nodeOf(page, 'Revenue by country').click();
      await page.keyboard.press('F2');
      await dialog('rename');
      await page.keyboard.press('c');
      await dialog('connect');
      await share(page, 'Show the SQL of this node');
      await expect(page.getByRole('dialog')).toContainText('SELECT');
      await dialog('SQL of a node');
      await share(page, /Export as SQL/);
      await expect(page.getByRole('dialog')).toContainText('COPY (');
      await dialog('export as code');
      await share(page, /Export as image/);
      await dialog('export as image');
      await share(page, 'Show where its columns come from');
      await expect(page.getByRole('complementary', { name: 'Column lineage' })).toBeVisible();
      await look('lineage');
      await page.getByRole('button', { name: 'Close column lineage' }).click();
      await page.getByRole('complementary', { name: 'Settings' }).getByLabel('Title').fill('Another title');
      await file(page, 'Compare with the file on disk');
      const comparison = page.getByRole('region', { name: 'Comparison' });
      await expect(comparison).toContainText('1 changed');
      await look('a comparison');
      await comparison.getByRole('button', { name: 'Details' }).click();
      await dialog('details of a comparison');
      nothing();
    });

    test('a file that is not trusted, and one that cannot be read', async ({ page, work }) => {
      const { look, nothing } = looking(page);
      await writeFile(join(work, 'broken.millrace'), '{ "format": ');
      await writeFile(
        join(work, 'stranger.millrace'),
        JSON.stringify({
          format: 'millrace/pipeline',
          version: 1,
          name: 'Stranger',
          nodes: [
            { id: 'file', kind: 'read-csv', params: { path: '/etc/passwd' } },
            { id: 'web', kind: 'read-http', params: { url: 'https://example.com/?key=${env:KEY}' } },
            { id: 'odd', kind: 'read-tea-leaves', params: {} },
          ],
        }),
      );
      const open = async (name: string): Promise<void> => {
        await page.getByRole('button', { name: 'Open…' }).click();
        await page.getByRole('button', { name: new RegExp(`^${name}`) }).dblclick();
      };
      await open('broken.millrace');
      await expect(page.getByRole('main', { name: 'Unreadable file' })).toBeVisible();
      await look('unreadable');
      await page.getByRole('button', { name: 'Back to the start page' }).click();
      await open('stranger.millrace');
      const trust = page.getByRole('region', { name: 'Trust' });
      await expect(trust).toBeVisible();
      await look('trust');
      await trust.getByRole('button', { name: 'Keep restricted' }).click();
      await nodeOf(page, 'odd').click();
      await look('restricted, and a kind that is not known');
      nothing();
    });
  });
