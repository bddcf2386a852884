import type { InputTable, Lowered } from '../catalogue/node.ts';
import { eachRel, type Rel, type ScanRel, withInputs } from '../plan/relation.ts';
import type { BoundGraph, BoundNode } from './bind.ts';
import { type Asking, ask, type State } from './state.ts';

type LowerOnce = (
  node: BoundNode,
  tables: ReadonlyMap<string, readonly InputTable[]>,
  state: State,
) => Asking<Lowered | undefined>;

/** Sources have no inputs, so all of them are lowered and looked at in one go. */
export function* lookAtSources(graph: BoundGraph, state: State, lowerOnce: LowerOnce): Asking<void> {
  const scans: { node: string; scan: ScanRel }[] = [];
  for (const node of graph.nodes) {
    if (!node.sound || node.disabled || Object.keys(node.kind.inputs).length > 0) continue;
    const lowered = yield* lowerOnce(node, new Map(), state);
    if (lowered === undefined) continue;
    state.lowered.set(node.id, lowered);
    for (const rel of [...Object.values(lowered.locals ?? {}), ...Object.values(lowered.outputs ?? {})])
      eachRel(rel, r => {
        if (r.op === 'scan' && r.columns === undefined) scans.push({ node: node.id, scan: r });
      });
  }
  if (scans.length === 0) return;
  const requests = scans.map(({ node, scan }) => ({
    node,
    connector: scan.connector,
    options: scan.options,
  }));
  const { sources } = yield* ask({ need: 'sources', sources: requests });
  scans.forEach(({ node, scan }, i) => {
    const answer = sources[i];
    if (answer === undefined || 'problem' in answer) {
      if (answer !== undefined) state.diagnostics.push({ ...answer.problem, node });
      state.described.set(scan, undefined);
      return;
    }
    state.sources.push({ node, ...answer });
    state.described.set(scan, { ...scan, options: answer.options, columns: answer.columns });
  });
}

/** Replaces scans by described ones; undefined when one could not be described. */
export const withDescribed = (rel: Rel, state: State): Rel | undefined => {
  let missing = false;
  const change = (r: Rel): Rel => {
    if (r.op === 'scan' && r.columns === undefined) {
      const known = state.described.get(r);
      if (known === undefined) missing = true;
      return known ?? r;
    }
    return withInputs(r, change);
  };
  const changed = change(rel);
  return missing ? undefined : changed;
};
