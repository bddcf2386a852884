import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import type { World } from '../contract.ts';
import { type ConnectionOption, type SslMode, sslModes } from './options.ts';
import { raisedFrom } from './raised.ts';

/** What telling two kinds of server apart takes, before any of their libraries is loaded. */
export type ServerKind = {
  readonly schemes: readonly string[];
  readonly port: number;
  /** An address to show in messages. */
  readonly example: string;
  /** The reference to show in messages. */
  readonly reference: string;
};

/** A resolved connection. It holds the password: never log, store or show it whole. */
export type Endpoint = {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl: SslMode;
  /** Certificates (PEM) of the authorities to believe, in place of those that the system knows. */
  readonly ca?: string;
  /** All texts that must not appear anywhere: the password, encoded or not, and the address. */
  readonly secrets: readonly string[];
};

const reference = /\$\{[^}]*\}/g;

/** Refuses a password as plain text, before anything is resolved. */
const refuseLiteralPassword = (option: ConnectionOption, kind: ServerKind): void => {
  const written = (typeof option === 'string' ? option : (option.password ?? '')).replace(reference, '');
  const literal =
    typeof option === 'string'
      ? (/^[a-z0-9+.-]*:\/\/[^/?#]*?:(.*)@/is.exec(written)?.[1] ??
        /[?&]password=([^&#]*)/i.exec(written)?.[1] ??
        '')
      : written;
  if (literal.trim() !== '') throw engineError('database-password-in-file', { example: kind.reference });
};

/** Fills in secrets. One that is a part of an address is encoded, so that a password may hold `@` or `/`. */
const resolvedAddress = (text: string, world: World): string =>
  text.replace(reference, (name, at: number) => {
    const secret = world.resolveSecrets(name);
    return at === 0 ? secret : encodeURIComponent(secret);
  });

const bad = (kind: ServerKind, problem: 'form' | 'scheme' | 'host' | 'database' | 'user'): EngineError =>
  engineError('database-connection', { problem, expected: kind.example });

const decoded = (text: string, kind: ServerKind): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw bad(kind, 'form');
  }
};

const parseUrl = (text: string, kind: ServerKind): URL => {
  try {
    return new URL(text);
  } catch {
    // The parser's own error quotes the address, password and all, so it is not kept as the cause.
    throw bad(kind, 'form');
  }
};

/** Other spellings of the SSL modes. A certificate has to be checked against something: `verify-ca` is the strict form. */
const sslSpellings: ReadonlyMap<string, SslMode> = new Map([
  ...sslModes.map(mode => [mode, mode] as const),
  ['allow', 'prefer'],
  ['preferred', 'prefer'],
  ['required', 'require'],
  ['disabled', 'disable'],
  ['verify-ca', 'verify-full'],
  ['verify_ca', 'verify-full'],
  ['verify_identity', 'verify-full'],
]);

const sslFrom = (url: URL): SslMode | undefined => {
  const asked = url.searchParams.get('sslmode') ?? url.searchParams.get('ssl-mode');
  if (asked === null) return undefined;
  const mode = sslSpellings.get(asked.toLowerCase());
  if (mode) return mode;
  throw engineError('database-connection', { problem: 'sslmode', expected: sslModes.join(', ') });
};

/** A certificate is named to be checked against, so it makes the strict mode of any that asks for SSL. */
const strictWith = (ca: string | undefined, asked: SslMode | undefined): SslMode => {
  if (ca === undefined) return asked ?? 'prefer';
  if (asked === undefined || asked === 'require' || asked === 'verify-full') return 'verify-full';
  throw engineError('database-connection', { problem: 'ca-unused', expected: 'verify-full' });
};

/** The certificates in a file, which is read as every other: only where the run may read. */
const certificatesIn = async (path: string, world: World): Promise<string> => {
  const text = await readFile(await world.readPath(path), 'utf8').catch((error: unknown) => {
    if (error instanceof EngineError) throw error;
    throw raisedFrom(error).code === 'ENOENT'
      ? engineError('file-missing', { path }, { param: 'connection' })
      : engineError('file-unreadable', { path, reason: raisedFrom(error).message }, { param: 'connection' });
  });
  try {
    new X509Certificate(text);
    return text;
  } catch (error) {
    throw engineError('database-ca', { path }, { param: 'connection' }, error);
  }
};

type Addressed = Omit<Endpoint, 'ca'> & { readonly caFile?: string };

const fromUrl = (text: string, kind: ServerKind): Addressed => {
  const url = parseUrl(text.trim(), kind);
  if (!kind.schemes.includes(url.protocol)) throw bad(kind, 'scheme');
  const host = decoded(url.hostname, kind).replace(/^\[(.*)\]$/, '$1');
  const database = decoded(url.pathname.replace(/^\//, ''), kind);
  const user = decoded(url.username, kind);
  const password = decoded(url.password || (url.searchParams.get('password') ?? ''), kind);
  if (host === '' || host.includes('/')) throw bad(kind, 'host');
  if (database === '') throw bad(kind, 'database');
  if (user === '') throw bad(kind, 'user');
  const caFile = url.searchParams.get('sslrootcert') ?? url.searchParams.get('ssl-ca') ?? undefined;
  const port = url.port === '' ? kind.port : Number(url.port);
  return {
    host,
    port,
    database,
    user,
    password,
    ssl: strictWith(caFile, sslFrom(url)),
    ...(caFile !== undefined && { caFile }),
    secrets: [text.trim(), password, url.password],
  };
};

/**
 * Resolves a connection: secrets are filled in, the host is checked against what the run may talk to.
 * Throws `database-connection`, `database-password-in-file` or what the world throws; none shows a secret.
 */
export const endpointOf = async (
  option: ConnectionOption,
  kind: ServerKind,
  world: World,
): Promise<Endpoint> => {
  refuseLiteralPassword(option, kind);
  const { caFile, ...endpoint } =
    typeof option === 'string'
      ? fromUrl(resolvedAddress(option.trim(), world), kind)
      : fromParts(option, kind, world);
  world.allowHost(endpoint.host);
  return caFile === undefined ? endpoint : { ...endpoint, ca: await certificatesIn(caFile, world) };
};

const fromParts = (option: Exclude<ConnectionOption, string>, kind: ServerKind, world: World): Addressed => {
  const password = world.resolveSecrets(option.password ?? '');
  const host = world.resolveSecrets(option.host).replace(/^\[(.*)\]$/, '$1');
  if (host === '' || host.includes('/')) throw bad(kind, 'host');
  return {
    host,
    port: option.port ?? kind.port,
    database: world.resolveSecrets(option.database),
    user: world.resolveSecrets(option.user),
    password,
    ssl: strictWith(option.ca, option.ssl),
    ...(option.ca !== undefined && { caFile: option.ca }),
    secrets: [password, encodeURIComponent(password)],
  };
};

/**
 * Text with every secret of the endpoint replaced by `***`. Longest first, so that no tail of one survives.
 * A text of fewer than four characters is left: replacing it everywhere would spell it out.
 */
export const redacted = (text: string, endpoint: Pick<Endpoint, 'secrets'>): string =>
  [...endpoint.secrets]
    .filter(secret => secret.length > 3)
    .sort((a, b) => b.length - a.length)
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), text);

/** A cause that is safe to keep: the library's error may carry the whole connection. */
export const safeCause = (error: unknown, endpoint: Pick<Endpoint, 'secrets'>): Error => {
  const from = error instanceof Error ? error : new Error(String(error));
  const cause = new Error(redacted(from.message, endpoint));
  cause.name = from.name;
  return cause;
};
