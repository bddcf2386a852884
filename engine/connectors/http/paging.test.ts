import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeWorld } from '../fake-world.ts';
import { http } from './index.ts';
import { httpOptions } from './options.ts';
import { readAll, type Written } from './test-read.ts';
import { json, type TestServer, testServer, text } from './test-server.ts';

const items = Array.from({ length: 7 }, (_, i) => ({ id: i + 1, name: `item ${i + 1}` }));
const ids = (rows: readonly (readonly (string | null)[])[]) => rows.map(row => Number(row[0]));

let server: TestServer;

beforeAll(async () => {
  server = await testServer({
    '/page': (_, response, url) => {
      const page = Number(url.searchParams.get('page'));
      json(items.slice((page - 1) * 3, page * 3))(_, response, url);
    },
    '/page-404': (request, response, url) => {
      const page = Number(url.searchParams.get('p'));
      if (page > 2) text('Invalid page', 'text/plain', 404)(request, response, url);
      else json({ results: items.slice(page * 3, page * 3 + 3) })(request, response, url);
    },
    '/offset': (request, response, url) => {
      // Caps the page size at 2, whatever is asked.
      const from = Number(url.searchParams.get('offset'));
      json({ rows: items.slice(from, from + 2) })(request, response, url);
    },
    '/cursor': (request, response, url) => {
      const from = Number(url.searchParams.get('after') ?? 0);
      const next = from + 3 < items.length ? from + 3 : null;
      json({ items: items.slice(from, from + 3), meta: { next } })(request, response, url);
    },
    '/next': (request, response, url) => {
      const from = Number(url.searchParams.get('from') ?? 0);
      json({
        items: items.slice(from, from + 3),
        next: from + 3 < items.length ? `/next?from=${from + 3}` : null,
      })(request, response, url);
    },
    '/link': (request, response, url) => {
      const from = Number(url.searchParams.get('from') ?? 0);
      const link =
        from + 3 < items.length
          ? { link: `</link?from=0>; rel="first", </link?from=${from + 3}>; rel="next"` }
          : {};
      json(items.slice(from, from + 3), link as Record<string, string>)(request, response, url);
    },
    '/same': json(items),
    '/loop-next': json({ items, next: '/loop-next' }),
    '/grows': (request, response, url) => {
      const page = Number(url.searchParams.get('page'));
      json([[{ id: 1 }], [{ id: 1.5 }], []][page - 1])(request, response, url);
    },
    '/widens': (request, response, url) => {
      const page = Number(url.searchParams.get('page'));
      json([[{ id: 1 }], [{ id: 2, extra: 'x' }], []][page - 1])(request, response, url);
    },
  });
});
afterAll(() => server.close());

const at = (path: string, more: Partial<Written> = {}) => ({
  url: `${server.origin}${path}`,
  ...more,
});

describe('paging', () => {
  const all = [1, 2, 3, 4, 5, 6, 7];
  it.each<[string, Written['paging'], string]>([
    ['page', { by: 'page' }, '/page'],
    ['page that ends with 404', { by: 'page', param: 'p', start: 0 }, '/page-404'],
    ['offset, though the server caps the size', { by: 'offset', limit: 100 }, '/offset'],
    ['cursor', { by: 'cursor', path: 'meta.next', param: 'after' }, '/cursor'],
    ['next url', { by: 'next-url', path: 'next' }, '/next'],
    ['Link header', { by: 'link' }, '/link'],
  ])('%s', async (_, paging, path) => {
    const { rows } = await readAll(at(path, { paging }));
    expect(ids(rows)).toEqual(all);
  });

  it('describes from the first page alone', async () => {
    const before = server.seen.length;
    await http.describe(
      httpOptions.parse(at('/cursor', { paging: { by: 'cursor', path: 'meta.next', param: 'after' } })),
      fakeWorld(),
    );
    expect(server.seen.length - before).toBe(1);
  });

  it('stops after maxPages', async () => {
    expect(ids((await readAll(at('/page', { paging: { by: 'page' }, maxPages: 2 }))).rows)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  it('notices a server that ignores the page, and a next url that leads back', async () => {
    await expect(readAll(at('/same', { paging: { by: 'page' } }))).rejects.toMatchObject({
      code: 'http-paging-stuck',
      data: { page: 2 },
    });
    await expect(
      readAll(at('/loop-next', { paging: { by: 'next-url', path: 'next' } })),
    ).rejects.toMatchObject({ code: 'http-paging-stuck' });
  });

  it('never changes a value silently: types and columns of later pages are checked', async () => {
    const paging = { by: 'page' as const };
    await expect(readAll(at('/grows', { paging }))).rejects.toMatchObject({
      code: 'http-type-changed',
      data: { column: 'id', value: '1.5', better: 'DOUBLE' },
    });
    expect((await readAll(at('/grows', { paging, types: { id: 'DOUBLE' } }))).rows).toEqual([['1'], ['1.5']]);
    await expect(readAll(at('/widens', { paging }))).rejects.toMatchObject({
      code: 'http-new-column',
      data: { column: 'extra', row: 2 },
    });
    expect((await readAll(at('/widens', { paging, extra: 'ignore' }))).rows).toEqual([['1'], ['2']]);
    expect((await readAll(at('/widens', { paging, types: { extra: 'VARCHAR' } }))).rows).toEqual([
      ['1', null],
      ['2', 'x'],
    ]);
  });
});
