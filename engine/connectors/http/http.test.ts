import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeWorld } from '../fake-world.ts';
import { readAll, type Written } from './test-read.ts';
import { json, type TestServer, testServer, text } from './test-server.ts';

const items = Array.from({ length: 7 }, (_, i) => ({ id: i + 1, name: `item ${i + 1}` }));
const ids = (rows: readonly (readonly (string | null)[])[]) => rows.map(row => Number(row[0]));

let server: TestServer;
let broken: number;

beforeAll(async () => {
  broken = 0;
  server = await testServer({
    '/plain': json([
      { id: 1, amount: 2.5, ok: true, day: '2024-02-29', at: '2024-01-01T10:00:00+02:00', zip: '01234' },
      { id: 2, amount: 3, ok: null, day: null, at: '2024-01-01T10:00:00Z', zip: '+1' },
    ]),
    '/big': text(
      '[{"id": 9007199254740993, "huge": 18446744073709551616, "e": 1e400, "n": 1.0, "__proto__": {"polluted": 1}}]',
      'application/json',
    ),
    '/nested': json({
      data: {
        items: [
          { user: { id: 1, mail: 'a@b.c' }, tags: ['x', 'y'], user_id: 'twin' },
          { user: null, tags: [] },
        ],
      },
    }),
    '/two-lists': json({ a: [{ x: 1 }], b: [{ y: 1 }] }),
    '/same': json(items),
    '/csv': text('id;name;amount\r\n1;"a; ""b""";1.5\r\n2;;\r\n\r\n', 'text/csv; charset=utf-8'),
    '/latin': text(Buffer.from('id,name\n1,Jos\xe9\n', 'latin1'), 'text/csv; charset=windows-1252'),
    '/bad-utf8': text(Buffer.from('id,name\n1,Jos\xe9\n', 'latin1'), 'text/csv'),
    '/ragged': text('a,b\n1,2\n1,2,3\n', 'text/csv'),
    '/unclosed': text('a,b\n1,"2\n3,4\n', 'text/csv'),
    '/ndjson': text('{"id":1,"x":"a"}\n{"id":2,"x":null}\n', 'application/x-ndjson'),
    '/arrays': json([
      ['name', 'n'],
      ['a', 1],
      ['b', 2],
    ]),
    '/empty': json([]),
    '/busy-once': (request, response, url) => {
      if (broken++ % 2 === 0) text('busy', 'text/plain', 500)(request, response, url);
      else json(items)(request, response, url);
    },
    '/query': (request, response) => {
      request.on('end', () =>
        response.writeHead(200, { 'content-type': 'application/json' }).end('[{"a":1}]'),
      );
    },
  });
});
afterAll(() => server.close());

const at = (path: string, more: Partial<Written> = {}) => ({
  url: `${server.origin}${path}`,
  ...more,
});

describe('columns', () => {
  it('infers types; text that only looks like a number stays text; instants are written in UTC', async () => {
    const { columns, rows } = await readAll(at('/plain'));
    expect(columns).toEqual([
      'id BIGINT',
      'amount DOUBLE',
      'ok BOOLEAN',
      'day DATE',
      'at TIMESTAMP',
      'zip VARCHAR',
    ]);
    expect(rows).toEqual([
      ['1', '2.5', 'true', '2024-02-29', '2024-01-01 08:00:00', '01234'],
      ['2', '3', null, null, '2024-01-01 10:00:00', '+1'],
    ]);
  });

  it('keeps numbers exactly as they were sent', async () => {
    const { columns, rows } = await readAll(at('/big'));
    expect(columns).toEqual([
      'id BIGINT',
      'huge HUGEINT',
      'e VARCHAR',
      'n DOUBLE',
      '__proto___polluted BIGINT',
    ]);
    expect(rows).toEqual([['9007199254740993', '18446744073709551616', '1e400', '1.0', '1']]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('flattens objects, keeps lists as JSON and names that meet apart', async () => {
    const { columns, rows } = await readAll(at('/nested', { rows: 'data.items' }));
    expect(columns).toEqual(['user_id BIGINT', 'user_mail VARCHAR', 'tags VARCHAR', 'user_id_2 VARCHAR']);
    expect(rows).toEqual([
      ['1', 'a@b.c', '["x","y"]', 'twin'],
      [null, null, '[]', null],
    ]);
    const flat = await readAll(at('/nested', { flatten: false }));
    expect(flat.columns).toEqual(['user VARCHAR', 'tags VARCHAR', 'user_id VARCHAR']);
    expect(flat.rows[0]?.[0]).toBe('{"id":1,"mail":"a@b.c"}');
  });

  it('lets the person choose types and name columns that the first page lacks', async () => {
    const { columns } = await readAll(at('/plain', { types: { id: 'VARCHAR', later: 'DATE' } }));
    expect(columns).toContain('id VARCHAR');
    expect(columns).toContain('later DATE');
    expect((await readAll(at('/empty', { types: { id: 'BIGINT' } }))).columns).toEqual(['id BIGINT']);
  });

  it('reads rows that are lists, with or without names', async () => {
    expect((await readAll(at('/arrays', { header: true }))).rows).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect((await readAll(at('/arrays'))).columns).toEqual(['column1 VARCHAR', 'column2 VARCHAR']);
  });

  it('pins what it guessed', async () => {
    const { described } = await readAll(at('/csv'));
    expect(described.options).toMatchObject({ format: 'csv', delimiter: ';' });
    expect((await readAll(at('/nested'))).described.options).toMatchObject({
      format: 'json',
      rows: 'data.items',
    });
  });
});

describe('formats', () => {
  it('reads CSV: quotes, empty values, line ends', async () => {
    const { columns, rows } = await readAll(at('/csv'));
    expect(columns).toEqual(['id BIGINT', 'name VARCHAR', 'amount DOUBLE']);
    expect(rows).toEqual([
      ['1', 'a; "b"', '1.5'],
      ['2', null, null],
    ]);
  });

  it('reads the encoding that the server names, and refuses bytes that it does not have', async () => {
    expect((await readAll(at('/latin'))).rows).toEqual([['1', 'José']]);
    await expect(readAll(at('/bad-utf8'))).rejects.toMatchObject({
      code: 'http-encoding',
      param: 'encoding',
    });
    expect((await readAll(at('/bad-utf8', { encoding: 'latin1' }))).rows).toEqual([['1', 'José']]);
  });

  it('reads NDJSON', async () => {
    expect((await readAll(at('/ndjson'))).rows).toEqual([
      ['1', 'a'],
      ['2', null],
    ]);
  });

  it('names the row of broken CSV', async () => {
    await expect(readAll(at('/ragged'))).rejects.toMatchObject({
      code: 'http-ragged-row',
      data: { row: 3, found: 3, expected: 2 },
    });
    await expect(readAll(at('/unclosed'))).rejects.toMatchObject({
      code: 'http-csv-broken',
      data: { row: 2 },
    });
  });

  it('asks which list is meant, and names the lists when the path is wrong', async () => {
    await expect(readAll(at('/two-lists'))).rejects.toMatchObject({
      code: 'http-rows-unclear',
      data: { lists: ['a', 'b'] },
    });
    await expect(readAll(at('/nested', { rows: 'data.rows' }))).rejects.toMatchObject({
      code: 'http-rows-path',
      data: { lists: ['data.items'] },
    });
  });
});

describe('requests', () => {
  it('tries again after a 500', async () => {
    expect(ids((await readAll(at('/busy-once'))).rows)).toHaveLength(7);
  });

  it('posts a body with resolved secrets', async () => {
    const world = fakeWorld({ secrets: { KEY: 's3cret-value' } });
    await readAll(at('/query', { method: 'POST', body: '{"key":"${env:KEY}"}' }), world);
    expect(server.seen.at(-1)).toMatchObject({ method: 'POST', body: '{"key":"s3cret-value"}' });
    expect(server.seen.at(-1)?.headers['content-type']).toBe('application/json');
  });

  it('sends no conditional headers and reports progress', async () => {
    const world = fakeWorld();
    await readAll(at('/same'), world);
    expect(server.seen.at(-1)?.headers).not.toHaveProperty('if-none-match');
    expect(world.reports.at(-1)).toMatchObject({ rows: 7 });
    expect(world.hosts).toContain('127.0.0.1');
  });
});
