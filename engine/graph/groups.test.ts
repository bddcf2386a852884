import { expect, test } from 'vitest';
import type { PipelineDocument } from './document.ts';
import { boxed, unplaced } from './groups.ts';

const node = (id: string) => ({ id, kind: 'filter', params: {} });

const document: PipelineDocument = {
  format: 'millrace/pipeline',
  version: 1,
  name: 'Test',
  parameters: {},
  nodes: [node('a'), node('b'), node('c'), node('d')],
  edges: [],
  layout: { a: [0, 0] },
  groups: [
    { id: 'closed', nodes: ['b', 'c'], collapsed: true },
    { id: 'open', nodes: ['d'] },
  ],
};

test('a collapsed group is one box, an open one those of its nodes', () => {
  expect(boxed(document)).toEqual(['a', 'd', 'closed']);
});

test('boxes without a place are those that would lie on each other', () => {
  expect(unplaced(document)).toEqual(['d', 'closed']);
  expect(unplaced({ ...document, layout: { a: [0, 0], d: [9, 9], closed: [5, 5] } })).toEqual([]);
  expect(unplaced({ ...document, nodes: [node('a')], groups: [], layout: {} })).toEqual([]);
  expect(unplaced({ ...document, nodes: [node('constructor'), node('a')], groups: [], layout: {} })).toEqual([
    'constructor',
    'a',
  ]);
});
