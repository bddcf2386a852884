import { EngineError } from '../../diagnostics/errors.ts';
import type { Client } from './client.ts';
import { acceptFor } from './format.ts';
import { openPage } from './open-page.ts';
import type { HttpOptions } from './options.ts';
import { type Learned, type PageRead, readPage, type Sink } from './page.ts';
import { firstTurn, nextTurn, type PageEnd, type Turn } from './paging.ts';
import { withRetries } from './retry.ts';
import type { Site } from './site.ts';

/** Without a limit of the person's own, more pages than this mean that paging has gone wrong. */
const mostPages = 10_000;

type PageReport = PageRead & { readonly page: number };

const needsJson = new Set(['cursor', 'next-url']);

const following = (options: HttpOptions, site: Site, now: Turn, end: PageEnd): Turn | undefined => {
  try {
    return nextTurn(site.url, options.paging, now, end);
  } catch {
    throw site.fail(
      'http-redirect-refused',
      { to: 'the next page', reason: 'its address is not a valid url' },
      undefined,
      'paging',
    );
  }
};

/** A page number past the end is answered with 404 by many servers; that is the end, not a fault. */
const isPastEnd = (error: unknown, options: HttpOptions, page: number): boolean =>
  error instanceof EngineError &&
  error.code === 'http-status' &&
  error.data.status === 404 &&
  options.paging.by === 'page' &&
  page > 1;

const one = async (
  turn: Turn,
  options: HttpOptions,
  client: Client,
  site: Site,
  signal: AbortSignal,
  sink: Sink,
) => {
  const call = { url: turn.url, method: options.method, accept: acceptFor(options.format) };
  const opened = await withRetries(options.retries, signal, async () =>
    openPage(await client.open(call, turn.page), options, site, turn.page),
  );
  const { format } = opened;
  if (format !== 'json' && needsJson.has(options.paging.by)) {
    await opened.answer.body.return(undefined);
    throw site.fail(
      'http-paging-format',
      { by: options.paging.by, format: format.toUpperCase() },
      undefined,
      'paging',
    );
  }
  const read = await readPage(opened, options, site, turn.page, sink);
  const end: PageEnd = {
    rows: read.rows,
    document: read.document,
    // Node joins several Link headers with a comma, which is what the grammar wants.
    link: opened.answer.headers.link as string | undefined,
    url: opened.answer.url,
  };
  return { read, end };
};

const withLearned = (options: HttpOptions, learned: Learned): HttpOptions => ({ ...options, ...learned });

/**
 * Reads page after page into the sink; yields a report after each, so that the caller may stop between pages.
 * Guesses of the first page hold for all. Throws `EngineError`.
 */
export async function* readPages(
  options: HttpOptions,
  client: Client,
  site: Site,
  signal: AbortSignal,
  sink: (page: number) => Sink,
): AsyncGenerator<PageReport, void, undefined> {
  const seen = new Set<string>();
  const stuck = (page: number, what: string) =>
    site.fail('http-paging-stuck', { page, what }, undefined, 'paging');
  let known = options;
  let before = '';
  for (let turn: Turn | undefined = firstTurn(site.url, options.paging); turn !== undefined; ) {
    const now: Turn = turn;
    seen.add(now.mark);
    let last: Awaited<ReturnType<typeof one>>;
    try {
      last = await one(now, known, client, site, signal, sink(now.page));
    } catch (error) {
      if (isPastEnd(error, options, now.page)) return;
      throw error;
    }
    const { read, end } = last;
    if (read.rows > 0 && read.digest === before) throw stuck(now.page, 'the answers are equal byte for byte');
    before = read.digest;
    known = withLearned(known, read.learned);
    yield { ...read, page: now.page };
    if (!read.whole || now.page === options.maxPages) return;
    turn = following(options, site, now, end);
    if (turn !== undefined && seen.has(turn.mark)) throw stuck(turn.page, 'its address was read before');
    if (turn !== undefined && options.maxPages === undefined && now.page >= mostPages)
      throw site.fail('http-too-many-pages', { pages: now.page }, undefined, 'paging');
  }
}
