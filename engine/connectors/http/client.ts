import { Agent as HttpAgent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { World } from '../contract.ts';
import { bodyOf, headOf } from './body.ts';
import { firstCall, place, redirected, redirects } from './calls.ts';
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

type ClientOptions = { readonly timeouts: Times; readonly maxBytes: number };

/** A client for one describe or load. */
export type Client = {
  /** Sends, follows redirects, and returns a good answer. `page` is for messages. Throws `EngineError`. */
  open(call: { url: URL; method: string; accept: string }, page?: number): Promise<Answer>;
  /** Closes the idle connections. */
  close(): void;
};

const mostHops = 10;
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
    open: async ({ url, method, accept }, page = 1) => {
      const told = page > 1 ? { page } : {};
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
