import { expect, test } from 'vitest';
import { diffPipelines, isSameMeaning } from './diff.ts';
import type { PipelineDocument } from './document.ts';
import { connect, moveNode, removeNode, setDisabled, setParams } from './edits.ts';
import { parsePipeline } from './parse.ts';

const parsed = (text: object): PipelineDocument => {
  const { document } = parsePipeline(JSON.stringify(text));
  if (document === undefined) throw new Error('the test pipeline is one');
  return document;
};

const base = parsed({
  format: 'millrace/pipeline',
  version: 1,
  name: 'Base',
  parameters: { day: { type: 'date', default: '2024-02-29' } },
  nodes: [
    { id: 'a', kind: 'read-csv', params: { path: 'a.csv', header: true } },
    { id: 'b', kind: 'filter', params: { condition: 'x > 1' } },
  ],
  edges: [{ from: 'a.out', to: 'b.in' }],
  layout: { a: [0, 0] },
});

test('a pipeline does not differ from itself, whatever the order of its params', () => {
  const turned = setParams(base, 'a', { header: true, path: 'a.csv' });
  expect(isSameMeaning(diffPipelines(base, turned))).toBe(true);
});

test('moving a node is a matter of looks', () => {
  const diff = diffPipelines(base, moveNode(base, 'b', [300, 0]));
  expect(isSameMeaning(diff)).toBe(true);
  expect(diff.looks).toBe(true);
});

test('a changed node names the settings that differ, with both values', () => {
  const diff = diffPipelines(base, setDisabled(setParams(base, 'b', { condition: 'x > 2' }), 'b', true));
  expect(diff.nodes).toMatchObject([
    {
      how: 'changed',
      node: { id: 'b' },
      changes: [
        { name: 'condition', before: 'x > 1', after: 'x > 2' },
        { name: 'disabled', after: true },
      ],
    },
  ]);
});

test('nodes and wires that come and go', () => {
  const gone = removeNode(base, 'b');
  expect(diffPipelines(base, gone)).toMatchObject({
    nodes: [{ how: 'removed', node: { id: 'b' } }],
    edges: [{ how: 'removed', edge: { from: 'a.out', to: 'b.in' } }],
  });
  expect(diffPipelines(gone, base)).toMatchObject({
    nodes: [{ how: 'added', node: { id: 'b' } }],
    edges: [{ how: 'added' }],
  });
  expect(diffPipelines(base, connect(base, { from: 'a.rejected', to: 'b.in' })).edges).toHaveLength(1);
});

test('parameters and the name count', () => {
  const other = { ...base, name: 'Other', parameters: {} };
  expect(diffPipelines(base, other).pipeline.map(c => c.name)).toEqual(['name', 'parameter day']);
});
