import { expect, test } from 'vitest';
import { diffPipelines } from '../../engine/graph/diff.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { markRules } from './mark-rules.ts';

const read = (nodes: readonly object[], edges: readonly object[], more: object = {}) => {
  const { document } = parsePipeline(
    JSON.stringify({ format: 'millrace/pipeline', version: 1, nodes, edges, ...more }),
  );
  if (document === undefined) throw new Error('the test pipeline is one');
  return document;
};
const node = (id: string, params: object = {}) => ({ id, kind: 'filter', params });

test('added and changed nodes have a ring, new wires a colour, the rest nothing', () => {
  const before = read([node('a'), node('b'), node('c')], [{ from: 'a.out', to: 'b.in' }]);
  const after = read(
    [node('a'), node('b', { condition: 'x > 1' }), node('d')],
    [
      { from: 'a.out', to: 'b.in' },
      { from: 'b.out', to: 'd.in' },
    ],
  );
  const rules = markRules(diffPipelines(before, after), after);
  expect(rules).toMatch(/\[data-id="b"\] \{[^}]*--warn/);
  expect(rules).toMatch(/\[data-id="d"\] \{[^}]*--good/);
  expect(rules).toContain('[data-id="b.out → d.in"] path');
  expect(rules).not.toContain('data-id="a');
  expect(rules).not.toContain('data-id="c"');
});

test('what lies in a collapsed group marks the group, and no difference marks nothing', () => {
  const groups = [{ id: 'g', nodes: ['a'], collapsed: true }];
  const before = read([node('a')], [], { groups });
  const after = read([node('a', { condition: 'true' })], [], { groups });
  expect(markRules(diffPipelines(before, after), after)).toMatch(/\[data-id="g"\] \{[^}]*--warn/);
  expect(markRules(diffPipelines(after, after), after)).toBe('');
});
