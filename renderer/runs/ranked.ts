/** What a search has tried so far, the best first. */
import type { Candidate } from '../../engine/run/events.ts';

/** Whether less is better follows from which one was called the best; what has no value comes last. */
export const ranked = (candidates: readonly Candidate[]): readonly Candidate[] => {
  const best = candidates.findLast(c => c.best)?.value ?? null;
  const known = candidates.filter(c => c.value !== null);
  const sign = best !== null && known.some(c => (c.value ?? 0) > best) ? 1 : -1;
  return [
    ...known.toSorted((a, b) => sign * ((a.value ?? 0) - (b.value ?? 0))),
    ...candidates.filter(c => c.value === null),
  ];
};
