/** Which relations of a fused query have to be counted, which counts follow from others, and who can count them. */
import type { Relation } from '../plan/plan.ts';
import { inputsOf, type Rel, refsOf } from '../plan/relation.ts';

/** The relation whose number of rows equals this one's, one step down. */
const sameRows = (rel: Rel): string | undefined => {
  if (rel.op === 'ref') return rel.name;
  return rel.op === 'project' || rel.op === 'sort' || rel.op === 'apply' ? sameRows(rel.input) : undefined;
};

/** Relations whose rows must be counted: one for each group that shares a number nobody knows yet. */
export const toMeter = (
  target: Relation,
  inside: readonly Relation[],
  known: ReadonlyMap<string, number>,
): ReadonlySet<string> => {
  // The statement itself tells the rows of the target, and of all that has as many.
  const told = new Set<string>();
  let name: string | undefined = sameRows(target.rel);
  const byName = new Map(inside.map(r => [r.name, r] as const));
  while (name !== undefined && !told.has(name)) {
    told.add(name);
    const relation = byName.get(name);
    name = relation === undefined ? undefined : sameRows(relation.rel);
  }
  return new Set(
    inside
      .filter(r => !told.has(r.name) && !known.has(r.name) && sameRows(r.rel) === undefined)
      .filter(r => !r.port.startsWith('~') || inside.some(o => sameRows(o.rel) === r.name))
      .map(r => r.name),
  );
};

/** Whether a relation takes every row of what it reads, and every row of what it makes inside. */
const takesAll = (rel: Rel): boolean => {
  switch (rel.op) {
    case 'ref':
      return true;
    case 'project':
    case 'filter':
    case 'sort':
    case 'aggregate':
    case 'apply':
      return inputsOf(rel).every(takesAll);
    case 'distinct':
      return takesAll(rel.input);
    // A limit stops early, and a join whose other side is empty does not even begin.
    case 'limit':
    case 'join':
    case 'scan':
    case 'rejects':
    case 'values':
    case 'range':
    case 'union':
    case 'intersect':
    case 'except':
    case 'unpivot':
    case 'explode':
    case 'sql':
    case 'computed':
      return false;
  }
};

/**
 * Metered relations that an aggregate right above them counts: it sees each of their rows anyway, and then tells one
 * number a group instead of one a chunk. By the name of the aggregate; only where all of its groups are asked for.
 */
export const countedAbove = (
  target: Relation,
  inside: readonly Relation[],
  metered: ReadonlySet<string>,
): ReadonlyMap<string, string> => {
  const byName = new Map(inside.map(r => [r.name, r] as const));
  const readers = new Map<string, number>();
  for (const relation of [...inside, target])
    for (const ref of refsOf(relation.rel)) readers.set(ref, (readers.get(ref) ?? 0) + 1);
  /** The metered relation with as many rows as this one, if nobody else reads any of those between. */
  const meteredBelow = (name: string): string | undefined => {
    if ((readers.get(name) ?? 0) !== 1) return undefined;
    if (metered.has(name)) return name;
    const below = sameRows(byName.get(name)?.rel ?? target.rel);
    return byName.has(name) && below !== undefined ? meteredBelow(below) : undefined;
  };
  const found = new Map<string, string>();
  const whole = [target];
  for (let relation = whole.pop(); relation !== undefined; relation = whole.pop()) {
    const { rel } = relation;
    if (rel.op === 'aggregate' && rel.sets === undefined && rel.input.op === 'ref') {
      const below = meteredBelow(rel.input.name);
      if (below !== undefined) found.set(relation.name, below);
    }
    if (takesAll(rel)) whole.push(...refsOf(rel).flatMap(ref => byName.get(ref) ?? []));
  }
  return found;
};

/** Fills in the rows of relations that have as many as another. */
export const spreadCounts = (inside: readonly Relation[], counts: Map<string, number>): void => {
  for (const relation of inside) {
    const same = sameRows(relation.rel);
    const rows = same === undefined ? undefined : counts.get(same);
    if (rows !== undefined && !counts.has(relation.name)) counts.set(relation.name, rows);
  }
  for (const relation of [...inside].reverse()) {
    const same = sameRows(relation.rel);
    const rows = counts.get(relation.name);
    if (same !== undefined && rows !== undefined && !counts.has(same)) counts.set(same, rows);
  }
};
