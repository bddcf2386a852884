/** When the tables of a run have been read for the last time: their memory is then better used by what follows. */
import { refsOf } from '../plan/relation.ts';
import type { Step, Steps } from './steps.ts';

/** The kept tables that a step reads, through the relations that its query computes on the way, and the nodes of those. */
const readBy = (
  step: Step,
  { relations, kept }: Steps,
): { readonly tables: ReadonlySet<string>; readonly nodes: ReadonlySet<string> } => {
  const tables = new Set<string>();
  const nodes = new Set([step.relation.node]);
  const seen = new Set<string>();
  const waiting = [...refsOf(step.relation.rel)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (kept.has(name)) {
      tables.add(name);
      continue;
    }
    const relation = relations.get(name);
    if (relation !== undefined) nodes.add(relation.node);
    waiting.push(...refsOf(relation?.rel ?? step.relation.rel));
  }
  return { tables, nodes };
};

/** The step in which a node takes part for the last time: its rows are known then, or never. */
export const lastParts = (steps: Steps): ReadonlyMap<string, Step> => {
  const last = new Map<string, Step>();
  for (const step of steps.steps) for (const node of readBy(step, steps).nodes) last.set(node, step);
  return last;
};

/** The tables that nobody reads after a step, by the step. `wanted` are those that are asked for at the end. */
export const lastReads = (
  steps: Steps,
  wanted: ReadonlySet<string>,
): ReadonlyMap<Step, readonly string[]> => {
  const done = new Map<Step, readonly string[]>();
  const readLater = new Set(wanted);
  for (const step of [...steps.steps].reverse()) {
    const last = [...readBy(step, steps).tables].filter(name => !readLater.has(name));
    for (const name of last) readLater.add(name);
    if (last.length > 0) done.set(step, last);
  }
  return done;
};
