/** What was done to rows until something was learned of them, as a hash that is the same on every machine. */
import type { Relation } from '../plan/plan.ts';
import { canonical, exactNumber, isMember, sha } from './hashes.ts';

/**
 * The hash of a relation and of all that it is made of. Where sources lie and what they hold is no part of it: the same
 * pipeline over other rows has the same one. Names of nodes are none either, but for what the relation itself says.
 */
export const graphHash = (name: string, planned: readonly Relation[]): string => {
  const hashes = new Map<string, string>();
  const known = (of: string | undefined): string | null => hashes.get(of ?? '') ?? null;
  // A plan names what it reads before it reads it, so nothing here calls itself, however long the plan is.
  for (const relation of planned) {
    const text = JSON.stringify(relation.rel, (_, v: unknown) => {
      if (!isMember(v)) return exactNumber(v);
      if (v.op === 'ref' || v.op === 'rejects') return { op: 'hash', of: v.op, hash: known(v.name ?? v.of) };
      if (v.op === 'apply') return { ...v, op: 'applied', fitted: known(v.fitted) };
      // What the rows were read from is told on the card, and is no part of what was done to them.
      if (v.op === 'computed') return { ...v, options: withoutSources(v.options) };
      if (v.op === 'scan') return { op: 'source', connector: v.connector, columns: v.columns };
      return v;
    });
    hashes.set(relation.name, sha(`${canonical(relation.schema)}\n${text}`));
    if (relation.name === name) break;
  }
  return known(name) ?? '';
};

const withoutSources = (options: unknown): unknown => {
  if (typeof options !== 'object' || options === null || !('sources' in options)) return options;
  const { sources: _, ...rest } = options;
  return rest;
};
