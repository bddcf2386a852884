/** What was learned and how good it is, read in the data panel: cards, figures, pictures, a threshold to move. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, nodeOf, openExample, test } from './app.ts';
import { faults } from './axe.ts';

const report = (page: Page) => page.getByRole('region', { name: /^Report of/ });
const done = (page: Page) => expect(report(page)).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 });

test('a model has a card, an evaluation its figures and its confusion matrix', async ({ page }) => {
  await openExample(page, /penguin/i);
  await nodeOf(page, 'How good it is').click();
  await done(page);
  await expect(report(page).getByRole('definition').first()).toHaveText(/^0\.9\d+$/);
  const matrix = report(page).getByRole('figure', { name: 'Confusion matrix' });
  await expect(matrix.getByRole('row', { name: /^Gentoo/ })).toHaveText(/31 100 %$/);
  const classes = report(page).getByRole('figure', { name: 'Each class' });
  await expect(classes.getByRole('row', { name: /^Gentoo/ })).toBeVisible();
  // What a figure says is there to be read.
  await report(page).getByText('What these figures say').click();
  await expect(report(page)).toContainText('The share of rows whose class is right.');
  // Three classes have a line each in one picture, and no line to draw between two.
  for (const name of ['ROC curve', 'Precision and recall', 'Lift', 'Calibration'])
    await expect(report(page).getByRole('img', { name: new RegExp(`^${name} of each class`) })).toBeVisible();
  await expect(report(page).getByRole('img')).toHaveCount(4);
  await expect(report(page).getByRole('slider')).toHaveCount(0);
  await page.getByRole('radio', { name: 'Table' }).check({ force: true });
  await expect(page.getByRole('gridcell', { name: 'accuracy' })).toBeVisible();
  await nodeOf(page, 'Learn the species').click();
  await expect(page.getByRole('grid')).toBeVisible();
  await page.getByRole('radio', { name: 'Report' }).check({ force: true });
  await done(page);
  await expect(report(page)).toContainText('Logistic regression');
  await expect(report(page)).toContainText('Steps it repeats');
  for (const species of ['Adelie', 'Chinstrap', 'Gentoo'])
    await expect(
      report(page).getByRole('img', { name: new RegExp(`^What weighs most for ${species}`) }),
    ).toBeVisible();
});

test('errors of predicted numbers are drawn, and axe finds no fault', async ({ page }) => {
  await openExample(page, /mileage/i);
  await nodeOf(page, 'How good it is').click();
  await done(page);
  await expect(report(page).getByRole('img')).toHaveCount(3);
  await expect(report(page).locator('canvas')).toHaveCount(3);
  expect(await faults(page)).toEqual([]);
});

test('the threshold of two classes is moved by keyboard', async ({ page, work }) => {
  // What is above 5 is “yes”, but for a few.
  const rows = Array.from({ length: 100 }, (_, i) => `${i / 10},${i > 50 !== (i % 9 === 0) ? 'yes' : 'no'}`);
  await writeFile(join(work, 'rows.csv'), ['x,y', ...rows].join('\n'));
  await writeFile(
    join(work, 'two.millrace'),
    JSON.stringify({
      format: 'millrace/pipeline',
      version: 1,
      name: 'Two classes',
      nodes: [
        { id: 'rows', kind: 'read-csv', params: { path: 'rows.csv' } },
        { id: 'method', kind: 'logistic-regression', params: {} },
        { id: 'learn', kind: 'train', params: { label: 'y' } },
        { id: 'said', kind: 'apply-model', params: {} },
        { id: 'quality', kind: 'evaluate-classification', params: { label: 'y' } },
      ],
      edges: [
        { from: 'rows.out', to: 'learn.in' },
        { from: 'method.estimator', to: 'learn.estimator' },
        { from: 'learn.model', to: 'said.model' },
        { from: 'rows.out', to: 'said.in' },
        { from: 'said.out', to: 'quality.in' },
      ],
      layout: { rows: [0, 0], method: [0, 120], learn: [260, 60], said: [520, 0], quality: [780, 0] },
    }),
  );
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByRole('dialog', { name: 'Open' }).getByText('two.millrace').dblclick();
  await page.getByRole('button', { name: 'Trust this file' }).click();
  await nodeOf(page, 'quality').click();
  await done(page);
  const slider = report(page).getByRole('slider', { name: /Threshold/ });
  const called = report(page)
    .getByRole('row', { name: /^Is other/ })
    .getByRole('cell')
    .first();
  const before = Number(await called.textContent());
  await slider.focus();
  for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => Number(await called.textContent())).toBeGreaterThan(before);
  await expect(slider).toHaveAttribute('aria-valuetext', /^0\.20: precision 0\.\d+, recall/);
  await report(page).getByRole('button', { name: '0.5' }).click();
  await expect(called).toHaveText(String(before));
  for (const title of ['ROC', 'Precision and recall', 'Lift', 'Calibration'])
    await expect(report(page).getByRole('img', { name: new RegExp(`^${title}`) })).toBeVisible();
  expect(await faults(page)).toEqual([]);
});

test('a search shows the best it has tried while it goes on, and is cancelled', async ({ page, work }) => {
  const rows = Array.from({ length: 4000 }, (_, i) => `${i % 97},${(i * 31) % 89},${i % 7 > 3 ? 'a' : 'b'}`);
  await writeFile(join(work, 'rows.csv'), ['x,z,y', ...rows].join('\n'));
  await writeFile(
    join(work, 'search.millrace'),
    JSON.stringify({
      format: 'millrace/pipeline',
      version: 1,
      name: 'Search',
      nodes: [
        { id: 'rows', kind: 'read-csv', params: { path: 'rows.csv' } },
        { id: 'method', kind: 'random-forest', params: { trees: 30 } },
        {
          id: 'search',
          kind: 'tune',
          params: {
            label: 'y',
            settings: [
              { setting: 'depth', values: ['2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'] },
            ],
          },
        },
        { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
      ],
      edges: [
        { from: 'rows.out', to: 'search.in' },
        { from: 'method.estimator', to: 'search.estimator' },
        { from: 'search.leaderboard', to: 'out.in' },
      ],
      layout: { rows: [0, 0], method: [0, 120], search: [260, 60], out: [520, 60] },
    }),
  );
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByRole('dialog', { name: 'Open' }).getByText('search.millrace').dblclick();
  await page.getByRole('button', { name: 'Trust this file' }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('tab', { name: 'Runs' }).click();
  const board = page.getByRole('table', { name: 'Best settings of search' });
  await expect(board.getByRole('row')).not.toHaveCount(1, { timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Leaderboard of search' })).toContainText('of 11 tried');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Run cancelled' })).toBeVisible();
});
