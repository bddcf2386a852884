/** Who may talk to the web host: only pages it served itself, opened with its token. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** How long the address that is printed can be used to open the first page. */
const tokenMs = 60_000;

const same = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());

export type Guard = {
  /** A token for one opening; it expires. */
  issue(): string;
  /** Trades a token for a cookie; undefined where it is none, used, or too old. */
  redeem(token: string): string | undefined;
  /** Whether a request comes from a page of ours: host, origin and cookie. `needsOrigin` for what pages always send. */
  admits(request: IncomingMessage, needsOrigin: boolean): boolean;
  /** Host and, where there is one, origin: what holds before there is a cookie. */
  isLocal(request: IncomingMessage): boolean;
};

export const createGuard = (port: () => number, now: () => number = Date.now): Guard => {
  const secret = randomBytes(32).toString('base64url');
  const tokens = new Map<string, number>();
  const host = () => `127.0.0.1:${port()}`;
  const cookieName = () => `millrace-${port()}`;
  const cookieOf = (request: IncomingMessage): string | undefined =>
    (request.headers.cookie ?? '')
      .split(';')
      .map(part => part.trim().split('='))
      .find(([name]) => name === cookieName())?.[1];

  const isLocal = (request: IncomingMessage): boolean => {
    const { origin } = request.headers;
    return request.headers.host === host() && (origin === undefined || origin === `http://${host()}`);
  };
  return {
    issue: () => {
      const token = randomBytes(24).toString('base64url');
      tokens.set(token, now() + tokenMs);
      return token;
    },
    redeem: token => {
      for (const [known, until] of tokens) {
        if (until < now()) tokens.delete(known);
        else if (same(known, token)) {
          tokens.delete(known);
          return `${cookieName()}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
        }
      }
      return undefined;
    },
    isLocal,
    admits: (request, needsOrigin) => {
      const cookie = cookieOf(request);
      return (
        isLocal(request) &&
        (!needsOrigin || request.headers.origin !== undefined) &&
        cookie !== undefined &&
        same(cookie, secret)
      );
    },
  };
};
