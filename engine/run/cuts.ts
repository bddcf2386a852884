/** Where a query that holds a long chain of nodes is cut in two, because the engine binds nested queries by recursion. */
import type { Relation } from '../plan/plan.ts';
import { inputsOf, type Rel, refsOf } from '../plan/relation.ts';

/**
 * Most levels of nesting in one query. The engine refuses 1000; chains of up to 600 nodes plan in 0.2 s, and from there on
 * the time grows faster than the chain.
 */
const mostLevels = 250;

/** Levels of a relation's own text, down to the relations that it names. */
const height = (rel: Rel): number => {
  let levels = 0;
  let row: readonly Rel[] = [rel];
  while (row.length > 0) {
    levels++;
    row = row.flatMap(r => (r.op === 'rejects' ? [] : inputsOf(r)));
  }
  return levels;
};

/** The relations, given in dependency order, that must become tables so that no query nests deeper than allowed. */
export const deepCuts = (
  relations: Iterable<Relation>,
  isTable: (name: string) => boolean,
  most = mostLevels,
): ReadonlySet<string> => {
  const cuts = new Set<string>();
  const levels = new Map<string, number>();
  for (const { name, rel } of relations) {
    const below = Math.max(0, ...refsOf(rel).map(ref => levels.get(ref) ?? 0));
    const here = below + height(rel);
    if (here > most && !isTable(name)) cuts.add(name);
    levels.set(name, here > most || isTable(name) ? 0 : here);
  }
  return cuts;
};
