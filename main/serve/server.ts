/** A model behind HTTP: who may ask, how much, for how long, and what is answered. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EngineError, engineError } from '../../engine/diagnostics/errors.ts';
import { arrowOf, arrowType, rowsFromArrow } from './arrow.ts';
import { bodyOf } from './body.ts';
import { createMeter } from './metrics.ts';
import type { Current, Served } from './model.ts';
import { openApi } from './openapi.ts';
import { type Asked, checkedRows, rowsOf } from './request-rows.ts';

export type ServeOptions = {
  readonly host: string;
  readonly port: number;
  /** What callers must know; absent, everyone on this machine may ask. */
  readonly token?: string;
  readonly maxBody: number;
  readonly timeoutMs: number;
  /** Told what failed without being the caller's fault; the caller is told that it did. */
  readonly log?: (text: string) => void;
};

export type Service = { readonly port: number; stop(): Promise<void> };

const routes: ReadonlySet<string> = new Set(['/score', '/health', '/openapi.json', '/metrics', '/drift']);

/** Requests that may wait for their turn; more are told to come back. */
const mostWaiting = 64;

type Answer = { readonly status: number; readonly type: string; readonly body: string | Uint8Array };

const jsonType = 'application/json; charset=utf-8';
const said = (status: number, value: unknown): Answer => ({
  status,
  type: jsonType,
  body: JSON.stringify(value),
});
const failed = (status: number, error: EngineError): Answer =>
  said(status, { error: { code: error.code, message: error.message } });

/** The caller went before all of the request had come; the number is what other servers count it as. */
const gone: Answer = { status: 499, type: jsonType, body: '' };

const statusOf: Readonly<Partial<Record<string, number>>> = {
  'serve-token': 401,
  'serve-host': 403,
  'serve-nothing': 404,
  'serve-method': 405,
  'serve-late': 503,
  'serve-busy': 503,
  'serve-too-large': 413,
  'serve-type': 415,
};

const same = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

export const startService = async (current: Current, options: ServeOptions): Promise<Service> => {
  const meter = createMeter();
  let waiting = 0;
  let port = options.port;

  const admit = (request: IncomingMessage, path: string): void => {
    const { token } = options;
    if (token === undefined) {
      // Without a token a page in a browser could ask as well: it names itself, and the machine by another name.
      const local = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
      if (request.headers.origin !== undefined || !local.includes(request.headers.host ?? ''))
        throw engineError('serve-host', {});
      return;
    }
    if (path === '/health') return;
    const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined || !same(given, token)) throw engineError('serve-token', {});
  };

  const scored = async (served: Served, { rows, single }: Asked, arrow: boolean): Promise<Answer> => {
    if (waiting >= mostWaiting) throw engineError('serve-busy', {});
    waiting++;
    try {
      const answers = await inTime(signal => served.scorer.score(rows, signal), options.timeoutMs);
      served.drift.see(rows, answers);
      meter.rows(rows.length);
      const { output } = served.artifact;
      if (arrow) return { status: 200, type: arrowType, body: arrowOf(output, answers) };
      const objects = answers.map(row => Object.fromEntries(output.map((f, i) => [f.name, row[i] ?? null])));
      return said(200, { version: served.version, ...(single ? { row: objects[0] } : { rows: objects }) });
    } finally {
      waiting--;
    }
  };

  const score = async (request: IncomingMessage): Promise<Answer> => {
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (type !== 'application/json' && type !== arrowType) throw engineError('serve-type', { type });
    if (Number(request.headers['content-length'] ?? 0) > options.maxBody)
      throw engineError('serve-too-large', { limit: options.maxBody });
    const body = await bodyOf(request, options.maxBody);
    // One model answers the whole request, whatever becomes of the file meanwhile.
    const served = current.now();
    if (type === arrowType) {
      const rows = checkedRows(rowsFromArrow(body), served.artifact.input);
      return scored(served, { rows, single: false }, true);
    }
    return scored(served, rowsOf(parsedJson(body), served.artifact.input), false);
  };

  const answer = async (request: IncomingMessage, path: string): Promise<Answer> => {
    admit(request, path);
    const wanted = path === '/score' ? 'POST' : 'GET';
    if (!routes.has(path)) throw engineError('serve-nothing', { path });
    if (request.method !== wanted && !(wanted === 'GET' && request.method === 'HEAD'))
      throw engineError('serve-method', { method: request.method ?? '', wanted });
    if (path === '/score') return score(request);
    const served = current.now();
    if (path === '/health') {
      const problem = current.problem();
      return said(200, {
        status: 'ok',
        model: served.artifact.name,
        version: served.version,
        ...(problem !== undefined && { warning: problem }),
      });
    }
    if (path === '/openapi.json') return said(200, openApi(served.artifact, served.version));
    if (path === '/drift') return said(200, served.drift.table());
    return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: meter.text(served) };
  };

  const server = createServer({ connectionsCheckingInterval: 1000 }, (request, response) => {
    const begun = performance.now();
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    answer(request, path)
      .catch((error: unknown) => {
        if (error instanceof EngineError) return failed(statusOf[error.code] ?? 422, error);
        if (request.destroyed && !request.complete) return gone;
        options.log?.(`A request failed: ${error instanceof Error ? error.message : String(error)}`);
        return failed(500, engineError('serve-failed', {}, {}, error));
      })
      .then(found => {
        send(request, response, found);
        // Paths that anybody makes up would fill the metrics.
        const route = routes.has(path) ? path : 'other';
        meter.done(route, found.status, (performance.now() - begun) / 1000);
      })
      .catch(() => response.destroy());
  });
  // A caller that sends slowly, or nothing, must not hold a place for ever.
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 5_000;
  server.maxConnections = 1000;
  port = await listening(server, options);
  return {
    port,
    stop: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2000).unref();
      }),
  };
};

const send = (request: IncomingMessage, response: ServerResponse, { status, type, body }: Answer): void => {
  // What was not read of the request would be taken for the next one.
  const unread = !request.complete;
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(status === 503 && { 'Retry-After': '1' }),
    ...(unread && { Connection: 'close' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
};

const parsedJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw engineError('serve-body', {}, {}, cause);
  }
};

/** Throws `serve-late` when the time is up, and ends the work. */
const inTime = <T>(begin: (signal: AbortSignal) => Promise<T>, ms: number): Promise<T> => {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, refuse) => {
    timer = setTimeout(() => {
      stop.abort();
      refuse(engineError('serve-late', { seconds: ms / 1000 }));
    }, ms);
  });
  const work = begin(stop.signal);
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};

const listening = (server: Server, { host, port }: ServeOptions): Promise<number> =>
  new Promise((done, refuse) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      refuse(
        error.code === 'EADDRINUSE'
          ? engineError('port-in-use', { port }, {}, error)
          : engineError('port-refused', { port, reason: error.code ?? error.message }, {}, error),
      );
    });
    server.listen(port, host, () => done((server.address() as AddressInfo).port));
  });
