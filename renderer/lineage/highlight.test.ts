import { expect, test } from 'vitest';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { highlightRules } from './highlight.ts';

test('nodes of the way stay, wires between them are lit, all else steps back', () => {
  const { document } = parsePipeline(
    JSON.stringify({
      format: 'millrace/pipeline',
      version: 1,
      nodes: ['a', 'b', 'c'].map(id => ({ id, kind: 'filter' })),
      edges: [
        { from: 'a.out', to: 'b.in' },
        { from: 'b.out', to: 'c.in' },
      ],
    }),
  );
  if (document === undefined) throw new Error('the test pipeline is one');
  const rules = highlightRules(new Set(['a', 'b']), document);
  expect(rules).toContain(':not([data-id="a"], [data-id="b"])');
  expect(rules).toContain('[data-id="a.out → b.in"] path');
  expect(rules).not.toContain('c.in');
});
