import { expect, test } from 'vitest';
import type { PipelineDocument } from './document.ts';
import { setCollapsed } from './groups.ts';
import { moveParts, removeNodes } from './removal.ts';
import { portsOf } from './test-pipelines.ts';
import { bestInput, connectPorts, fittingPorts, insertOnEdge, removeAndJoin } from './wires.ts';

const pipeline = (nodes: readonly string[], edges: readonly string[]): PipelineDocument => ({
  format: 'millrace/pipeline',
  version: 1,
  name: 'Test',
  parameters: {},
  nodes: nodes.map(text => ({ id: text.split(':')[0] ?? '', kind: text.split(':')[1] ?? '', params: {} })),
  edges: edges.map(text => ({ from: text.split(' ')[0] ?? '', to: text.split(' ')[1] ?? '' })),
  layout: {},
});
const edgesOf = (document: PipelineDocument) => document.edges.map(({ from, to }) => `${from} ${to}`);

test('a wire into an input for one table takes the place of the wire that was there', () => {
  const before = pipeline(['a:read', 'b:read', 'f:filter'], ['a f']);
  const after = connectPorts(before, { node: 'b', port: 'out' }, { node: 'f', port: 'in' }, portsOf);
  expect(edgesOf(after)).toEqual(['b.out f.in']);
});

test('an input for many keeps its wires, and takes each once', () => {
  const before = pipeline(['a:read', 'b:read', 'u:union'], ['a u.in']);
  const to = { node: 'u', port: 'in' };
  const after = connectPorts(before, { node: 'b', port: 'out' }, to, portsOf);
  expect(edgesOf(after)).toEqual(['a u.in', 'b.out u.in']);
  expect(connectPorts(after, { node: 'a', port: 'out' }, to, portsOf)).toBe(after);
});

test('no circle is made, and no port of another type is offered', () => {
  const document = pipeline(['f:filter', 'g:filter', 'm:fit'], ['f.out g.in']);
  expect(connectPorts(document, { node: 'g', port: 'out' }, { node: 'f', port: 'in' }, portsOf)).toBe(
    document,
  );
  expect(fittingPorts(document, { node: 'g', port: 'out' }, 'outputs', portsOf)).toEqual(
    new Map([['m', new Set(['in'])]]),
  );
  expect(fittingPorts(document, { node: 'm', port: 'model' }, 'outputs', portsOf).size).toBe(0);
});

test('a new wire takes a free input before a taken one', () => {
  const document = pipeline(['a:read', 'j:join'], ['a j.left']);
  const [, join] = document.nodes;
  expect(join === undefined ? '' : bestInput(document, join, 'table', portsOf)).toBe('right');
});

test('a node put on a wire stands between its ends, in the same place of the order', () => {
  const before = pipeline(['a:read', 'b:read', 'u:union', 'f:filter'], ['a.rejected u', 'b u']);
  const after = insertOnEdge(before, { from: 'a.rejected', to: 'u' }, 'f', portsOf);
  expect(edgesOf(after)).toEqual(['a.rejected f.in', 'f.out u.in', 'b u']);
});

test('a sink cannot be put on a wire', () => {
  const before = pipeline(['a:read', 'f:filter', 'w:write'], ['a f']);
  expect(insertOnEdge(before, { from: 'a', to: 'f' }, 'w', portsOf)).toBe(before);
});

test('taking out two steps of a chain joins what is left; the second input of a join is not carried on', () => {
  const chain = pipeline(['a:read', 'f:filter', 'g:filter', 'w:write'], ['a f', 'f g', 'g w']);
  expect(edgesOf(removeAndJoin(chain, new Set(['f', 'g']), portsOf))).toEqual(['a.out w.in']);
  const join = pipeline(['a:read', 'b:read', 'j:join', 'w:write'], ['a j.left', 'b j.right', 'j w']);
  expect(edgesOf(removeAndJoin(join, new Set(['j']), portsOf))).toEqual(['a.out w.in']);
  const right = pipeline(['b:read', 'j:join', 'w:write'], ['b j.right', 'j w']);
  expect(edgesOf(removeAndJoin(right, new Set(['j']), portsOf))).toEqual([]);
});

test('a group goes with its last node, and takes its place with it', () => {
  const document = {
    ...pipeline(['a:read'], []),
    groups: [{ id: 'g', nodes: ['a'] }],
    layout: { g: [1, 2] as const },
  };
  const after = removeNodes(document, new Set(['a']));
  expect([after.groups, after.layout]).toEqual([[], {}]);
});

test('what is in a collapsed group moves with it', () => {
  const document: PipelineDocument = {
    ...pipeline(['a:read', 'b:read'], []),
    groups: [{ id: 'g', nodes: ['a'] }],
    layout: { a: [10, 10], b: [0, 0] },
  };
  const collapsed = setCollapsed(document, 'g', true, [10, 10]);
  expect(moveParts(collapsed, new Map([['g', [30.4, 5]]])).layout).toEqual({
    a: [30, 5],
    b: [0, 0],
    g: [30, 5],
  });
  expect(moveParts(collapsed, new Map([['g', [10, 10]]]))).toBe(collapsed);
});
