/** A database that accepts and never answers, as a screen sees it. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { builtCli, folderWith, pipeline } from '../cli/test-cli.ts';
import { startHost } from './test-host.ts';

const { script } = builtCli();

test('the rest of a pipeline is told at once, and the screen hears when the slow one has answered', async () => {
  const sockets: Socket[] = [];
  const server = createServer(socket => {
    sockets.push(socket);
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  await new Promise(done => server.once('listening', done));
  const { screen } = await startHost({ script, work: folderWith({ 'a.csv': 'id\n1\n' }) });
  const { client } = screen;
  const answered: string[] = [];
  client.on('design.answered', ({ doc }) => answered.push(doc));
  const { doc } = await client.call('doc.new', {});
  const text = pipeline(
    [
      { id: 'near', kind: 'read-csv', params: { path: 'a.csv' } },
      {
        id: 'far',
        kind: 'read-http',
        params: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, format: 'json' },
      },
    ],
    { edges: [] },
  );
  const source = { doc, text, parameters: {} };
  const first = await client.call('design.check', { source });
  expect([first.asking, Object.keys(first.ports)]).toEqual([['far'], ['near.out']]);
  await expect.poll(() => sockets.length).toBe(1);
  sockets[0]?.end(
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\nconnection: close\r\n\r\n[{"n":1}]',
  );
  await expect.poll(() => answered).toEqual([doc]);
  const second = await client.call('design.check', { source });
  expect([second.asking, Object.keys(second.ports)]).toEqual([[], ['near.out', 'far.out']]);
  server.close();
}, 60_000);
