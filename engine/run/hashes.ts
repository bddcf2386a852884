/** Content hashes of relations: equal hashes mean equal rows, given the same engine. */
import { createHash } from 'node:crypto';
import type { SourceFacts } from '../compile/compile.ts';
import { functionInfo, isFunctionName } from '../plan/functions.ts';
import type { Plan } from '../plan/plan.ts';

/** Raised when a stored result would no longer equal a new one; part of every hash. */
const meaning = 'millrace-1 duckdb-1.5.5';

export const sha = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

const volatileWords =
  /\b(random|uuid|gen_random_uuid|now|today|current_date|current_timestamp|current_time|localtime|localtimestamp|get_current_timestamp|nextval|transaction_timestamp)\b/i;

/** JSON with sorted keys, so that equal data gives equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  );

/** The hash of each relation whose rows depend on nothing but the plan and known files; the others have none. */
export const relationHashes = (plan: Plan, sources: readonly SourceFacts[]): ReadonlyMap<string, string> => {
  const fingerprints = new Map(sources.map(s => [s.node, s.fingerprint] as const));
  const hashes = new Map<string, string>();
  for (const relation of plan.relations) {
    if (relation.rel.op === 'ref') {
      const same = hashes.get(relation.rel.name);
      if (same !== undefined) hashes.set(relation.name, same);
      continue;
    }
    let known = true;
    const text = JSON.stringify(relation.rel, (_, v: unknown) => {
      if (typeof v !== 'object' || v === null || Array.isArray(v) || !('op' in v)) return v;
      const node = v as {
        op: string;
        name?: string;
        of?: string;
        fn?: string;
        query?: string;
        options?: unknown;
        connector?: string;
      };
      if (node.op === 'ref' || node.op === 'rejects') {
        const hash = hashes.get(node.name ?? node.of ?? '');
        if (hash === undefined) known = false;
        return { op: 'hash', of: node.op, hash };
      }
      if (node.op === 'scan') {
        const fingerprint = fingerprints.get(relation.node);
        if (fingerprint === undefined) known = false;
        return { op: 'source', connector: node.connector, options: node.options, fingerprint };
      }
      if (node.op === 'sql' && volatileWords.test(node.query ?? '')) known = false;
      if (node.fn !== undefined && isFunctionName(node.fn) && functionInfo(node.fn).volatile) known = false;
      return v;
    });
    if (known) hashes.set(relation.name, sha(`${meaning}\n${canonical(relation.schema)}\n${text}`));
  }
  return hashes;
};
