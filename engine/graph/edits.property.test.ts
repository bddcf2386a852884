/** Whatever is done on the canvas, the pipeline stays one without errors, and reads back as it was written. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isError } from '../diagnostics/diagnostic.ts';
import { checkGraph } from './check.ts';
import { addComment, changeComment, removeComments } from './comments.ts';
import type { PipelineDocument } from './document.ts';
import { freeId, renameNode } from './edits.ts';
import { createGroup, setCollapsed, ungroup } from './groups.ts';
import { parsePipeline } from './parse.ts';
import { wiresOf } from './ports.ts';
import { printPipeline } from './print.ts';
import { moveParts, removeNodes } from './removal.ts';
import { paste, snippetOf } from './snippet.ts';
import { pipelines, portsOf } from './test-pipelines.ts';
import { connectPorts, fittingPorts, reachable, removeAndJoin } from './wires.ts';

/** Valid by ids and edges, one edge at most per input for one, and the same after printing and parsing. */
const expectSound = (document: PipelineDocument): void => {
  expect(checkGraph(document).filter(isError)).toEqual([]);
  const ends = wiresOf(document, portsOf).flatMap(({ to }) => {
    const kind = document.nodes.find(node => node.id === to.node)?.kind ?? '';
    return portsOf(kind)?.inputs[to.port ?? '']?.many === true ? [] : [`${to.node}.${to.port}`];
  });
  expect(new Set(ends).size).toBe(ends.length);
  const text = printPipeline(document);
  expect(parsePipeline(text).document).toBeDefined();
  expect(printPipeline(parsePipeline(text).document as PipelineDocument)).toBe(text);
};

const some = fc.array(fc.nat(8), { minLength: 1, maxLength: 6 });
const named = (numbers: readonly number[]): ReadonlySet<string> => new Set(numbers.map(n => `n${n}`));

test('a group that is made, collapsed and taken apart leaves everything else as it was', () => {
  fc.assert(
    fc.property(pipelines, some, (document, numbers) => {
      const id = freeId(document, 'group');
      const made = createGroup(document, id, [...named(numbers)], 'Step');
      expectSound(made);
      expectSound(setCollapsed(made, id, true, [3, 4]));
      if (document.groups === undefined)
        expect(printPipeline(ungroup(setCollapsed(made, id, true, [3, 4]), id))).toBe(
          printPipeline(document),
        );
    }),
  );
});

test('pasting adds as many nodes as were copied, with the edges between them, and touches nothing else', () => {
  fc.assert(
    fc.property(pipelines, some, fc.integer(), (document, numbers, shift) => {
      const ids = named(numbers);
      const notes = new Set((document.comments ?? []).keys());
      const snippet = snippetOf(document, ids, notes);
      expectSound(snippet);
      const by = [shift % 1000, 20] as const;
      const pasted = paste(document, snippet, by);
      expectSound(pasted.document);
      expect(pasted.nodes).toHaveLength(snippet.nodes.length);
      expect(pasted.document.edges).toHaveLength(document.edges.length + snippet.edges.length);
      const without = removeComments(
        removeNodes(pasted.document, new Set(pasted.nodes)),
        new Set(pasted.comments),
      );
      expect(printPipeline(without)).toBe(printPipeline(document));
    }),
  );
});

test('what is copied can be pasted into an empty pipeline, with its parameters', () => {
  fc.assert(
    fc.property(pipelines, some, (document, numbers) => {
      const snippet = snippetOf(document, named(numbers));
      const empty: PipelineDocument = { ...document, nodes: [], edges: [], parameters: {}, layout: {} };
      const { comments: _, groups: __, ...bare } = empty;
      const { document: pasted } = paste(bare, snippet, [0, 0]);
      expectSound(pasted);
      expect(pasted.nodes).toEqual(snippet.nodes);
      expect(Object.keys(pasted.parameters)).toEqual(snippet.nodes.length === 0 ? [] : ['day']);
    }),
  );
});

test('a name can be changed and changed back', () => {
  fc.assert(
    fc.property(pipelines, fc.nat(8), (document, n) => {
      if (!document.nodes.some(node => node.id === `n${n}`)) return;
      const renamed = renameNode(document, `n${n}`, 'other');
      expectSound(renamed);
      expect(printPipeline(renameNode(renamed, 'other', `n${n}`))).toBe(printPipeline(document));
    }),
  );
});

test('a port that is said to fit can be connected, and its wire is then there', () => {
  fc.assert(
    fc.property(pipelines, fc.nat(8), (document, n) => {
      const node = document.nodes[n];
      const [output] = Object.keys(portsOf(node?.kind ?? '')?.outputs ?? {});
      if (node === undefined || output === undefined) return;
      const from = { node: node.id, port: output };
      for (const [other, ports] of fittingPorts(document, from, 'outputs', portsOf))
        for (const port of ports) {
          const joined = connectPorts(document, from, { node: other, port }, portsOf);
          expectSound(joined);
          expect(reachable(joined, node.id)).toContain(other);
        }
    }),
  );
});

test('nodes taken out with their wires joined leave what followed reading from what came before', () => {
  fc.assert(
    fc.property(pipelines, some, (document, numbers) => {
      const ids = named(numbers);
      const joined = removeAndJoin(document, ids, portsOf);
      expectSound(joined);
      expect(joined.nodes).toEqual(document.nodes.filter(node => !ids.has(node.id)));
      for (const { from, to } of joined.edges)
        expect(reachable(document, from.split('.')[0] ?? '')).toContain(to.split('.')[0]);
    }),
  );
});

test('moving changes places only; notes come, change and go', () => {
  fc.assert(
    fc.property(pipelines, fc.integer({ min: -999, max: 999 }), (document, x) => {
      const moved = moveParts(document, new Map(document.nodes.map(node => [node.id, [x, x] as const])));
      expect({ ...moved, layout: {} }).toEqual({ ...document, layout: {} });
      const noted = addComment(document, { text: 'a', at: [x, 0] });
      const last = (noted.comments?.length ?? 0) - 1;
      expectSound(changeComment(noted, last, { text: 'b', size: [200, 90] }));
      expect(removeComments(noted, new Set([last]))).toEqual(document);
    }),
  );
});
