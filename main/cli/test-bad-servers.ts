/** For tests: servers on the loopback that refuse, mislead, never end or repeat a secret, and inputs that ask them. */
import { once } from 'node:events';
import { createServer as webServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type BadInput, edges, reading, sink, source } from './test-bad-input.ts';
import { pipeline } from './test-cli.ts';

export const planted = 'Pl4nted-S3cret';

const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

/** Answers by path; whatever a request brings is repeated, as careless servers do. */
const web = () =>
  webServer((request, response) => {
    const sent = (status: number, headers: Record<string, string> = {}, body = '') =>
      void response.writeHead(status, headers).end(body);
    const path = request.url ?? '/';
    if (path === '/missing') sent(404, { 'content-type': 'text/plain' }, 'no such page');
    else if (path === '/loop') sent(302, { location: '/back' });
    else if (path === '/back') sent(302, { location: '/loop' });
    else if (path === '/file') sent(302, { location: 'file:///etc/passwd' });
    else if (path === '/cloud') sent(302, { location: 'http://169.254.169.254/latest/' });
    else if (path === '/denied') sent(401, {}, `You sent ${request.headers.authorization}`);
    else if (path === '/page') sent(200, { 'content-type': 'text/html' }, '<h1>Log in</h1>');
    else if (path === '/half') sent(200, { 'content-type': 'application/json' }, '[{"id":1},');
    else if (path === '/short') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('[{"id":1}');
      setTimeout(() => response.destroy(), 50);
    } else if (path === '/endless') {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
      const more = () => {
        while (!response.destroyed && response.write(`${' '.repeat(65_536)}`));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    } else if (path === '/silent') response.writeHead(200, { 'content-type': 'application/json' }).write('[');
    else sent(200, { 'content-type': 'application/json' }, '[]');
  });

const frame = (type: string, body: Buffer): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

/** A PostgreSQL server that asks for the password in plain text, refuses it, and repeats it. */
const postgres = () =>
  createServer((socket: Socket) => {
    socket.on('error', () => {});
    let greeted = false;
    socket.on('data', data => {
      // A first message of 8 bytes asks for encryption, which this server does not have.
      if (!greeted && data.length === 8) return void socket.write('N');
      if (!greeted) {
        greeted = true;
        return void socket.write(frame('R', Buffer.from([0, 0, 0, 3])));
      }
      const password = data.subarray(5, -1).toString();
      const fields = ['SFATAL', 'C28P01', `Mpassword "${password}" is wrong`];
      socket.end(frame('E', Buffer.from(`${fields.map(field => `${field}\0`).join('')}\0`)));
    });
  });

/** A MySQL server that refuses whoever comes. */
const mysql = () =>
  createServer((socket: Socket) => {
    socket.on('error', () => {});
    const packet = (number: number, body: Buffer): Buffer =>
      Buffer.concat([Buffer.from([body.length & 255, body.length >> 8, 0, number]), body]);
    const salt = Buffer.from('12345678');
    const flags = Buffer.from([0x01, 0xa2, 33, 2, 0, 0x08, 0, 21]);
    socket.write(
      packet(
        0,
        Buffer.concat([
          Buffer.from([10]),
          Buffer.from('8.0.0\0'),
          Buffer.from([1, 0, 0, 0]),
          salt,
          Buffer.from([0]),
          flags,
          Buffer.alloc(10),
          Buffer.from('123456789012\0'),
          Buffer.from('mysql_native_password\0'),
        ]),
      ),
    );
    socket.once('data', () => {
      const said = Buffer.from(`#28000Access denied for user 'me' (password ${planted})`);
      socket.end(packet(2, Buffer.concat([Buffer.from([0xff, 0x15, 0x04]), said])));
    });
  });

export type Ports = {
  readonly web: number;
  readonly postgres: number;
  readonly mysql: number;
  readonly closed: number;
};

/** Starts all of them; `closed` is a port that nobody listens on. */
export const startServers = async (): Promise<{ ports: Ports; stop: () => void }> => {
  const servers = [web(), postgres(), mysql(), createServer()] as const;
  const [w, p, m, closed] = await Promise.all(servers.map(listening));
  servers[3].close();
  const sockets = new Set<Socket>();
  for (const server of servers) server.on('connection', (socket: Socket) => sockets.add(socket));
  return {
    ports: { web: w ?? 0, postgres: p ?? 0, mysql: m ?? 0, closed: closed ?? 0 },
    stop: () => {
      for (const socket of sockets) socket.destroy();
      for (const server of servers) server.close();
    },
  };
};

const orders = { node: 'orders' };

/** The inputs that ask those servers. */
export const badServers = (ports: Ports): readonly BadInput[] => {
  const url = (path: string) => `http://127.0.0.1:${ports.web}${path}`;
  const page = (
    title: string,
    path: string,
    code: BadInput['error']['code'],
    says: string | RegExp,
    more: object = {},
  ): BadInput => ({
    title,
    document: reading('read-http', { url: url(path), ...more }),
    exit: 1,
    error: { code, ...orders, param: 'url' },
    says,
    env: { TOKEN: planted },
    hidden: planted,
  });
  const database = (
    title: string,
    kind: 'postgres' | 'mysql',
    port: number,
    code: BadInput['error']['code'],
    says: string | RegExp,
  ): BadInput => ({
    title: `${kind}: ${title}`,
    document: reading(`read-${kind}`, { connection: '${env:DB}', table: 't' }),
    exit: 1,
    error: { code, ...orders, param: 'connection' },
    says,
    env: { DB: `${kind}://me:${planted}@127.0.0.1:${port}/shop` },
    hidden: planted,
  });
  return [
    page('a page that is not there', '/missing', 'http-status', '404'),
    page('a redirect loop', '/loop', 'http-redirect-loop', 'times'),
    page('a redirect to a file', '/file', 'http-redirect-refused', 'not followed'),
    {
      ...page('a redirect to cloud metadata', '/cloud', 'http-address-refused', '169.254.169.254'),
      exit: 2,
    },
    page('a server that repeats the token', '/denied', 'http-status', '401', {
      headers: { authorization: 'Bearer ${env:TOKEN}' },
    }),
    page('a log-in page in place of rows', '/page', 'http-not-json', 'text/html', { format: 'json' }),
    page('JSON that ends early', '/half', 'http-not-json', 'valid JSON'),
    page('an answer that breaks off', '/short', 'http-broken-body', 'broke off', { retries: 0 }),
    page('an answer without end', '/endless', 'http-too-large', 'larger than', { maxBytes: 2_000_000 }),
    page('a server that goes silent', '/silent', 'http-timeout', 'timeouts.idle', {
      timeouts: { idle: 0.5 },
      retries: 0,
    }),
    page('an empty list', '/none', 'http-no-columns', 'types'),
    {
      ...page('a web server that refuses the connection', '', 'http-refused', 'No connection'),
      document: reading('read-http', { url: `http://127.0.0.1:${ports.closed}/`, retries: 0 }),
    },
    {
      ...page('a network outside the sandbox', '/none', 'host-refused', '--allow-net'),
      exit: 2,
      args: ['--sandbox'],
    },
    database(
      'a connection refused',
      'postgres',
      ports.closed,
      'database-refused',
      `127.0.0.1:${ports.closed}`,
    ),
    database('a connection refused', 'mysql', ports.closed, 'database-refused', `127.0.0.1:${ports.closed}`),
    database('a wrong password', 'postgres', ports.postgres, 'database-auth', 'me'),
    database('a wrong password', 'mysql', ports.mysql, 'database-auth', 'me'),
    {
      title: 'a server that is down beside a pipeline that is wrong',
      document: pipeline(
        [
          {
            ...source,
            id: 'down',
            kind: 'read-http',
            params: { url: `http://127.0.0.1:${ports.closed}/`, retries: 0 },
          },
          sink,
          source,
          { id: 'keep', kind: 'filter', params: { condition: 'amout > 1' } },
          { ...sink, id: 'also', params: { path: 'also.csv' } },
        ],
        edges('down out', 'orders keep', 'keep also'),
      ),
      exit: 2,
      error: { code: 'unknown-column', node: 'keep', param: 'condition' },
      errors: 2,
      says: 'amout',
    },
  ];
};
