import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { fakeStage, fakeWorld } from '../fake-world.ts';
import { type TestServer, testServer, text } from '../http/test-server.ts';
import { html } from './index.ts';
import { htmlOptions } from './options.ts';
import { tableOf } from './table.ts';

const parse = (source: string, more: Partial<z.input<typeof htmlOptions>> = {}) =>
  tableOf(source, htmlOptions.parse({ path: 'x.html', ...more }), 'x.html');

describe('tables', () => {
  it('reads headers and trims text', () => {
    expect(
      parse(
        '<table><thead><tr><th> Name <th>Price</thead><tr><td>\n a <b>b</b><br>c&nbsp;<td> 1.50 </table>',
      ),
    ).toEqual({
      names: ['Name', 'Price'],
      rows: [['a b c', '1.50']],
    });
  });

  it('spreads merged cells, each within its section', () => {
    expect(
      parse(`<table><tr><th rowspan=2>City<th colspan=2>2024</tr><tr><th>Q1<th>Q2</tr>
        <tr><td rowspan=0>Rome<td>1<td>2</tr><tr><td colspan=2>3</table>`),
    ).toEqual({
      names: ['City', '2024 Q1', '2024 Q2'],
      rows: [
        ['Rome', '1', '2'],
        ['Rome', '3', '3'],
      ],
    });
  });

  it('reads broken HTML as a browser does', () => {
    const broken = '<table><tr><th>a<th>b<tr><td>1</div><td>2<p>x<tr><td>3<script>alert(1)</script>';
    expect(parse(broken)).toEqual({
      names: ['a', 'b'],
      rows: [
        ['1', '2 x'],
        ['3', ''],
      ],
    });
  });

  it('keeps nested tables apart', () => {
    const nested =
      '<table id=out><tr><td>1<table id=in><tr><th>x<tr><td>in</table><td>2<tr><td>3<td>4</table>';
    expect(parse(nested).rows).toEqual([
      ['1 x in', '2'],
      ['3', '4'],
    ]);
    expect(parse(nested, { table: 2 })).toEqual({ names: ['x'], rows: [['in']] });
    expect(parse(nested, { selector: '#in' })).toEqual({ names: ['x'], rows: [['in']] });
  });

  it('takes the header row that the person says', () => {
    const plain = '<table><tr><td>Report<tr><td>id<td>Id<tr><td>1<td>2</table>';
    expect(parse(plain, { header: 2 })).toEqual({ names: ['id', 'Id_2'], rows: [['1', '2']] });
    expect(parse(plain).names).toEqual(['column1', 'column2']);
    expect(() => parse(plain, { header: 9 })).toThrow(expect.objectContaining({ code: 'html-header-row' }));
  });

  it('finds tables by selector, also of what holds them', () => {
    const two = '<div><table><tr><td>1</table></div><section class=b><table><tr><td>2</table></section>';
    expect(parse(two, { selector: 'section.b' }).rows).toEqual([['2']]);
    expect(() => parse(two, { selector: 'section[' })).toThrow(
      expect.objectContaining({ code: 'html-bad-selector' }),
    );
  });

  it('says which tables there are when the wanted one is missing', () => {
    const page = '<table><caption>Prices</caption><tr><td>1</table>';
    expect(() => parse(page, { table: 3 })).toThrow(/Tables there: 1 \(1 row: Prices\)/);
    expect(() => parse('<p>none')).toThrow(
      expect.objectContaining({ code: 'html-no-table', data: expect.objectContaining({ tables: [] }) }),
    );
  });

  it('bears spans that would fill the memory, and very deep nesting', () => {
    const cells = '<td colspan=1000 rowspan=65534>x'.repeat(50);
    expect(() => parse(`<table><tr>${cells}${'<tr>'.repeat(2000)}`)).toThrow(
      expect.objectContaining({ code: 'html-table-too-large' }),
    );
    expect(parse(`<table><tr><td colspan=-3 rowspan=abc>${'<b><i>'.repeat(2_000)}deep`).rows).toEqual([
      ['deep'],
    ]);
  });

  it('refuses a page that is nested to block the reader, before parsing it', () => {
    const start = performance.now();
    expect(() => parse(`<table><tr><td>${'<div>'.repeat(50_000)}`)).toThrow(
      expect.objectContaining({ code: 'html-too-deep' }),
    );
    expect(performance.now() - start).toBeLessThan(1_000);
    const flat = `<!-- ${'<div>'.repeat(5_000)} --><script>"${'<div>'.repeat(5_000)}"</script>`;
    expect(parse(`${flat}<table>${'<tr><td>x'.repeat(5_000)}`).rows).toHaveLength(5_000);
  });
});

describe('pages', () => {
  let server: TestServer;
  let folder: string;
  const table =
    '<table><tr><th>id<th>day<th>zip<th>name<tr><td>1<td>2024-01-31<td>00501<td>José<tr><td>2<td><td>10115<td>';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'html-'));
    await writeFile(join(folder, 'page.html'), table);
    server = await testServer({
      '/page': text(Buffer.from(`<meta charset=windows-1252>${table}`, 'latin1'), 'text/html'),
      '/secret': (request, response, url) =>
        text(`denied ${request.headers['x-key']}`, 'text/html', 401)(request, response, url),
    });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  const readAll = async (options: z.input<typeof htmlOptions>) => {
    const world = fakeWorld();
    const described = await html.describe(htmlOptions.parse(options), world);
    const stage = fakeStage();
    if (html.reads === 'rows')
      await html.load(htmlOptions.parse(described.options), described.columns, stage, world);
    return {
      columns: described.columns.map(({ name, type }) => `${name} ${type}`),
      rows: stage.rows,
      described,
    };
  };

  const expected = {
    columns: ['id BIGINT', 'day DATE', 'zip VARCHAR', 'name VARCHAR'],
    rows: [
      ['1', '2024-01-31', '00501', 'José'],
      ['2', null, '10115', null],
    ],
  };

  it('reads a page in the encoding that it says', async () => {
    const found = await readAll({ url: `${server.origin}/page` });
    expect(found).toMatchObject(expected);
    expect(found.described.rows).toBe(2);
  });

  it('reads a file', async () => {
    expect(await readAll({ path: join(folder, 'page.html') })).toMatchObject(expected);
    await expect(readAll({ path: join(folder, 'none.html') })).rejects.toMatchObject({
      code: 'file-missing',
      param: 'path',
    });
    await expect(readAll({ path: folder })).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(readAll({ path: join(folder, 'page.html'), maxBytes: 10 })).rejects.toMatchObject({
      code: 'http-too-large',
    });
  });

  it('shows no secret of a refused page', async () => {
    const world = fakeWorld({ secrets: { KEY: 'very-secret' } });
    const options = htmlOptions.parse({ url: `${server.origin}/secret`, headers: { 'X-Key': '${env:KEY}' } });
    await expect(html.describe(options, world)).rejects.toMatchObject({
      code: 'http-status',
      data: { excerpt: 'denied [secret]' },
    });
  });

  it('wants a url or a path, not both and not none', () => {
    expect(htmlOptions.safeParse({}).success).toBe(false);
    expect(htmlOptions.safeParse({ url: 'https://a.b', path: 'x' }).success).toBe(false);
  });
});
