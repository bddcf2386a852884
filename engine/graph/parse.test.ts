import { describe, expect, test } from 'vitest';
import { parsePipeline } from './parse.ts';
import { codes, exampleText, only } from './test-files.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
test('the example of the design is read whole', () => {
  const { document, diagnostics } = parsePipeline(exampleText);
  expect(diagnostics).toEqual([]);
  expect(document).toEqual(JSON.parse(exampleText));
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
    ['{"a": "x\n"}', 1, 9, 'closing-quote', '\n', 'line-break'],
    ['// note\n{}', 1, 1, 'value', '/', 'comment'],
    ['{"ä🙂": ?}', 1, 9, 'value', '?', undefined],
  ])('%j', (text, line, column, expected, found, hint) => {
    const d = only(text);
    expect(d).toMatchObject({ code: 'not-json', line, column, data: { expected, found } });
    expect(d.data.hint).toBe(hint);
  });

  test('cut off anywhere: the end of the file is named', () => {
    for (let length = 1; length < exampleText.length - 2; length++) {
      const cut = parsePipeline(exampleText.slice(0, length));
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
    expect(only(little(`\ufeff${exampleText}`))).toMatchObject({
      code: 'wrong-encoding',
      data: { encoding: 'UTF-16' },
    });
    expect(only(little(exampleText)).code).toBe('wrong-encoding');
    expect(only(little(`\ufeff${exampleText}`).slice().reverse()).code).toBe('wrong-encoding');
  });

  test('a UTF-8 mark is accepted and does not shift positions', () => {
    expect(parsePipeline(bytes(`\ufeff${exampleText}`)).diagnostics).toEqual([]);
    expect(only(bytes('\ufeff{"a" 1}'))).toMatchObject({ line: 1, column: 6 });
    expect(only(bytes('\ufeff')).code).toBe('empty-file');
  });

  test('another encoding is named with the line of the first odd byte', () => {
    const latin1 = new Uint8Array(Buffer.from('{\n"name": "Umsätze"}', 'latin1'));
    expect(only(latin1)).toMatchObject({ code: 'not-utf8', line: 2, column: 13 });
  });

  test('merge-conflict markers are recognised wherever they stand', () => {
    const conflict = exampleText.replace(
      /( {4}\{ "id": "clean".*\n)/,
      '<<<<<<< HEAD\n$1=======\n$1>>>>>>> theirs\n',
    );
    expect(only(conflict)).toMatchObject({ code: 'merge-conflict', line: 8, data: { conflicts: 1 } });
    expect(only(conflict.replace(/\n/g, '\r\n')).code).toBe('merge-conflict');
    expect(only(`<<<<<<< HEAD\n${exampleText}=======\n{}\n>>>>>>> b\n`).code).toBe('merge-conflict');
    const trailing = exampleText.replace(
      '"version": 1,\n',
      '"version": 1,\n<<<<<<< a\n"name": "A",\n=======\n>>>>>>> b\n',
    );
    expect(only(trailing).code).toBe('merge-conflict');
  });
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
