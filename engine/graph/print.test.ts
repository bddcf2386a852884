import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../schema/types.ts';
import type { PipelineDocument } from './document.ts';
import { parsePipeline } from './parse.ts';
import { printPipeline } from './print.ts';
import { exampleText } from './test-files.ts';

const example: PipelineDocument = {
  format: 'millrace/pipeline',
  version: 1,
  name: 'Clean orders',
  parameters: { input: { type: 'path', default: 'orders.csv' } },
  nodes: [
    { id: 'orders', kind: 'read-csv', params: { path: '${input}' } },
    { id: 'clean', kind: 'drop-nulls', params: { columns: ['amount'], how: 'any' } },
    { id: 'out', kind: 'write-parquet', params: { path: 'orders.parquet' } },
  ],
  edges: [
    { from: 'orders.out', to: 'clean.in' },
    { from: 'clean.out', to: 'out.in' },
  ],
  layout: { orders: [0, 0], clean: [260, 0], out: [520, 0] },
};

const read = (text: string): PipelineDocument => {
  const { document, diagnostics } = parsePipeline(text);
  if (document === undefined) throw new Error(JSON.stringify(diagnostics));
  return document;
};

test('the example of the design prints as it stands there', () => {
  expect(printPipeline(example)).toBe(exampleText);
  expect(printPipeline(read(exampleText))).toBe(exampleText);
});

test('an empty pipeline', () => {
  expect(
    printPipeline({ ...example, name: 'Empty', parameters: {}, nodes: [], edges: [], layout: {} }),
  ).toBe(`{
  "format": "millrace/pipeline",
  "version": 1,
  "name": "Empty",
  "parameters": {},
  "nodes": [],
  "edges": [],
  "layout": {}
}
`);
});

test('many parameters and places stand one a line; unknown fields follow the known ones at every level', () => {
  const text = printPipeline(
    read(`{"later":{"b":1,"a":[]},"layout":{"c":[1,2],"a":[0,0],"gone":[9,9],"b":[-0,1.5],"d":[0,0]},
    "edges":[{"color":"red","to":"b","from":"a"}],
    "nodes":[{"params":{"b":{"z":1,"a":2},"a":1},"hint":"x","title":"A","kind":"k","id":"a","version":2},
      {"id":"b","kind":"future","params":{}},{"id":"c","kind":"k","disabled":true,"comment":"é\\u2028"},{"id":"d","kind":"k"}],
    "groups":[{"nodes":["a"],"id":"g","icon":"box"}],"comments":[{"at":[1,2],"text":"note","ink":"blue"}],
    "parameters":{"y":{"unit":"m","default":1,"type":"number"},"x":{"type":"string"}},
    "version":1,"name":"N","format":"millrace/pipeline"}`),
  );
  expect(text).toBe(`{
  "format": "millrace/pipeline",
  "version": 1,
  "name": "N",
  "parameters": {
    "y": { "type": "number", "default": 1, "unit": "m" },
    "x": { "type": "string" }
  },
  "nodes": [
    { "id": "a", "kind": "k", "version": 2, "title": "A", "params": { "a": 1, "b": { "z": 1, "a": 2 } }, "hint": "x" },
    { "id": "b", "kind": "future", "params": {} },
    { "id": "c", "kind": "k", "disabled": true, "comment": "é\u2028", "params": {} },
    { "id": "d", "kind": "k", "params": {} }
  ],
  "edges": [
    { "from": "a", "to": "b", "color": "red" }
  ],
  "groups": [
    { "id": "g", "nodes": ["a"], "icon": "box" }
  ],
  "comments": [
    { "text": "note", "at": [1, 2], "ink": "blue" }
  ],
  "layout": {
    "a": [0, 0],
    "b": [-0, 1.5],
    "c": [1, 2],
    "d": [0, 0],
    "gone": [9, 9]
  },
  "later": { "b": 1, "a": [] }
}
`);
});

test('a document that says __proto__ prints what was read', () => {
  const text = `{"format":"millrace/pipeline","version":1,"name":"","parameters":{},"nodes":[{"id":"a","kind":"k","params":{"__proto__":{"x":1}}}],"edges":[],"layout":{"__proto__":[0,0]},"__proto__":[1]}`;
  expect(JSON.parse(printPipeline(read(text)))).toEqual(JSON.parse(text));
  expect(printPipeline(read(text))).toContain('"params": { "__proto__": { "x": 1 } }');
});

const id = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,8}$/);
const point = fc.tuple(
  fc.integer({ min: -5000, max: 5000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;
const unknownFields = fc.dictionary(fc.stringMatching(/^later[A-Z]{0,4}$/), json, { maxKeys: 2 });
const documents: fc.Arbitrary<PipelineDocument> = fc
  .uniqueArray(id, { maxLength: 8, selector: text => text.toLowerCase() })
  .chain(ids =>
    fc.record({
      name: fc.string({ unit: 'binary' }),
      parameters: fc.dictionary(
        id,
        fc.record({ type: fc.constant('string' as const), default: fc.string() }),
      ),
      nodes: fc.tuple(
        ...ids.map(nodeId =>
          fc
            .record({ params: fc.dictionary(fc.string(), json), extra: unknownFields, comment: fc.string() })
            .map(({ params, extra, comment }) => ({ id: nodeId, kind: 'filter', comment, params, ...extra })),
        ),
      ),
      edges: fc.constant(ids.slice(1).map((to, i) => ({ from: `${ids[i]}.out`, to }))),
      layout: fc
        .tuple(...ids.map(() => point))
        .map(points => Object.fromEntries(ids.map((key, i) => [key, points[i]!]))),
      extra: unknownFields,
    }),
  )
  .map(({ extra, ...fields }) => ({ format: 'millrace/pipeline' as const, version: 1, ...fields, ...extra }));

test('what is printed reads back as the same document, and printing it again gives the same bytes', () => {
  fc.assert(
    fc.property(documents, document => {
      const text = printPipeline(document);
      const again = read(text);
      expect(again).toEqual(document);
      expect(printPipeline(again)).toBe(text);
      expect(JSON.parse(text)).toEqual(document);
    }),
    { numRuns: 150, seed: 7 },
  );
});

test('the order in which fields and params were set does not show', () => {
  const turned = (value: object): object => Object.fromEntries(Object.entries(value).reverse());
  fc.assert(
    fc.property(documents, document => {
      const same = {
        ...(turned(document) as PipelineDocument),
        layout: turned(document.layout) as PipelineDocument['layout'],
        nodes: document.nodes.map(node => ({ ...node, params: turned(node.params) as typeof node.params })),
      };
      const known = (text: string): string => text.replace(/,\n {2}"later[\s\S]*$/, '');
      expect(known(printPipeline(same))).toBe(known(printPipeline(document)));
    }),
    { numRuns: 60, seed: 8 },
  );
});

test('moving a node changes lines of the layout only, one of them once there are more than four nodes', () => {
  fc.assert(
    fc.property(documents, point, (document, at) => {
      const node = document.nodes.at(-1);
      if (node === undefined) return;
      const before = printPipeline(document).split('\n');
      const after = printPipeline({ ...document, layout: { ...document.layout, [node.id]: at } }).split('\n');
      const changed = before.flatMap((line, i) => (line === after[i] ? [] : [i]));
      const layoutStart = before.findIndex(line => line.startsWith('  "layout"'));
      expect(after).toHaveLength(before.length);
      expect(changed.length).toBeLessThanOrEqual(1);
      for (const line of changed) expect(line).toBeGreaterThanOrEqual(layoutStart);
    }),
    { numRuns: 60, seed: 9 },
  );
});

test('10,000 nodes print in time', () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
  const document: PipelineDocument = {
    ...example,
    nodes: ids.map(nodeId => ({ id: nodeId, kind: 'filter', params: { condition: 'a > 1' } })),
    edges: Array.from({ length: 50_000 }, (_, i) => ({
      from: `n${i % 100}`,
      to: `n${100 + (i % 9000)}.p${i}`,
    })),
    layout: Object.fromEntries(ids.map((key, i) => [key, [i, i] as const])),
  };
  const start = performance.now();
  const text = printPipeline(document);
  expect(performance.now() - start).toBeLessThan(1500);
  expect(read(text)).toEqual(document);
});
