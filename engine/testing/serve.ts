/** A web server on the loopback for examples: a stand-in for the hosts that their params name. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServedPage } from '../catalogue/node.ts';
import type { Json } from '../schema/types.ts';

type Served = { readonly address: string; readonly stop: () => Promise<void> };

/** Serves these pages, by path and query; anything else is 404. */
export const serve = async (pages: Readonly<Record<string, ServedPage>>): Promise<Served> => {
  const server = createServer((request, response) => {
    const page = Object.hasOwn(pages, request.url ?? '') ? pages[request.url ?? ''] : undefined;
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': page?.type ?? 'text/plain' });
    response.end(page?.body ?? 'There is no such page.');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The loopback gave no port.');
  return {
    address: `http://127.0.0.1:${at.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Params with the origin of each web address replaced by the server's. */
export const pointedAt = (params: Json, address: string): Json =>
  JSON.parse(JSON.stringify(params).replace(/https:\/\/[a-z.]*example\.com/g, address)) as Json;
