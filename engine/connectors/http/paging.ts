import { linkTo } from './link-header.ts';
import type { Paging } from './options.ts';

/** What one page told: how many rows it had, its JSON document, its Link header, and the url that answered. */
export type PageEnd = {
  readonly rows: number;
  readonly document?: unknown;
  readonly link?: string | undefined;
  readonly url: URL;
};

/** The place of a page among its siblings. `mark` is equal for two pages that would be the same request. */
export type Turn = { readonly url: URL; readonly page: number; readonly at: number; readonly mark: string };

const withParams = (base: URL, params: Readonly<Record<string, string | number | undefined>>): URL => {
  const url = new URL(base);
  for (const [name, value] of Object.entries(params))
    if (value !== undefined) url.searchParams.set(name, String(value));
  return url;
};

const turn = (url: URL, page: number, at = 0): Turn => ({ url, page, at, mark: url.href });

/** The value at a dotted path: `meta.next`, `items.0.id`. Own keys only; undefined where the path ends early. */
export const valueAt = (document: unknown, path: string): unknown =>
  (path === '' ? [] : path.split('.')).reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    document,
  );

/** The first request. */
export const firstTurn = (base: URL, paging: Paging): Turn => {
  if (paging.by === 'page')
    return turn(
      withParams(base, {
        [paging.param]: paging.start,
        ...(paging.sizeParam && { [paging.sizeParam]: paging.size }),
      }),
      1,
      paging.start,
    );
  if (paging.by === 'offset')
    return turn(
      withParams(base, { [paging.param]: paging.start, [paging.limitParam]: paging.limit }),
      1,
      paging.start,
    );
  return turn(base, 1);
};

const textOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null || value === false || value === '') return undefined;
  return typeof value === 'object' && 'isLosslessNumber' in value
    ? String(value)
    : typeof value === 'string'
      ? value
      : undefined;
};

const follow = (target: string | undefined, now: Turn, end: PageEnd): Turn | undefined =>
  target === undefined ? undefined : turn(new URL(target, end.url), now.page + 1);

/**
 * The next request, or undefined after the last page. Throws `TypeError` for a next url that is none.
 * Page and offset end at the first empty page, not at a short one: servers cap page sizes silently. For the same
 * reason the offset moves by the rows that came, not by those that were asked for.
 */
export const nextTurn = (base: URL, paging: Paging, now: Turn, end: PageEnd): Turn | undefined => {
  switch (paging.by) {
    case 'none':
      return undefined;
    case 'page':
      return end.rows === 0
        ? undefined
        : turn(withParams(now.url, { [paging.param]: now.at + 1 }), now.page + 1, now.at + 1);
    case 'offset':
      return end.rows === 0
        ? undefined
        : turn(withParams(now.url, { [paging.param]: now.at + end.rows }), now.page + 1, now.at + end.rows);
    case 'cursor': {
      const cursor = textOf(valueAt(end.document, paging.path));
      return cursor === undefined
        ? undefined
        : turn(withParams(base, { [paging.param]: cursor }), now.page + 1);
    }
    case 'next-url':
      return follow(textOf(valueAt(end.document, paging.path)), now, end);
    case 'link':
      return follow(linkTo(end.link, 'next'), now, end);
  }
};
