/** Two runs side by side, node by node. */
import type { PastRun } from '../../engine/contract/runs.ts';

type Side = { readonly rows?: number | undefined; readonly ms: number; readonly cached: boolean };

export type ComparedNode = {
  readonly node: string;
  readonly before: Side | undefined;
  readonly after: Side | undefined;
  /** Rows now less rows then, where both are known. */
  readonly rows: number | undefined;
  readonly ms: number | undefined;
};

export const compareRuns = (before: PastRun, after: PastRun): readonly ComparedNode[] => {
  const ids = [...new Set([...Object.keys(after.nodes), ...Object.keys(before.nodes)])];
  return ids.map(node => {
    const [a, b] = [before.nodes[node], after.nodes[node]];
    return {
      node,
      before: a,
      after: b,
      rows: a?.rows === undefined || b?.rows === undefined ? undefined : b.rows - a.rows,
      ms: a === undefined || b === undefined ? undefined : b.ms - a.ms,
    };
  });
};

/** Parameters whose values differ, with both. */
export const comparedParameters = (before: PastRun, after: PastRun) =>
  [...new Set([...Object.keys(before.parameters), ...Object.keys(after.parameters)])]
    .filter(name => before.parameters[name] !== after.parameters[name])
    .map(name => ({ name, before: before.parameters[name], after: after.parameters[name] }));

export const runMs = ({ startedAt, endedAt }: PastRun): number | undefined =>
  endedAt === undefined ? undefined : endedAt - startedAt;
