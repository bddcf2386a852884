/**
 * Pictures of the main screens, light and dark. They go to dist/pictures; `MILLRACE_PICTURES=docs/images npm run e2e --
 * pictures` renews those of the README.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, nodeOf, openExample, test } from './app.ts';

const root = resolve(import.meta.dirname ?? '.', '..');
const folder = resolve(root, process.env.MILLRACE_PICTURES ?? 'dist/pictures');

const picture = async (page: Page, name: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // The theme follows the system a moment later, and charts are drawn anew.
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' });
  }
  await page.emulateMedia({ colorScheme: 'light' });
};

test('the start page', async ({ page }) => {
  await expect(page.getByRole('button', { name: /Clean orders/ }).first()).toBeVisible();
  await picture(page, 'start');
});

test('a pipeline that has run, with the rows, the profile and a chart of a node', async ({ page }) => {
  test.setTimeout(120_000);
  await openExample(page, /Clean orders/);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('Run succeeded').first()).toBeVisible({ timeout: 30_000 });
  await nodeOf(page, 'What was ordered').first().click();
  await expect(
    page
      .getByRole('gridcell')
      .filter({ hasText: /^[A-Z]{3}-\d\d$/ })
      .first(),
  ).toBeVisible();
  await picture(page, 'designer');
  await page.getByText('Profile', { exact: true }).click();
  await page.waitForTimeout(2500);
  await picture(page, 'profile');
  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.waitForTimeout(500);
  await picture(page, 'runs');
});

test('the report of an evaluation', async ({ page }) => {
  test.setTimeout(120_000);
  await openExample(page, /Credit/);
  await nodeOf(page, 'How good it is').last().click();
  const report = page.getByRole('region', { name: /^Report of/ });
  await expect(report).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  await page.waitForTimeout(800);
  await picture(page, 'report');
});
