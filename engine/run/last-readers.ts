/** When the tables of a run have been read for the last time: their memory is then better used by what follows. */
import { refsOf } from '../plan/relation.ts';
import type { Step, Steps } from './steps.ts';

/** The kept tables that a step reads, through the relations that its query computes on the way. */
const tablesRead = (step: Step, { relations, kept }: Steps): ReadonlySet<string> => {
  const read = new Set<string>();
  const seen = new Set<string>();
  const waiting = [...refsOf(step.relation.rel)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (kept.has(name)) read.add(name);
    else waiting.push(...refsOf(relations.get(name)?.rel ?? step.relation.rel));
  }
  return read;
};

/** The tables that nobody reads after a step, by the step. `wanted` are those that are asked for at the end. */
export const lastReads = (
  steps: Steps,
  wanted: ReadonlySet<string>,
): ReadonlyMap<Step, readonly string[]> => {
  const done = new Map<Step, readonly string[]>();
  const readLater = new Set(wanted);
  for (const step of [...steps.steps].reverse()) {
    const last = [...tablesRead(step, steps)].filter(name => !readLater.has(name));
    for (const name of last) readLater.add(name);
    if (last.length > 0) done.set(step, last);
  }
  return done;
};
