/** What a step did to the rows of the step before it. */

import { ident } from '../../connectors/quote.ts';
import type { Changes } from '../../contract/data.ts';
import { engineError } from '../../diagnostics/errors.ts';
import type { Relation } from '../../plan/plan.ts';
import type { Rel } from '../../plan/relation.ts';
import { queryFor } from '../read-relation.ts';
import { openSession, type Session } from '../session.ts';
import type { Bench } from '../workbench.ts';
import { type HoldOptions, lookFault } from './held.ts';
import { interruptOn } from './lane.ts';

/** Whether each row of a relation is made of the row at its place in `before`, and of no other. */
export const rowsAlign = (
  relation: Relation,
  before: string,
  byName: ReadonlyMap<string, Relation>,
): boolean => {
  let rel: Rel = relation.rel;
  for (;;) {
    if (rel.op === 'project' || rel.op === 'apply') rel = rel.input;
    else if (rel.op === 'ref') {
      if (rel.name === before) return true;
      const next = byName.get(rel.name);
      if (next === undefined) return false;
      rel = next.rel;
    } else return false;
  }
};

const table = async (
  session: Session,
  bench: Bench,
  relation: Relation,
  as: string,
  signal: AbortSignal,
): Promise<number> => {
  const world = bench.worldOver(session, signal);
  const sql = await queryFor(relation, bench.compiled.plan.relations, session, world);
  await session.run(`CREATE TABLE ${as} AS SELECT * FROM (${sql})`);
  const [row] = await session.rows(`SELECT count(*) FROM ${as}`);
  return Number(row?.[0] ?? 0);
};

/** Computes both sides in a session of their own, and lets go of them. */
export const changesOf = async (
  bench: Bench,
  before: Relation,
  after: Relation,
  signal: AbortSignal,
  { memory }: HoldOptions,
): Promise<Changes> => {
  const session = await openSession({ ...bench.may, ...(memory !== undefined && { memory }) });
  const watched = interruptOn(signal, session.connection);
  try {
    const rowsBefore = await table(session, bench, before, 'side_before', signal);
    const rowsAfter = await table(session, bench, after, 'side_after', signal);
    const byName = new Map(bench.compiled.plan.relations.map(r => [r.name, r] as const));
    const counts = { rowsBefore, rowsAfter };
    if (rowsBefore !== rowsAfter || !rowsAlign(after, before.name, byName)) return counts;
    const both = after.schema.filter(f => before.schema.some(b => b.name === f.name));
    if (both.length === 0) return { ...counts, changed: [] };
    const differ = both.map(
      ({ name }) =>
        `count(*) FILTER (WHERE CAST(a.${ident(name)} AS VARCHAR) IS DISTINCT FROM CAST(b.${ident(name)} AS VARCHAR))`,
    );
    const [row] = await session.rows(
      `SELECT ${differ.join(', ')} FROM side_after AS a POSITIONAL JOIN side_before AS b`,
    );
    const changed = both.map(({ name }, i) => ({ column: name, cells: Number(row?.[i] ?? 0) }));
    return { ...counts, changed: changed.filter(c => c.cells > 0) };
  } catch (error) {
    throw signal.aborted
      ? engineError('cancelled', {}, {}, error)
      : lookFault(error, bench, after.node, memory);
  } finally {
    watched.end();
    await session.close();
  }
};
