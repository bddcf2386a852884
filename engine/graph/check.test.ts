import { describe, expect, test } from 'vitest';
import { parsePipeline } from './parse.ts';
import { codes, graph, only } from './test-files.ts';

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
    expect(diagnostics.at(-1)).toMatchObject({ code: 'more-problems', data: { limit: 1000 } });
  });
});
