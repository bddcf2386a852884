import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { World } from '../contract.ts';
import { acceptEncoding, bodyOf, headOf } from './body.ts';
import { type Patience, patience, type Times } from './patience.ts';
import { checkedAddresses, type Resolver, systemResolver } from './resolve.ts';
import { longestPause, retryAfter } from './retry.ts';
import { type Call, send } from './send.ts';
import { excerptOf, type Site } from './site.ts';

/** A good answer: status 2xx, body unread. `url` is where it came from after redirects. */
export type Answer = {
  readonly url: URL;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncGenerator<Buffer, void, undefined>;
};

export type ClientOptions = { readonly timeouts: Times; readonly maxBytes: number };

/** A client for one describe or load. */
export type Client = {
  /** Sends, follows redirects, and returns a good answer. `tries` and `page` are for messages. Throws `EngineError`. */
  open(call: { url: URL; method: string; accept: string }, tries?: number, page?: number): Promise<Answer>;
  /** Closes the idle connections. */
  close(): void;
};

const mostHops = 10;
const redirects = new Set([301, 302, 303, 307, 308]);

const place = (url: URL): string =>
  url.protocol.startsWith('http') ? `${url.origin}${url.pathname}` : url.protocol;

/** Where a redirect leads, and the message to send there. Throws when it must not be followed. */
const redirected = (call: Call, status: number, location: string, site: Site): Call => {
  if (!URL.canParse(location, call.url)) {
    // It cannot be taken apart, so all that might be a password or a key goes.
    const to = location.replace(/^.*@/s, '').replace(/[?#].*$/s, '');
    throw site.fail('http-redirect-refused', { to, reason: 'it is not a valid url' });
  }
  const url = new URL(location, call.url);
  const refuse = (reason: string) => site.fail('http-redirect-refused', { to: place(url), reason });
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse('only http: and https: are read');
  if (call.url.protocol === 'https:' && url.protocol === 'http:')
    throw refuse('it would leave the encrypted connection');
  url.username = '';
  url.password = '';
  url.hash = '';
  const becomesGet = status === 303 || (status < 303 && call.method === 'POST');
  const sameOrigin = url.origin === call.url.origin;
  if (!sameOrigin && !becomesGet && call.body !== undefined)
    throw refuse('it would send the body of the request to another server');
  // Headers that the person wrote were meant for the first server alone; once dropped they stay dropped.
  const { accept = '*/*', 'user-agent': agent = 'Millrace' } = call.headers;
  const headers = sameOrigin
    ? { ...call.headers }
    : { accept, 'user-agent': agent, 'accept-encoding': acceptEncoding };
  if (!becomesGet) return { ...call, url, headers };
  const { 'content-type': _type, ...rest } = headers as Record<string, string>;
  return { url, method: 'GET', headers: rest };
};

const firstCall = (url: URL, method: string, accept: string, site: Site): Call => {
  // A page that lies elsewhere (a next link to another server) gets none of the first server's headers either.
  const own = url.origin === site.url.origin;
  const body = method === 'POST' && own ? (site.body ?? '') : undefined;
  return {
    url,
    method: body === undefined ? 'GET' : method,
    headers: {
      accept,
      'user-agent': 'Millrace',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(own && site.headers),
      'accept-encoding': acceptEncoding,
    },
    ...(body !== undefined && { body }),
  };
};

/** Makes a client whose every hop is checked: host against the run's list, address against private ranges. */
export const client = (
  options: ClientOptions,
  site: Site,
  world: World,
  resolver: Resolver = systemResolver,
): Client => {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

  const hop = async (call: Call, waiting: Patience): Promise<IncomingMessage> => {
    world.allowHost(call.url.hostname);
    const addresses = await waiting.wait(checkedAddresses(call.url, site, resolver), 'connect');
    return send(call, addresses, call.url.protocol === 'https:' ? agents.https : agents.http, waiting, site);
  };

  const follow = async (first: Call, waiting: Patience): Promise<readonly [IncomingMessage, URL]> => {
    let call = first;
    for (let hops = 0; ; hops++) {
      const message = await hop(call, waiting);
      const { statusCode: status = 0, headers } = message;
      if (!redirects.has(status) || headers.location === undefined) return [message, call.url];
      message.destroy();
      call = redirected(call, status, headers.location, site);
      if (hops === mostHops) throw site.fail('http-redirect-loop', { hops, to: place(call.url) });
    }
  };

  return {
    open: async ({ url, method, accept }, tries = 1, page = 1) => {
      const told = { ...(tries > 1 && { tries }), ...(page > 1 && { page }) };
      const waiting = patience(options.timeouts, world.signal, (phase, seconds) =>
        site.fail('http-timeout', { phase, seconds, ...told }),
      );
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw site.fail('http-redirect-refused', {
          to: place(url),
          reason: 'only http: and https: are read',
        });
      if (url.protocol === 'http:' && site.url.protocol === 'https:')
        throw site.fail('http-redirect-refused', {
          to: place(url),
          reason: 'it would leave the encrypted connection',
        });
      const [message, where] = await follow(firstCall(url, method, accept, site), waiting);
      const { statusCode: status = 0, headers } = message;
      if (status >= 200 && status < 300)
        return { url: where, status, headers, body: bodyOf(message, options.maxBytes, waiting, site) };
      const pause = retryAfter(headers['retry-after'], Date.now());
      const { text, whole } = await headOf(bodyOf(message, 65_536, waiting, site));
      const excerpt = excerptOf(text, site, whole);
      if (pause !== undefined && pause > longestPause && (status === 429 || status === 503))
        throw site.fail('http-wait-too-long', { status, seconds: Math.ceil(pause / 1000), ...told });
      throw site.fail('http-status', {
        status,
        excerpt,
        ...(pause !== undefined && { retryAfterMs: pause }),
        ...told,
      });
    },
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
};
