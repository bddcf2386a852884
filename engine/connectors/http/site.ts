import { type EngineError, engineError } from '../../diagnostics/errors.ts';
import type { MessageCode, MessageData } from '../../diagnostics/messages.ts';
import { visible } from '../../diagnostics/words.ts';
import type { World } from '../contract.ts';

/** Codes of this connector: each message starts from the url. */
type WebCode = Extract<MessageCode, `http-${string}`>;

/** Where a source reads from. All but `shown` and `redact` may hold secrets and must never be shown. */
export type Site = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** The url as the pipeline writes it, without user name and password: `https://host/x?key=${env:KEY}`. */
  readonly shown: string;
  /** The same text with every secret, in any usual spelling, replaced. */
  readonly redact: (text: string) => string;
  /** Length of the longest spelling of a secret, in characters. */
  readonly longestSecret: number;
  /** An error about this url; every text in its data is redacted. */
  readonly fail: <C extends WebCode>(
    code: C,
    data: Omit<MessageData<C>, 'url'>,
    cause?: unknown,
    param?: string,
  ) => EngineError;
};

type SiteText = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
};

const secretReference = /\$\{env:[^}]*\}/g;
const shortestSecret = 4;

const withoutUserinfo = (url: string): string => url.replace(/^([a-z][a-z0-9+.-]*:[\\/]*)[^\\/?#]*@/i, '$1');

/** Decodes what a percent-encoded user name or password says; a stray `%` stays. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The spellings in which a server may send a secret back. */
const spellings = (secret: string): readonly string[] => {
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll('%20', '+'),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
  ];
};

const wordsOf = (secrets: readonly string[]): readonly string[] => [
  ...new Set(secrets.filter(secret => secret.length >= shortestSecret).flatMap(spellings)),
];

const redactor = (words: readonly string[]): ((text: string) => string) => {
  if (words.length === 0) return text => text;
  const escaped = words
    .toSorted((a, b) => b.length - a.length)
    .map(word => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  const pattern = new RegExp(escaped.join('|'), 'gi');
  return text => text.replace(pattern, '[secret]');
};

const redactAll = (value: unknown, redact: (text: string) => string): unknown => {
  if (typeof value === 'string') return redact(value);
  return Array.isArray(value) ? value.map(item => redactAll(item, redact)) : value;
};

/** Header values that are secret even when a person typed them into the pipeline. */
const isSensitive = (name: string): boolean => /auth|cookie|token|key|secret|password/i.test(name);

/** In user info and query a secret is data, so it is percent-encoded; elsewhere it may be a part of the address. */
const resolvedUrl = (url: string, world: World): string => {
  const query = url.indexOf('?');
  const userinfo = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.exec(url)?.[0].length ?? 0;
  return url.replace(secretReference, (reference, at: number) => {
    const secret = world.resolveSecrets(reference);
    return at < userinfo || (query >= 0 && at > query) ? encodeURIComponent(secret) : secret;
  });
};

const parsed = (resolved: string, fail: (reason: string) => EngineError): URL => {
  if (!URL.canParse(resolved))
    throw fail(
      /^[a-z][a-z0-9+.-]*:/i.test(resolved) ? 'it is not a valid url' : 'it has no https:// in front',
    );
  const url = new URL(resolved);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw fail(`${url.protocol} is not read here, only http: and https:`);
  return url;
};

/** Resolves the secrets of a request and prepares what may be said about it. Throws `EngineError`. */
export const siteOf = (text: SiteText, world: World): Site => {
  const everything = [text.url, ...Object.values(text.headers), text.body ?? ''].join('\n');
  const secrets = [...new Set(everything.match(secretReference) ?? [])].map(reference =>
    world.resolveSecrets(reference),
  );
  // In an address that cannot be parsed, the password may hold anything: nothing before the last @ is shown then.
  const shownWhenBad = text.url.replace(/^([a-z][a-z0-9+.-]*:[\\/]*).*@/is, '$1');
  const url = parsed(resolvedUrl(text.url, world), reason =>
    engineError('http-bad-url', { url: shownWhenBad, reason }, { param: 'url' }),
  );
  const password = decoded(url.password);
  const basic = url.username === '' && password === '' ? undefined : `${decoded(url.username)}:${password}`;
  url.username = '';
  url.password = '';
  url.hash = '';
  const given = Object.fromEntries(
    Object.entries(text.headers).map(([name, value]) => [name.toLowerCase(), world.resolveSecrets(value)]),
  );
  const headers: Readonly<Record<string, string>> = {
    ...(basic !== undefined && { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
    ...given,
  };
  const typed = Object.entries(headers)
    .filter(([name]) => isSensitive(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')]);
  const words = wordsOf([...secrets, ...typed, password, basic ?? '']);
  const redact = redactor(words);
  const shown = withoutUserinfo(text.url);
  return {
    url,
    headers,
    body: text.body === undefined ? undefined : world.resolveSecrets(text.body),
    shown,
    redact,
    longestSecret: Math.max(0, ...words.map(word => word.length)),
    fail: (code, data, cause, param) => {
      const safe = Object.fromEntries(
        Object.entries(data).map(([name, value]) => [name, redactAll(value, redact)]),
      );
      return engineError(
        code,
        { ...safe, url: shown } as MessageData<typeof code>,
        param === undefined ? {} : { param },
        cause,
      );
    },
  };
};

/**
 * A short, harmless piece of an answer for a message: secrets out first, then blanks joined, then cut. Where the text
 * is only the beginning of the answer, its end is dropped, for it may hold the first half of a secret.
 */
export const excerptOf = (text: string, site: Site, whole = true): string => {
  const safe = site.redact(whole ? text : text.slice(0, Math.max(0, text.length - site.longestSecret)));
  return visible(safe.replace(/\s+/g, ' ').trim(), 200);
};

/** The code and text of a system error without addresses or secrets that it may quote. */
export const causeOf = (error: unknown, site: Site): Error => {
  const { message, code } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { message: String(error), code: undefined };
  return new Error(
    site.redact(code === undefined || message.includes(code) ? message : `${code}: ${message}`),
  );
};
