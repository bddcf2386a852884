import { createHash } from 'node:crypto';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import type { World } from '../contract.ts';
import { type FileFacts, fileFacts } from '../files/facts.ts';
import { client } from '../http/client.ts';
import { withRetries } from '../http/retry.ts';
import { siteOf } from '../http/site.ts';
import { charsetOf, markOf } from '../http/text.ts';
import type { HtmlOptions } from './options.ts';

/** A page as it was delivered. `name` is the url or path as the pipeline writes it. */
export type HtmlSource = {
  readonly name: string;
  readonly text: string;
  readonly bytes: number;
  readonly digest: string;
  /** Of a file; a page of the web has none. */
  readonly facts?: FileFacts;
  readonly redact: (text: string) => string;
};

type Raw = {
  readonly name: string;
  readonly body: Buffer;
  readonly served: string | undefined;
  readonly facts?: FileFacts;
  readonly redact: (text: string) => string;
};

const fromWeb = async (options: HtmlOptions, url: string, world: World): Promise<Raw> => {
  const site = siteOf({ url, headers: options.headers }, world);
  const web = client(options, site, world);
  try {
    return await withRetries(options.retries, world.signal, async () => {
      const call = { url: site.url, method: 'GET', accept: 'text/html, application/xhtml+xml, */*;q=0.5' };
      const answer = await web.open(call);
      const chunks: Buffer[] = [];
      for await (const chunk of answer.body) chunks.push(chunk);
      const served = charsetOf(answer.headers['content-type']);
      return { name: site.shown, body: Buffer.concat(chunks), served, redact: site.redact };
    });
  } finally {
    web.close();
  }
};

const unreadable = (path: string, error: unknown): EngineError => {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ABORT_ERR') return engineError('cancelled', {});
  if (code === 'ENOENT') return engineError('file-missing', { path }, { param: 'path' }, error);
  const reason =
    code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'you may not read it' : code || String(error);
  return engineError('file-unreadable', { path, reason }, { param: 'path' }, error);
};

const fromFile = async (options: HtmlOptions, path: string, world: World): Promise<Raw> => {
  const place = await world.readPath(path);
  const facts = await fileFacts(place, world, path);
  const body = await (async () => {
    try {
      const file = await world.openRead(place);
      try {
        if ((await file.stat()).size > options.maxBytes) return undefined;
        return await file.readFile({ signal: world.signal });
      } finally {
        await file.close();
      }
    } catch (error) {
      if (error instanceof EngineError) throw error;
      throw unreadable(path, error);
    }
  })();
  // A file that grew between the two looks is too large all the same.
  if (body === undefined || body.length > options.maxBytes)
    throw engineError('http-too-large', { url: path, limit: options.maxBytes }, { param: 'path' });
  return { name: path, body, served: undefined, facts, redact: text => text };
};

/** The encoding that a page says of itself in its first kilobyte. */
const metaCharset = (head: string): string | undefined =>
  /<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)/i.exec(head.replace(/<!--.*?-->/gs, ''))?.[1];

const isUtf8 = (body: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
};

/** As browsers do: a page whose encoding is wrong is still shown, so an unknown label falls back instead of failing. */
const decoded = (raw: Raw, wanted: string | undefined): string => {
  const said =
    wanted ?? markOf(raw.body) ?? raw.served ?? metaCharset(raw.body.subarray(0, 1_024).toString('latin1'));
  const fallback = isUtf8(raw.body) ? 'utf-8' : 'windows-1252';
  try {
    // A meta tag that can be read byte by byte cannot be telling the truth about UTF-16.
    return new TextDecoder(
      said !== undefined && /^utf-?16/i.test(said) && markOf(raw.body) === undefined
        ? fallback
        : (said ?? fallback),
    ).decode(raw.body);
  } catch {
    if (wanted !== undefined)
      throw engineError(
        'http-encoding',
        { url: raw.name, encoding: wanted, reason: 'no such encoding is known' },
        { param: 'encoding' },
      );
    return new TextDecoder(fallback).decode(raw.body);
  }
};

/** Fetches or reads the page, whole. Throws `EngineError`. */
export const htmlSource = async (options: HtmlOptions, world: World): Promise<HtmlSource> => {
  const { url, path = '' } = options;
  const raw = url === undefined ? await fromFile(options, path, world) : await fromWeb(options, url, world);
  return {
    name: raw.name,
    text: decoded(raw, options.encoding),
    bytes: raw.body.length,
    digest: createHash('sha256').update(raw.body).digest('hex'),
    ...(raw.facts && { facts: raw.facts }),
    redact: raw.redact,
  };
};
