/** A file from anyone: nothing outside it is touched until it is trusted. */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, nodeOf, test } from './app.ts';

const pipeline = (nodes: readonly object[]): string =>
  JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    name: 'Stranger',
    nodes,
    edges: [],
    layout: { file: [0, 0], web: [300, 0], a: [0, 0], b: [300, 0] },
  });

const openByDialog = async (page: import('@playwright/test').Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
};

test('an unknown file says what it would do, and does nothing until it is trusted', async ({
  page,
  work,
}) => {
  let called = 0;
  const server = createServer((_, response) => {
    called += 1;
    response.setHeader('Content-Type', 'application/json').end('[{"canary": 1}]');
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  try {
    await writeFile(join(work, 'canary.csv'), 'canary_column\nbird\n');
    await writeFile(
      join(work, 'stranger.millrace'),
      pipeline([
        { id: 'file', kind: 'read-csv', params: { path: 'canary.csv' } },
        { id: 'web', kind: 'read-http', params: { url: `http://127.0.0.1:${port}/?key=\${env:CANARY_KEY}` } },
      ]),
    );
    await openByDialog(page, 'stranger.millrace');
    const banner = page.getByRole('region', { name: 'Trust' });
    await expect(banner).toContainText('canary.csv');
    await expect(banner).toContainText('127.0.0.1');
    await expect(banner).toContainText('CANARY_KEY');
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
    await nodeOf(page, 'file').click();
    await page.keyboard.press('Control+Enter');
    // Long enough for a check and a look at the rows, if anybody asked for them.
    await page.waitForTimeout(1500);
    await expect(page.getByText('canary_column')).toHaveCount(0);
    await expect(page.getByText('bird')).toHaveCount(0);
    expect(called).toBe(0);

    await banner.getByRole('button', { name: 'Keep restricted' }).click();
    await expect(banner).toContainText('Restricted');
    await banner.getByRole('button', { name: 'Trust this file' }).click();
    await expect(banner).toHaveCount(0);
    await nodeOf(page, 'file').click();
    await expect(page.getByText('bird').first()).toBeVisible();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('what another program adds to a trusted file is asked about, and marked', async ({ page, work }) => {
  await mkdir(join(work, 'data'), { recursive: true });
  await writeFile(join(work, 'data', 'a.csv'), 'x\n1\n');
  const known = { id: 'a', kind: 'read-csv', params: { path: 'data/a.csv' } };
  const path = join(work, 'mine.millrace');
  await writeFile(path, pipeline([known]));
  await openByDialog(page, 'mine.millrace');
  const banner = page.getByRole('region', { name: 'Trust' });
  await banner.getByRole('button', { name: 'Trust this file' }).click();
  await expect(banner).toHaveCount(0);
  await writeFile(path, pipeline([known, { id: 'b', kind: 'read-csv', params: { path: '/etc/hostname' } }]));
  await page
    .getByRole('region', { name: 'File on disk' })
    .getByRole('button', { name: 'Take theirs' })
    .click();
  await expect(banner).toContainText('now does more than you trusted');
  await expect(banner.getByRole('listitem').filter({ hasText: '/etc/hostname' })).toContainText('New');
  await expect(banner.getByRole('listitem').filter({ hasText: 'data/a.csv' })).not.toContainText('New');
  expect(await readFile(path, 'utf8')).toContain('/etc/hostname');
});
