import { type Agent, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { bareHost } from './addresses.ts';
import type { Patience } from './patience.ts';
import type { Address } from './resolve.ts';
import { causeOf, type Site } from './site.ts';

/** One message to one server. */
export type Call = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
};

/** Answers a lookup from the addresses that were checked, whatever name is asked. */
const pinned =
  (addresses: readonly Address[]): LookupFunction =>
  (_host, options, done) => {
    if (options.all)
      return done(
        null,
        addresses.map(each => ({ ...each })),
      );
    const first = addresses.find(each => !options.family || each.family === options.family) ?? addresses[0];
    return first === undefined
      ? done(new Error('No address'), '', 0)
      : done(null, first.address, first.family);
  };

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the server hung up',
  EPIPE: 'the server hung up',
  ETIMEDOUT: 'the network gave up waiting',
  EHOSTUNREACH: 'the network knows no way there',
  ENETUNREACH: 'the network cannot be reached',
  EADDRNOTAVAIL: 'the network cannot be reached',
  HPE_HEADER_OVERFLOW: 'its headers are too large',
};

const isTlsFault = (code: string): boolean =>
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|HOSTNAME_MISMATCH|EPROTO)/.test(
    code,
  );

/** Turns what Node says about a failed request into our error. */
const failureOf = (error: unknown, site: Site) => {
  const cause = causeOf(error, site);
  const { code = '', errors } = error as NodeJS.ErrnoException & {
    errors?: readonly NodeJS.ErrnoException[];
  };
  const known = code || (errors?.[0]?.code ?? '');
  if (known === 'EPROTO' || known.includes('WRONG_VERSION'))
    return site.fail('http-tls', { reason: 'it does not speak TLS there', plain: true }, cause);
  if (isTlsFault(known))
    return site.fail('http-tls', { reason: (error as Error).message, plain: false }, cause);
  return site.fail('http-refused', { reason: reasons[known] ?? (cause.message || known) }, cause);
};

/** Our error for a request that Node would not even build: a header with a line break, mostly. */
const unsendable = (error: unknown, call: Call, site: Site) => {
  const name = Object.keys(call.headers).find(each => (error as Error).message.includes(`"${each}"`));
  return name === undefined
    ? site.fail(
        'http-bad-url',
        { reason: 'it holds characters that a request cannot carry' },
        undefined,
        'url',
      )
    : site.fail('http-bad-header', { name }, undefined, 'headers');
};

/**
 * Sends one message to checked addresses and returns the answer's head; the body is not read yet.
 * Redirects are the caller's. Throws `EngineError`.
 */
export const send = async (
  call: Call,
  addresses: readonly Address[],
  agent: Agent,
  waiting: Patience,
  site: Site,
): Promise<IncomingMessage> => {
  const { url } = call;
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const options: RequestOptions = {
    protocol: url.protocol,
    hostname: bareHost(url.hostname),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    method: call.method,
    headers: call.headers,
    agent,
    lookup: pinned(addresses),
  };
  const outgoing = (() => {
    try {
      return request(options);
    } catch (error) {
      throw unsendable(error, call, site);
    }
  })();
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.on('error', error => reject(failureOf(error, site)));
    // A server that switches protocols unasked never sends a response.
    outgoing.once('upgrade', (_, socket) => socket.destroy());
  });
  const connected = new Promise<void>(resolve => {
    outgoing.once('socket', socket => {
      if (!socket.connecting) resolve();
      else socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => resolve());
    });
  });
  answered.catch(() => undefined);
  try {
    outgoing.end(call.body);
    await waiting.wait(Promise.race([connected, answered]), 'connect');
    return await waiting.wait(answered, 'idle');
  } catch (error) {
    outgoing.destroy();
    throw error;
  }
};
