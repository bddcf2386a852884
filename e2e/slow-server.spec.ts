/** A server that accepts and says nothing: the rest of the pipeline goes on, and it is said who is waited for. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, nodeOf, test } from './app.ts';

test('a node says that its server is still asked, until it has answered', async ({ page }) => {
  const sockets: Socket[] = [];
  const server = createServer(socket => {
    sockets.push(socket);
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await new Promise(done => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await page.getByRole('button', { name: 'New pipeline' }).click();
  await page.evaluate(
    text => navigator.clipboard.writeText(text),
    JSON.stringify({
      format: 'millrace/pipeline',
      version: 1,
      name: 'Slow',
      nodes: [
        { id: 'numbers', kind: 'sequence', params: { name: 'n', count: 3 } },
        { id: 'far', kind: 'read-http', params: { url: `http://127.0.0.1:${port}/`, format: 'json' } },
      ],
      edges: [],
      layout: { numbers: [0, 0], far: [0, 120] },
    }),
  );
  await page.keyboard.press('Control+v');
  await page
    .getByRole('dialog', { name: 'Paste these nodes?' })
    .getByRole('button', { name: 'Paste', exact: true })
    .click();
  await expect(nodeOf(page, 'far')).toContainText('Still asking');
  await expect(page.getByRole('button', { name: 'Still asking far…' })).toBeVisible();
  await nodeOf(page, 'numbers').click();
  await expect(page.getByRole('grid', { name: 'Rows of numbers' })).toBeVisible();
  await page.screenshot({ path: 'dist/e2e/still-asking.png' });
  await expect.poll(() => sockets.length).toBeGreaterThan(0);
  for (const socket of sockets)
    socket.end(
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\nconnection: close\r\n\r\n[{"n":1}]',
    );
  await expect(nodeOf(page, 'far')).not.toContainText('Still asking');
  server.close();
});
