import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as a test's server saw it. */
export type Seen = {
  readonly url: string;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  body: string;
};

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

export type TestServer = {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  readonly seen: Seen[];
  close(): Promise<void>;
};

/** A server on this machine for tests; a path without a handler gets 404. */
export const testServer = async (handlers: Readonly<Record<string, Handler>>): Promise<TestServer> => {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://test');
    const entry: Seen = {
      url: request.url ?? '',
      method: request.method ?? '',
      headers: request.headers,
      body: '',
    };
    seen.push(entry);
    request.on('data', chunk => {
      entry.body += chunk;
    });
    // A client that leaves in the middle is what many of these tests are about.
    response.on('error', () => undefined);
    const handler = handlers[url.pathname];
    if (handler) handler(request, response, url);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('no such page');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    seen,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** Answers with JSON. */
export const json =
  (value: unknown, headers: Readonly<Record<string, string>> = {}): Handler =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
  };

/** Answers with a text of a type. */
export const text =
  (
    body: string | Buffer,
    type: string,
    status = 200,
    headers: Readonly<Record<string, string>> = {},
  ): Handler =>
  (_, response) => {
    response.writeHead(status, { ...(type && { 'content-type': type }), ...headers }).end(body);
  };
