/** A secret that is saved from a setting: by keyboard, used at once, and nowhere on the page afterwards. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, nodeOf, test } from './app.ts';

const value = 'planted-77aa/secret';

test('a secret is kept for the session and never part of the page or the pipeline', async ({ page }) => {
  const sent: string[] = [];
  const server = createServer((request, response) => {
    sent.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'application/json' }).end('[{"id":1},{"id":2}]');
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  await page.getByRole('button', { name: 'New pipeline' }).click();
  await page.evaluate(
    text => navigator.clipboard.writeText(text),
    JSON.stringify({
      format: 'millrace/pipeline',
      version: 1,
      name: 'Web',
      nodes: [
        { id: 'web', kind: 'read-http', params: { url: `http://127.0.0.1:${port}/?key=`, format: 'json' } },
      ],
      edges: [],
      layout: { web: [0, 0] },
    }),
  );
  await page.keyboard.press('Control+v');
  await page
    .getByRole('dialog', { name: 'Paste these nodes?' })
    .getByRole('button', { name: 'Paste', exact: true })
    .click();
  await nodeOf(page, 'web').click();
  const key = page.getByRole('button', { name: 'Use a secret' }).first();
  await key.focus();
  await page.keyboard.press('Enter');
  const save = page.getByRole('button', { name: 'Keep for this session…' });
  await expect(save).toBeVisible();
  await save.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Keep a secret for this session' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('WEB_KEY');
  await page.keyboard.press('Tab');
  await page.keyboard.type(value);
  await page.screenshot({ path: 'dist/e2e/secret-dialog.png' });
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: /^Address/ })).toHaveValue(/\?key=\$\{env:WEB_KEY\}$/);
  await expect.poll(() => sent.some(url => url.includes('planted-77aa'))).toBe(true);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+y');
  const everything = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map(e => (e as HTMLInputElement).value);
    return [document.documentElement.outerHTML, ...fields, JSON.stringify({ ...localStorage })].join('\n');
  });
  expect(everything).toContain('WEB_KEY');
  expect(everything).not.toContain('planted-77aa');

  await key.click();
  await page.screenshot({ path: 'dist/e2e/secret-popover.png' });
  await page.getByRole('button', { name: 'Delete WEB_KEY' }).click();
  await expect(page.getByRole('list', { name: 'Saved secrets' })).toHaveCount(0);
  server.close();
});
