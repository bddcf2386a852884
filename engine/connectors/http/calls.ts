import { acceptEncoding } from './body.ts';
import type { Call } from './send.ts';
import type { Site } from './site.ts';

/** Statuses that lead elsewhere. */
export const redirects = new Set([301, 302, 303, 307, 308]);

/** An address for a message: where, without what was asked. */
export const place = (url: URL): string =>
  url.protocol.startsWith('http') ? `${url.origin}${url.pathname}` : url.protocol;

/** Where a redirect leads, and the message to send there. Throws when it must not be followed. */
export const redirected = (call: Call, status: number, location: string, site: Site): Call => {
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

/** The first message for a page: the person's headers and body go only to the server of the pipeline's url. */
export const firstCall = (url: URL, method: string, accept: string, site: Site): Call => {
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
