import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { faultReading, readFiles } from '../../testing/read-files.ts';
import { jsonSource } from './index.ts';
import type { JsonReadOptions } from './options.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;
type More = Partial<JsonReadOptions>;

const defaults: JsonReadOptions = {
  path: 'a.json',
  format: 'auto',
  flatten: true,
  lists: 'list',
  badRows: 'fail',
};
const read = async (content: string | Files, more: More = {}) => {
  const files = typeof content === 'string' ? { [more.path ?? 'a.json']: content } : content;
  const { columns, rows } = await readFiles(jsonSource, files, { ...defaults, ...more });
  return { columns: columns.map(c => `${c.name}: ${c.type}`), rows };
};
const fault = (content: string | Files, more: More = {}) =>
  faultReading(jsonSource, typeof content === 'string' ? { [more.path ?? 'a.json']: content } : content, {
    ...defaults,
    ...more,
  });
const lines: More = { path: 'a.ndjson', format: 'ndjson' };

describe('layouts', () => {
  it.each([
    ['an array', '[{"n":1},{"n":2}]'],
    ['an array with a mark', '\ufeff [\n{"n":1},\n{"n":2}]\n'],
    ['lines', '{"n":1}\n{"n":2}\n'],
    ['lines without an end', '{"n":1}\n{"n":2}'],
    ['objects on several lines', '{\n "n": 1\n}\n{\n "n": 2\n}'],
    ['objects on one line', '{"n":1}{"n":2}'],
  ])('%s', async (_, text) => {
    expect(await read(text)).toEqual({ columns: ['n: BIGINT'], rows: [['1'], ['2']] });
  });

  it('one object is one row', async () => {
    expect(await read('{"n": 1, "t": "x"}')).toEqual({
      columns: ['n: BIGINT', 't: VARCHAR'],
      rows: [['1', 'x']],
    });
  });

  it('values that are no objects become one column', async () => {
    expect(await read('[1, 2.5, null]')).toEqual({
      columns: ['value: DOUBLE'],
      rows: [['1.0'], ['2.5'], [null]],
    });
  });

  it('gzip', async () => {
    const files = { 'a.json.gz': gzipSync('[{"n":1}]'), 'b.ndjson.gz': gzipSync('{"n":2}\n') };
    expect((await read(files, { path: 'a.json.gz' })).rows).toEqual([['1']]);
    expect((await read(files, { path: 'b.ndjson.gz', format: 'ndjson' })).rows).toEqual([['2']]);
  });

  it('several files have the keys of all', async () => {
    const files = { 'x/a.json': '[{"n":1}]', 'x/b.json': '[{"t":"é"}]', 'x/c.json': '' };
    expect(await read(files, { path: 'x' })).toEqual({
      columns: ['n: BIGINT', 't: VARCHAR'],
      rows: [
        ['1', null],
        [null, 'é'],
      ],
    });
  });
});

describe('types', () => {
  it('integers are exact at any size', async () => {
    const text =
      '[{"a":9007199254740993,"b":18446744073709551615,"c":123456789012345678901234567890,"d":1e400,"e":9007199254740993},{"a":-1,"b":-1,"c":1,"d":1,"e":0.5}]';
    expect(await read(text)).toEqual({
      columns: ['a: BIGINT', 'b: HUGEINT', 'c: HUGEINT', 'd: VARCHAR', 'e: VARCHAR'],
      rows: [
        [
          '9007199254740993',
          '18446744073709551615',
          '123456789012345678901234567890',
          '1e400',
          '9007199254740993',
        ],
        ['-1', '-1', '1', '1', '0.5'],
      ],
    });
  });

  it('values of several kinds are text', async () => {
    expect(await read('[{"x":1},{"x":"a"},{"x":true},{"x":[1,2]},{"x":{"y":null}},{"x":null}]')).toEqual({
      columns: ['x: VARCHAR'],
      rows: [['1'], ['a'], ['true'], ['[1,2]'], ['{"y":null}'], [null]],
    });
  });

  it('dates and timestamps, with and without an offset', async () => {
    const text =
      '[{"d":"2024-02-29","t":"2024-02-29T23:59:59.5","z":"2024-01-01T00:00:00+02:00","x":"2024-13-01"},{"d":null,"t":"2024-01-01 00:00:00","z":"2024-01-01T00:00:00Z","x":""}]';
    expect(await read(text)).toEqual({
      columns: ['d: DATE', 't: TIMESTAMP', 'z: TIMESTAMP WITH TIME ZONE', 'x: VARCHAR'],
      rows: [
        ['2024-02-29', '2024-02-29 23:59:59.5', '2023-12-31 22:00:00+00', '2024-13-01'],
        [null, '2024-01-01 00:00:00', '2024-01-01 00:00:00+00', ''],
      ],
    });
  });

  it('a column of nulls is text, an empty list is a list of text', async () => {
    expect(await read('[{"n":null,"l":[]}]')).toEqual({
      columns: ['n: VARCHAR', 'l: VARCHAR[]'],
      rows: [[null, '[]']],
    });
  });

  it('a type can be set, and one for a column that is not there is refused', async () => {
    expect(await read('[{"n":1}]', { types: { n: 'DECIMAL(10,2)' } })).toEqual({
      columns: ['n: DECIMAL(10,2)'],
      rows: [['1.00']],
    });
    expect(await fault('[{"amount":1}]', { types: { amout: 'DOUBLE' } })).toMatchObject({
      code: 'file-unknown-column',
      message: 'Column “amout” is not in “a.json”. Columns: amount. Did you mean “amount”?',
    });
  });
});

describe('nested values', () => {
  const text = '[{"id":1,"a":{"b":{"c":"x"},"l":[{"z":1}]},"a_l":"twin"},{"id":2,"a":null,"a_l":null}]';

  it('become columns, with a number where names meet', async () => {
    expect(await read(text)).toEqual({
      columns: ['id: BIGINT', 'a_b_c: VARCHAR', 'a_l: STRUCT("z" BIGINT)[]', 'a_l_2: VARCHAR'],
      rows: [
        ['1', 'x', "[{'z': 1}]", 'twin'],
        ['2', null, null, null],
      ],
    });
  });

  it('stay structs when asked to', async () => {
    const { columns, rows } = await read(text, { flatten: false });
    expect(columns).toEqual([
      'id: BIGINT',
      'a: STRUCT("b" STRUCT("c" VARCHAR), "l" STRUCT("z" BIGINT)[])',
      'a_l: VARCHAR',
    ]);
    expect(rows[0]?.[1]).toBe("{'b': {'c': x}, 'l': [{'z': 1}]}");
  });

  it('lists become JSON text when asked to', async () => {
    expect(await read('[{"l":[1,"a",{"b":null}]}]', { lists: 'text' })).toEqual({
      columns: ['l: VARCHAR'],
      rows: [['[1,"a",{"b":null}]']],
    });
  });

  it('keys may be called anything', async () => {
    const keys = { __proto__x: 1, 'quo"te': 2, 'new\nline': 3, 'a.b': 4, select: 5 };
    const line = JSON.stringify({ ...keys, o: { 'in"ner': 7 } }).replace('__proto__x', '__proto__');
    const got = await read(line);
    expect(got.columns.map(c => c.replace(/: \w+$/, ''))).toEqual([
      '__proto__',
      'quo"te',
      'new\nline',
      'a.b',
      'select',
      'o_in"ner',
    ]);
    expect(got.rows).toEqual([['1', '2', '3', '4', '5', '7']]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('rows inside a document', async () => {
    const document = '{"ok":true,"data":{"items":[{"n":1,"o":{"p":2}},{"n":2,"o":null}]}}';
    expect(await read(document, { rows: 'data.items' })).toEqual({
      columns: ['n: BIGINT', 'o_p: BIGINT'],
      rows: [
        ['1', '2'],
        ['2', null],
      ],
    });
    expect(await fault(document, { rows: 'data.itms' })).toEqual({
      code: 'json-no-rows',
      param: 'rows',
      message:
        '“a.json” has nothing at “data.itms”: there is no key “itms”. Keys there: items. Did you mean “items”?',
    });
    expect(await fault(document, { rows: 'ok' })).toMatchObject({
      code: 'json-no-rows',
      message: 'There is no list at “ok” in “a.json”. Set “rows” to the dotted path of a list.',
    });
  });
});

describe('what cannot be read', () => {
  it('a line that is not JSON is named', async () => {
    expect(await fault('{"n":1}\n{"n":\n{"n":3}\n', lines)).toEqual({
      code: 'json-row',
      param: 'badRows',
      message:
        'Line 2 of “a.ndjson” cannot be read: it is not JSON (unexpected end of data). Set “badRows” to skip, or give the column another type in “types”.',
    });
  });

  it('so is a record of an array', async () => {
    expect(await fault('[{"n":1},{"n":2}')).toMatchObject({
      code: 'json-row',
      message: expect.stringMatching(
        /^Record \d of “a\.json” cannot be read: it is not JSON \(.+\)\. Correct the file/,
      ),
    });
  });

  it('a value that does not fit after the sample is named', async () => {
    const text = `${'{"n":1}\n'.repeat(30_000)}{"n":"oops"}\n`;
    expect(await fault(text, lines)).toEqual({
      code: 'json-row',
      param: 'badRows',
      message:
        'Line 30001 of “a.ndjson” cannot be read: failed to cast value to numerical: "oops". Set “badRows” to skip, or give the column another type in “types”.',
    });
    expect((await read(text, { ...lines, sampleRows: -1 })).columns).toEqual(['n: VARCHAR']);
  });

  it('lines that do not fit are left out when asked to', async () => {
    const text = '{"n":1}\nnonsense\n{"n":"x"}\n{"n":null}\n[1]\n{"n":4,"new":true}\n';
    expect(await read(text, { ...lines, badRows: 'skip', types: { n: 'BIGINT' } })).toMatchObject({
      rows: [
        ['1', null],
        [null, null],
        ['4', 'true'],
      ],
    });
  });

  it('nesting has a limit', async () => {
    const deep = (n: number) => `{"a":${'{"b":'.repeat(n)}1${'}'.repeat(n)}}`;
    expect((await read(deep(60), { flatten: false })).rows).toHaveLength(1);
    for (const n of [100, 5000, 100_000])
      expect(await fault(deep(n))).toEqual({
        code: 'json-too-deep',
        param: 'path',
        message:
          'Record 1 of “a.json” is nested deeper than 64 levels. Flatten it in the program that writes it.',
      });
  });

  it('keys that differ only in letter case are refused', async () => {
    expect(await fault('[{"id":1,"ID":2}]')).toMatchObject({
      code: 'json-twin-keys',
      message:
        'The records of “a.json” have the keys “ID” and “id”, which differ only in letter case; engines treat them as one column. Rename one in the program that writes the file.',
    });
  });

  it('an empty file, and one with other bytes', async () => {
    expect((await fault('')).code).toBe('file-empty');
    expect(await fault({ 'a.json': Buffer.from('[{"a":"é"}]', 'latin1') })).toMatchObject({
      code: 'json-row',
    });
    expect((await fault({ 'a.json': Buffer.from('[{"a":1}]', 'utf16le') })).code).toMatch(
      /^(json-row|file-format)$/,
    );
  });

  it('an empty array has no columns to offer', async () => {
    expect(await fault('[]')).toEqual({
      code: 'json-no-records',
      param: 'types',
      message:
        '“a.json” holds no records, so there is nothing to tell its columns by. List the columns it would have in “types”, or check the program that writes it.',
    });
  });

  it('but types that were set name its columns', async () => {
    expect(await read('[]', { types: { n: 'BIGINT' } })).toEqual({ columns: ['n: BIGINT'], rows: [] });
  });

  it('a key without a name', async () => {
    expect(await fault('[{"":1}]')).toMatchObject({
      code: 'json-nameless-key',
      message:
        'The records of “a.json” have an empty key, which no column can be named. Rename it in the program that writes the file.',
    });
  });

  it('a record of 100 MB is refused at once', async () => {
    expect(await fault(`{"a":"${'x'.repeat(100_000_000)}"}\n`, lines)).toEqual({
      code: 'json-large-record',
      param: 'path',
      message:
        'Record 1 of “a.ndjson” has 100 MB; at most 17 MB are read as one. Split it, or set “rows” if it is a document around a list.',
    });
  }, 10_000);
});
