import { expect, test } from 'vitest';
import type { PipelineDocument } from './document.ts';
import {
  addNode,
  connect,
  disconnect,
  freeId,
  moveNode,
  removeNode,
  renameNode,
  setDisabled,
  setParams,
} from './edits.ts';
import { printPipeline } from './print.ts';

const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};
const node = (id: string) => ({ id, kind: 'filter', params: { condition: 'x > 1' }, later: 1 });
const document = freeze({
  format: 'millrace/pipeline',
  version: 1,
  name: 'Test',
  parameters: {},
  nodes: [node('a'), node('ab'), node('c')],
  edges: [
    { from: 'a.out', to: 'ab.in', color: 'red' },
    { from: 'ab', to: 'c' },
    { from: 'a', to: 'c.other' },
  ],
  groups: [{ id: 'g', nodes: ['a', 'ab'], icon: 'box' }],
  layout: { a: [0, 0], ab: [1, 1], c: [2, 2], g: [3, 3] },
  later: { kept: true },
}) satisfies PipelineDocument & { later: unknown } as PipelineDocument;

const lines = (d: PipelineDocument): string[] =>
  printPipeline(d)
    .split('\n')
    .map(line => line.replace(/,$/, ''));
/** Lines that went and lines that came. */
const changes = (after: PipelineDocument): { gone: string[]; new: string[] } => {
  const [old, now] = [lines(document), lines(after)];
  const trim = (from: string[], other: string[]) =>
    from.filter(line => !other.includes(line)).map(line => line.trim());
  return { gone: trim(old, now), new: trim(now, old) };
};

test('a node is added at its place, unknown fields stay', () => {
  expect(changes(addNode(document, { id: 'd', kind: 'sort', params: {} }, [9, 9]))).toMatchObject({
    new: expect.arrayContaining(['{ "id": "d", "kind": "sort", "params": {} }', '"d": [9, 9]']),
  });
  expect(addNode(document, { id: 'd', kind: 'sort', params: {} })).toMatchObject({
    later: { kept: true },
    layout: document.layout,
  });
});

test('a taken or impossible id is our own mistake', () => {
  expect(() => addNode(document, node('a'))).toThrow('Invariant');
  expect(() => addNode(document, node('g'))).toThrow('Invariant');
  expect(() => renameNode(document, 'a', 'c')).toThrow('Invariant');
  expect(() => renameNode(document, 'a', '1')).toThrow('Invariant');
});

test('a node goes with its edges, place and membership; those with a similar id stay', () => {
  const after = removeNode(document, 'a');
  expect(after.nodes.map(n => n.id)).toEqual(['ab', 'c']);
  expect(after.edges).toEqual([{ from: 'ab', to: 'c' }]);
  expect(after.groups).toEqual([{ id: 'g', nodes: ['ab'], icon: 'box' }]);
  expect(Object.keys(after.layout)).toEqual(['ab', 'c', 'g']);
});

test('a new id reaches edges, layout and groups', () => {
  const after = renameNode(document, 'a', 'orders');
  expect(after.nodes[0]).toEqual({ ...node('a'), id: 'orders' });
  expect(after.edges).toEqual([
    { from: 'orders.out', to: 'ab.in', color: 'red' },
    { from: 'ab', to: 'c' },
    { from: 'orders', to: 'c.other' },
  ]);
  expect(after.groups?.[0]?.nodes).toEqual(['orders', 'ab']);
  expect(after.layout).toEqual({ orders: [0, 0], ab: [1, 1], c: [2, 2], g: [3, 3] });
  expect(renameNode(after, 'orders', 'a')).toEqual(document);
});

test('an id that objects inherit is an id like any other', () => {
  const after = renameNode(document, 'a', 'constructor');
  expect(after.layout.constructor).toEqual([0, 0]);
  expect(removeNode(moveNode(after, 'constructor', [5, 5]), 'constructor').nodes).toHaveLength(2);
});

test('moving a node changes one line', () => {
  expect(changes(moveNode(document, 'ab', [10.4, -0.2]))).toEqual({
    gone: ['"layout": { "a": [0, 0], "ab": [1, 1], "c": [2, 2], "g": [3, 3] }'],
    new: ['"layout": { "a": [0, 0], "ab": [10, 0], "c": [2, 2], "g": [3, 3] }'],
  });
});

test('params, connections and disabling, and back', () => {
  expect(setParams(document, 'a', { condition: 'y' }).nodes[0]).toEqual({
    ...node('a'),
    params: { condition: 'y' },
  });
  const edge = { from: 'a', to: 'c.third' };
  const connected = connect(document, edge);
  expect(connected.edges.at(-1)).toEqual(edge);
  expect(connect(connected, edge)).toBe(connected);
  expect(disconnect(connected, edge)).toEqual(document);
  const disabled = setDisabled(document, 'c', true);
  expect(disabled.nodes[2]).toEqual({ ...node('c'), disabled: true });
  expect(setDisabled(disabled, 'c', false)).toEqual(document);
});

test('free ids', () => {
  expect(freeId(document, 'sort')).toBe('sort');
  expect(freeId(document, 'A')).toBe('A_2');
  expect(freeId(document, 'read-csv')).toBe('read_csv');
  expect(freeId(document, '2024 größe!')).toBe('gr_e_');
  expect(freeId(document, '')).toBe('node');
  expect(freeId(document, 'x'.repeat(100))).toHaveLength(56);
});
