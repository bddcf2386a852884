/** Problems in the order in which they are read: by node as the pipeline names them, errors before warnings. */
import type { Diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import { counted } from '../../engine/diagnostics/words.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';

export type ProblemGroup = { readonly node: string | undefined; readonly problems: readonly Diagnostic[] };

const weight = { error: 0, warning: 1, info: 2 } as const;

const names = { error: 'problem', warning: 'warning', info: 'note' } as const;

/** How bad the worst of them is. */
export const worstOf = (diagnostics: readonly Diagnostic[]): Diagnostic['severity'] | undefined =>
  (['error', 'warning', 'info'] as const).find(severity => diagnostics.some(d => d.severity === severity));

/** In a few words: the worst are counted, and what is less is seen in the list. */
export const problemWords = (diagnostics: readonly Diagnostic[]): string => {
  const worst = worstOf(diagnostics);
  return worst === undefined
    ? 'No problems'
    : counted(diagnostics.filter(d => d.severity === worst).length, names[worst]);
};

export const grouped = (
  diagnostics: readonly Diagnostic[],
  document: PipelineDocument | undefined,
): readonly ProblemGroup[] => {
  const place = new Map(document?.nodes.map((n, i) => [n.id, i] as const));
  const groups = new Map<string | undefined, Diagnostic[]>();
  for (const d of diagnostics) groups.set(d.node, [...(groups.get(d.node) ?? []), d]);
  return [...groups]
    .map(([node, problems]) => ({
      node,
      problems: problems.toSorted((a, b) => weight[a.severity] - weight[b.severity]),
    }))
    .toSorted((a, b) => {
      const worst = (g: ProblemGroup) => weight[g.problems[0]?.severity ?? 'info'];
      return worst(a) - worst(b) || (place.get(a.node ?? '') ?? -1) - (place.get(b.node ?? '') ?? -1);
    });
};

/** The problem after the one that was last gone to; the first where there was none. */
export const nextProblem = (
  groups: readonly ProblemGroup[],
  last: Diagnostic | undefined,
): Diagnostic | undefined => {
  const all = groups.flatMap(g => g.problems);
  const same = (d: Diagnostic) =>
    last !== undefined && d.node === last.node && d.param === last.param && d.message === last.message;
  const at = all.findIndex(same);
  return all[(at + 1) % Math.max(1, all.length)];
};
