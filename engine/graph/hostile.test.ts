import { describe, expect, test } from 'vitest';
import { parsePipeline } from './parse.ts';
import { codes, graph, only, withParams } from './test-files.ts';

describe('what parsing would change in silence', () => {
  test('a key that stands twice is refused with the node it is in', () => {
    const text =
      '{"format":"millrace/pipeline","version":1,"nodes":[{"id":"a","kind":"k"},{"id":"b","kind":"k"},\n{"id":"c","kind":"k","id":"d"}]}';
    expect(only(text)).toMatchObject({
      code: 'duplicate-key',
      line: 2,
      column: 22,
      data: { key: 'id', path: ['nodes', 2] },
    });
    expect(only(text).message).toContain('“id” stands twice in node 3');
  });

  test('also written with escapes, in params, and several at once', () => {
    expect(only(withParams('{"x":1,"\\u0078":2}'))).toMatchObject({
      code: 'duplicate-key',
      node: 'a',
      data: { key: 'x' },
    });
    expect(codes(withParams('{"x":1,"x":2,"y":{"z":1,"z":1}}'))).toEqual(['duplicate-key', 'duplicate-key']);
    expect(codes(withParams('{"x":{"y":1},"y":[{"x":1},{"x":2}]}'))).toEqual([]);
  });

  test.each([
    '1e400',
    '-1e400',
    '9007199254740993',
    '9007199254740992',
    '-9007199254740993',
    '1e-400',
    '0.1234567890123456789',
  ])('the number %s is refused', written => {
    const d = only(withParams(`{"x":{"list":[0,${written}]}}`));
    expect(d).toMatchObject({ code: 'inexact-number', node: 'a', param: 'x.list[1]', data: { written } });
  });

  test.each([
    '9007199254740991',
    '-9007199254740991',
    '1e20',
    '1.5E-300',
    '0.1',
    '-0',
    '0e999',
    '0.30000000000000004',
  ])('the number %s is kept', written => {
    const { document, diagnostics } = parsePipeline(withParams(`{"x":${written}}`));
    expect(diagnostics).toEqual([]);
    expect(Object.is(document!.nodes[0]!.params.x, Number(written))).toBe(true);
  });
});

describe('hostile sizes are refused in less than 100 ms', () => {
  // The best of three: what else the machine does is not what is measured.
  const timed = (file: Uint8Array | string, code: string): void => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      expect(only(file).code).toBe(code);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  };
  test('nesting of 100,000', () => timed('['.repeat(100_000), 'too-deep'));
  test('nesting of 100,000 objects', () => timed('{"a":'.repeat(100_000), 'too-deep'));
  test('a file of 200 MB', () => timed(new Uint8Array(200_000_000), 'file-too-large'));
  test('a text of a million characters', () =>
    timed(withParams(JSON.stringify({ x: 'x'.repeat(1_000_000) })), 'text-too-long'));
  test('more than a million values', () => {
    expect(only(`[${'[],'.repeat(1_000_000)}[]]`).code).toBe('too-many-json-values');
  });
  test('an object with very many keys', () => {
    expect(only(`{${Array.from({ length: 100_001 }, (_, i) => `"k${i}":1`).join()}}`).code).toBe(
      'too-many-json-keys',
    );
  });

  test('objects one after another do not add up', () => {
    const object = `{${Array.from({ length: 30_000 }, (_, i) => `"k${i}":1`).join()}}`;
    expect(codes(withParams(`{"x":[${Array(8).fill(object).join()}]}`))).toEqual([]);
  });
  test('a number of a million digits', () => {
    const d = only(withParams(`{"x":${'1'.repeat(1_000_000)}}`));
    expect(d).toMatchObject({ code: 'inexact-number', data: { written: '1'.repeat(100) } });
  });
  test('a thousand doubled keys at the end of a long line', () => {
    const start = performance.now();
    const text = withParams(
      `{"x":[${'"12345678901234567890",'.repeat(700_000)}${'{"a":1,"a":1},'.repeat(1500)}0]}`,
    );
    expect(parsePipeline(text).diagnostics).toHaveLength(1000);
    expect(performance.now() - start).toBeLessThan(2000);
  });
  test('very many wrong values', () => {
    const wrong = (field: string): string => graph(['a'], [], `,${field}`);
    expect(only(wrong(`"groups":[{"id":"g","nodes":[${'1,'.repeat(900_000)}1]}]`)).code).toBe(
      'list-too-long',
    );
    expect(
      only(wrong(`"parameters":{"p":{"type":"string","options":[${'[],'.repeat(900_000)}[]]}}`)).code,
    ).toBe('list-too-long');
    for (const text of [
      wrong(`"layout":{${Array.from({ length: 90_000 }, (_, i) => `"n${i}":0`).join()}}`),
      graph([], Array(50_000).fill([1, 2])),
      graph(['a']).replace('[{', `[${'{},'.repeat(9_999)}{`),
    ])
      expect(parsePipeline(text).diagnostics.at(-1)).toMatchObject({ code: 'more-problems' });
  });

  test('64 levels are fine, 65 are not', () => {
    // The document, `nodes`, the node and `params` take four.
    const nested = (levels: number) => withParams(`{"x":${'['.repeat(levels)}${']'.repeat(levels)}}`);
    expect(codes(nested(60))).toEqual([]);
    expect(codes(nested(61))).toEqual(['too-deep']);
  });
});

test('__proto__, constructor and toString are plain data', () => {
  const text = withParams(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1}',
  ).replace(
    /\}$/,
    ',"layout":{"__proto__":[1,2],"constructor":[3,4]},"parameters":{"constructor":{"type":"string"}},"__proto__":{"polluted":1}}',
  );
  const { document, diagnostics } = parsePipeline(text);
  expect(diagnostics).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.keys(document!.nodes[0]!.params)).toEqual(['__proto__', 'constructor', 'toString']);
  expect(Object.keys(document!.layout)).toEqual(['__proto__', 'constructor']);
  expect((document as { polluted?: unknown }).polluted).toBeUndefined();
  expect(codes(graph(['constructor', 'toString', 'hasOwnProperty'], [['constructor', 'toString']]))).toEqual(
    [],
  );
  expect(codes(graph(['a'], [['constructor', 'a']]))).toEqual(['dangling-edge']);
});
