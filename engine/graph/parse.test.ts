import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { parsePipeline } from './parse.ts';

const example = `{
  "format": "millrace/pipeline",
  "version": 1,
  "name": "Clean orders",
  "parameters": { "input": { "type": "path", "default": "orders.csv" } },
  "nodes": [
    { "id": "orders", "kind": "read-csv", "params": { "path": "\${input}" } },
    { "id": "clean", "kind": "drop-nulls", "params": { "columns": ["amount"], "how": "any" } },
    { "id": "out", "kind": "write-parquet", "params": { "path": "orders.parquet" } }
  ],
  "edges": [
    { "from": "orders.out", "to": "clean.in" },
    { "from": "clean.out", "to": "out.in" }
  ],
  "layout": { "orders": [0, 0], "clean": [260, 0], "out": [520, 0] }
}
`;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codes = (file: Uint8Array | string): string[] => parsePipeline(file).diagnostics.map(d => d.code);
const only = (file: Uint8Array | string): Diagnostic => {
  const { document, diagnostics } = parsePipeline(file);
  expect(document).toBeUndefined();
  expect(diagnostics).toHaveLength(1);
  return diagnostics[0]!;
};
/** A document with these nodes and edges, as text. */
const graph = (nodes: string[], edges: [string, string][] = [], more = ''): string =>
  JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    nodes: nodes.map(id => ({ id, kind: 'filter' })),
    edges: edges.map(([from, to]) => ({ from, to })),
  }).replace(/\}$/, `${more}}`);
const withParams = (params: string): string =>
  `{"format":"millrace/pipeline","version":1,"nodes":[{"id":"a","kind":"filter","params":${params}}]}`;

test('the example of the design is read whole', () => {
  const { document, diagnostics } = parsePipeline(example);
  expect(diagnostics).toEqual([]);
  expect(document).toEqual(JSON.parse(example));
});

test('what a hand-written file leaves out is filled in', () => {
  expect(
    parsePipeline('{"format":"millrace/pipeline","version":1,"nodes":[{"id":"a","kind":"k"}]}').document,
  ).toEqual({
    format: 'millrace/pipeline',
    version: 1,
    name: 'Untitled',
    parameters: {},
    nodes: [{ id: 'a', kind: 'k', params: {} }],
    edges: [],
    layout: {},
  });
});

describe('files that are not JSON', () => {
  test('empty or only white space', () => {
    expect(only('').code).toBe('empty-file');
    expect(only(' \n\t ').code).toBe('empty-file');
  });

  test.each([
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'comma-or-brace', '"', undefined],
    ['{"a": [1 2]}', 1, 10, 'comma-or-bracket', '2', undefined],
    ['{"a": 1,\n}', 2, 1, 'key', '}', 'trailing-comma'],
    ['{"a": [1,]}', 1, 10, 'value', ']', 'trailing-comma'],
    ['{"a": 1} x', 1, 10, 'end', 'x', undefined],
    ['{"a" 1}', 1, 6, 'colon', '1', undefined],
    ["{'a': 1}", 1, 2, 'key', "'", 'single-quote'],
    ['{"a": NaN}', 1, 7, 'value', 'NaN', 'number-word'],
    ['{"a": -Infinity}', 1, 8, 'digit', 'Infinity', 'number-word'],
    ['{"a": 01}', 1, 8, 'comma-or-brace', '1', undefined],
    ['{"a": 1.}', 1, 9, 'digit', '}', undefined],
    ['{"a": "\\q"}', 1, 8, 'escape', '\\', undefined],
    ['{"a": "\\u12g4"}', 1, 8, 'escape', '\\', undefined],
    ['{"a": "x\n"}', 1, 9, 'closing-quote', '\n', undefined],
    ['// note\n{}', 1, 1, 'value', '/', 'comment'],
    ['{"ä🙂": ?}', 1, 9, 'value', '?', undefined],
  ])('%j', (text, line, column, expected, found, hint) => {
    const d = only(text);
    expect(d).toMatchObject({ code: 'not-json', line, column, data: { expected, found } });
    expect(d.data.hint).toBe(hint);
  });

  test('cut off anywhere: the end of the file is named', () => {
    for (let length = 1; length < example.length - 2; length++) {
      const cut = parsePipeline(example.slice(0, length));
      expect(cut.document).toBeUndefined();
      expect(cut.diagnostics[0]).toMatchObject({ code: 'not-json', data: { found: '' } });
    }
  });

  test('NUL bytes are named with their place', () => {
    expect(only('{"a": 1,\n\u0000}')).toMatchObject({ code: 'nul-byte', line: 2, column: 1 });
    expect(only('{"a": "x\u0000y"}')).toMatchObject({ code: 'nul-byte', line: 1, column: 9 });
    expect(only(new Uint8Array(4096)).code).toBe('nul-byte');
  });

  test('UTF-16 is named as such, with and without its mark', () => {
    const little = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
    expect(only(little(`\ufeff${example}`))).toMatchObject({
      code: 'wrong-encoding',
      data: { encoding: 'UTF-16' },
    });
    expect(only(little(example)).code).toBe('wrong-encoding');
    expect(only(little(`\ufeff${example}`).slice().reverse()).code).toBe('wrong-encoding');
  });

  test('a UTF-8 mark is accepted and does not shift positions', () => {
    expect(parsePipeline(bytes(`\ufeff${example}`)).diagnostics).toEqual([]);
    expect(only(bytes('\ufeff{"a" 1}'))).toMatchObject({ line: 1, column: 6 });
    expect(only(bytes('\ufeff')).code).toBe('empty-file');
  });

  test('another encoding is named with the line of the first odd byte', () => {
    const latin1 = new Uint8Array(Buffer.from('{\n"name": "Umsätze"}', 'latin1'));
    expect(only(latin1)).toMatchObject({ code: 'not-utf8', line: 2, column: 13 });
  });

  test('merge-conflict markers are recognised wherever they stand', () => {
    const conflict = example.replace(
      /( {4}\{ "id": "clean".*\n)/,
      '<<<<<<< HEAD\n$1=======\n$1>>>>>>> theirs\n',
    );
    expect(only(conflict)).toMatchObject({ code: 'merge-conflict', line: 8, data: { conflicts: 1 } });
    expect(only(conflict.replace(/\n/g, '\r\n')).code).toBe('merge-conflict');
    expect(only(`<<<<<<< HEAD\n${example}=======\n{}\n>>>>>>> b\n`).code).toBe('merge-conflict');
    const trailing = example.replace(
      '"version": 1,\n',
      '"version": 1,\n<<<<<<< a\n"name": "A",\n=======\n>>>>>>> b\n',
    );
    expect(only(trailing).code).toBe('merge-conflict');
  });
});

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
  const timed = (file: Uint8Array | string, code: string): void => {
    const start = performance.now();
    expect(only(file).code).toBe(code);
    expect(performance.now() - start).toBeLessThan(100);
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
    expect(only(`{${Array.from({ length: 50_001 }, (_, i) => `"k${i}":1`).join()}}`).code).toBe(
      'too-many-json-keys',
    );
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

describe('format and version', () => {
  test('other JSON is no pipeline', () => {
    expect(only('[]').code).toBe('not-a-pipeline');
    expect(only('3').code).toBe('not-a-pipeline');
    expect(only('{"format":"other"}')).toMatchObject({ code: 'not-a-pipeline', data: { found: 'other' } });
  });
  test('a newer version is refused with both numbers', () => {
    expect(only('{"format":"millrace/pipeline","version":7,"nodes":"anything"}')).toMatchObject({
      code: 'newer-version',
      data: { found: 7, known: 1 },
    });
  });
  test.each(['0', '-1', '1.5', '"1"', 'null'])('version %s is refused', version => {
    expect(codes(`{"format":"millrace/pipeline","version":${version},"nodes":[]}`)).toEqual(['wrong-field']);
  });
});

describe('the shape of a document', () => {
  test('every wrong field is reported at once, with the node', () => {
    const text = `{"format":"millrace/pipeline","name":3,"nodes":[{"id":"a","kind":1},{"id":"b"},7],
      "edges":[{"from":"a"},{"from":"a","to":"gone"}],"layout":{"a":[1]},"parameters":{"p":{"type":"text"}}}`;
    const { document, diagnostics } = parsePipeline(text);
    expect(document).toBeUndefined();
    expect(
      diagnostics.map(d => [d.code, d.node, (d.data.path as string[] | undefined)?.join('.'), d.data.field]),
    ).toEqual([
      ['missing-field', undefined, '', 'version'],
      ['wrong-field', undefined, 'name', undefined],
      ['wrong-choice', undefined, 'parameters.p.type', undefined],
      ['wrong-field', 'a', 'nodes.0.kind', undefined],
      ['missing-field', 'b', 'nodes.1', 'kind'],
      ['wrong-field', undefined, 'nodes.2', undefined],
      ['missing-field', undefined, 'edges.0', 'to'],
      ['wrong-field', undefined, 'layout.a', undefined],
      ['dangling-edge', 'a', undefined, undefined],
    ]);
  });
});

describe('graphs', () => {
  test('cycle, self-loop, duplicate id, dangling and malformed edges are reported at once; the canvas still opens', () => {
    const { document, diagnostics } = parsePipeline(
      graph(
        ['a', 'b', 'c', 'c', '1x', 'orders'],
        [
          ['a', 'b'],
          ['b.out', 'a.in'],
          ['c', 'c'],
          ['order', 'a'],
          ['a', 'b'],
          ['a..b', ''],
        ],
      ),
    );
    expect(document?.nodes).toHaveLength(6);
    expect(diagnostics.map(d => [d.code, d.node, d.data.near ?? d.data.nodes])).toEqual([
      ['bad-node-id', '1x', undefined],
      ['duplicate-node-id', 'c', undefined],
      ['dangling-edge', 'a', 'orders'],
      ['malformed-edge', undefined, undefined],
      ['malformed-edge', 'a', undefined],
      ['duplicate-edge', 'b', undefined],
      ['self-loop', 'c', undefined],
      ['cycle', 'a', ['a', 'b']],
    ]);
  });

  test('separate cycles are reported each, a diamond is none', () => {
    const cyclesOf = (edges: [string, string][]) =>
      parsePipeline(graph(['a', 'b', 'c', 'd', 'e'], edges)).diagnostics.map(d => d.data.nodes);
    expect(
      cyclesOf([
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'd'],
        ['c', 'd'],
      ]),
    ).toEqual([]);
    expect(
      cyclesOf([
        ['a', 'b'],
        ['b', 'a'],
        ['c', 'd'],
        ['d', 'e'],
        ['e', 'c'],
        ['a', 'c'],
      ]),
    ).toEqual(
      [
        ['c', 'd', 'e'],
        ['a', 'b'],
      ].sort(),
    );
  });

  test.each(['', '1a', 'a b', 'ä', '_a', 'a-b', 'a.b', `a${'b'.repeat(64)}`])('%j is no id', id => {
    expect(codes(graph([id]))).toEqual(['bad-node-id']);
  });

  test('ids that differ only in case are a warning', () => {
    expect(parsePipeline(graph(['Orders', 'orders'])).diagnostics).toMatchObject([
      { code: 'similar-node-ids', severity: 'warning' },
    ]);
  });

  test('groups share the ids of nodes and list nodes once', () => {
    const groups = ',"groups":[{"id":"g","nodes":["a","x"]},{"id":"b","nodes":["a"]}]';
    expect(codes(graph(['a', 'b'], [], groups))).toEqual([
      'duplicate-node-id',
      'unknown-group-member',
      'shared-group-member',
    ]);
  });

  const many = (n: number) => Array.from({ length: n }, (_, i) => `n${i}`);

  test('10,000 nodes and 50,000 edges open in well under 3 s', () => {
    const edges = Array.from({ length: 50_000 }, (_, i): [string, string] => {
      const from = i % 9_000;
      return [`n${from}.out`, `n${from + 1 + (i % 997)}.in${Math.floor(i / 9000)}`];
    });
    const text = graph(many(10_000), edges);
    const start = performance.now();
    expect(codes(text)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(1500);
  });

  test('a chain of 10,000 and its cycle need no recursion', () => {
    const chain = many(10_000)
      .slice(1)
      .map((id, i): [string, string] => [`n${i}`, id]);
    expect(codes(graph(many(10_000), chain))).toEqual([]);
    const { diagnostics } = parsePipeline(graph(many(10_000), [...chain, ['n9999', 'n0']]));
    expect(diagnostics).toMatchObject([{ code: 'cycle' }]);
    expect(diagnostics[0]!.message.length).toBeLessThan(500);
  });

  test('more than that is refused', () => {
    expect(only(graph(many(10_001))).code).toBe('too-many-nodes');
    expect(
      only(
        graph(
          ['a'],
          Array.from({ length: 50_001 }, () => ['a', 'a']),
        ),
      ).code,
    ).toBe('too-many-edges');
  });

  test('50,000 dangling edges give a readable number of problems in time', () => {
    const edges = Array.from({ length: 50_000 }, (_, i): [string, string] => [`m${i}`, 'n1']);
    const start = performance.now();
    const { diagnostics } = parsePipeline(graph(many(10_000), edges));
    expect(performance.now() - start).toBeLessThan(3000);
    expect(diagnostics).toHaveLength(1001);
    expect(diagnostics.at(-1)).toMatchObject({ code: 'more-problems', data: { more: 49_000 } });
  });
});
