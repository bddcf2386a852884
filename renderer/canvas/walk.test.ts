import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pipelines } from '../../engine/graph/test-pipelines.ts';
import { snap } from './guides.ts';
import { flowOrder, inOrder, neighbour } from './walk.ts';

test('in the order of the rows each node comes after everything it reads, and all are there', () => {
  fc.assert(
    fc.property(pipelines, document => {
      const order = flowOrder(document).map(node => node.id);
      expect([...order].sort()).toEqual(document.nodes.map(node => node.id).sort());
      for (const { from, to } of document.edges)
        expect(order.indexOf(from.split('.')[0] ?? '')).toBeLessThan(order.indexOf(to.split('.')[0] ?? ''));
    }),
  );
});

test('a circle loses no node', () => {
  const nodes = ['a', 'b', 'c'].map(id => ({ id, kind: 'filter', params: {} }));
  const document = {
    format: 'millrace/pipeline' as const,
    version: 1,
    name: '',
    parameters: {},
    nodes,
    edges: [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ],
    layout: { a: [0, 0] as const, b: [0, 90] as const, c: [9, 200] as const },
  };
  expect(flowOrder(document).map(node => node.id)).toEqual(['c', 'a', 'b']);
  expect(neighbour(document, 'a', 'next')).toBe('b');
  expect(neighbour(document, 'b', 'down')).toBe('c');
  expect(neighbour(document, 'a', 'up')).toBeUndefined();
  expect([inOrder(document, 'c', 1), inOrder(document, 'c', -1)]).toEqual(['a', undefined]);
});

test('a dragged box snaps to the line of a neighbour, else to the grid', () => {
  const box = { id: 'a', x: 203, y: 44, width: 100, height: 50 };
  const other = { id: 'b', x: 0, y: 40, width: 100, height: 50 };
  expect(snap(box, [other])).toMatchObject({ dx: -3, dy: -4, guides: [{ way: 'across', at: 40 }] });
  expect(snap(box, [])).toEqual({ dx: -3, dy: -4, guides: [] });
});
