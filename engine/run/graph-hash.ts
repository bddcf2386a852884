/** What was done to rows until something was learned of them, as a hash that is the same on every machine. */
import type { Relation } from '../plan/plan.ts';
import { canonical, exactNumber, isMember, sha } from './hashes.ts';

/**
 * The hash of a relation and of all that it is made of. Where sources lie and what they hold is no part of it: the same
 * pipeline over other rows has the same one. Names of nodes are none either, but for what the relation itself says.
 */
export const graphHash = (name: string, relations: readonly Relation[]): string => {
  const named = new Map(relations.map(r => [r.name, r] as const));
  const known = new Map<string, string>();
  const hashOf = (of: string): string => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const relation = named.get(of);
    const text = JSON.stringify(relation?.rel ?? null, (_, v: unknown) => {
      if (!isMember(v)) return exactNumber(v);
      if (v.op === 'ref' || v.op === 'rejects')
        return { op: 'hash', of: v.op, hash: hashOf(v.name ?? v.of ?? '') };
      if (v.op === 'apply') return { ...v, op: 'applied', fitted: hashOf(v.fitted ?? '') };
      if (v.op === 'scan') return { op: 'source', connector: v.connector, columns: v.columns };
      return v;
    });
    const hash = sha(`${canonical(relation?.schema)}\n${text}`);
    known.set(of, hash);
    return hash;
  };
  return hashOf(name);
};
