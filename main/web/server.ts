/** The designer as a page on this machine: loopback only, opened once with a token, then known by a cookie. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { engineError } from '../../engine/diagnostics/errors.ts';
import { asset, safeHeaders } from '../host/assets.ts';
import type { Desk } from '../host/desk.ts';
import { mostMessageBytes } from '../host/limits.ts';
import { createGuard } from './guard.ts';
import { socketTransport } from './socket.ts';

export type WebHost = {
  readonly port: number;
  /** A fresh address to open; it works once, within a minute. */
  readonly address: () => string;
  stop(): Promise<void>;
};

const refuse = (response: ServerResponse, status: 403 | 404 | 405, text: string): void => {
  response.writeHead(status, { ...safeHeaders, 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
};

const listen = (server: Server, wanted: number | undefined): Promise<number> =>
  new Promise((resolve, reject) => {
    const attempt = (port: number, left: number): void => {
      server.once('error', error => {
        const { code } = error as NodeJS.ErrnoException;
        const taken = code === 'EADDRINUSE';
        if (taken && left > 0 && wanted === undefined) attempt(left === 1 ? 0 : port + 1, left - 1);
        else if (taken) reject(engineError('port-in-use', { port }, {}, error));
        else if (code === 'EACCES')
          reject(engineError('port-refused', { port, reason: 'permission denied' }, {}, error));
        else reject(error);
      });
      server.listen(port, '127.0.0.1', () => {
        server.removeAllListeners('error');
        resolve((server.address() as AddressInfo).port);
      });
    };
    attempt(wanted ?? 8733, 20);
  });

/** Serves the built screen in `root`. Without a wanted port the next free one from 8733 on is taken. */
export const startWeb = async (desk: Desk, root: string, wanted?: number): Promise<WebHost> => {
  let port = 0;
  const guard = createGuard(() => port);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!guard.isLocal(request)) return refuse(response, 403, 'This page is only for this machine.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET.');
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    const token = url.searchParams.get('token');
    if (url.pathname === '/' && token !== null) {
      const cookie = guard.redeem(token);
      if (cookie !== undefined) {
        // Answered by a redirect, so that the token does not stay in the address bar.
        response
          .writeHead(303, {
            ...safeHeaders,
            'Set-Cookie': cookie,
            Location: '/',
            'Cache-Control': 'no-store',
          })
          .end();
        return;
      }
    }
    if (!guard.admits(request, false))
      return refuse(
        response,
        403,
        'This address was used or is too old. Open the one that Millrace prints when it starts; press Enter there for a new one.',
      );
    const { status, headers, body } = await asset(root, url.pathname, randomBytes(16).toString('base64'));
    response.writeHead(status, headers).end(body);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) refuse(response, 404, 'Not found');
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    // A frame that is larger is closed with 1009.
    maxPayload: mostMessageBytes,
    perMessageDeflate: false,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (!guard.admits(request, true) || request.url !== '/rpc') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, open => {
      open.on('error', () => open.terminate());
      desk.attach(socketTransport(open));
    });
  });
  port = await listen(server, wanted);
  return {
    port,
    address: () => `http://127.0.0.1:${port}/?token=${guard.issue()}`,
    stop: () =>
      new Promise(resolve => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
