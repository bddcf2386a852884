/** Content hashes of relations: equal hashes mean equal rows. */
import { createHash } from 'node:crypto';
import { version } from '@duckdb/node-api';
import type { SourceFacts } from '../compile/state.ts';
import { functionInfo, functionSpelled, isFunctionName } from '../plan/functions.ts';
import type { Plan, Relation } from '../plan/plan.ts';
import { buildId, programVersion } from './version.ts';

/** The engine as reports name it, such as `duckdb 1.5.5`. */
export const engineName = `duckdb ${version().replace(/^v/, '')}`;

/** What computes the rows. Part of every hash: another program may give other rows for the same plan. */
export const meaning = `millrace ${programVersion} ${buildId} ${engineName}`;

export const sha = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

/** JSON with sorted keys, so that equal data gives equal text. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, v: unknown) =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : exactNumber(v),
  ) ?? 'undefined';

/** JSON writes -0 as 0 and infinities as null; here they differ. */
export const exactNumber = (v: unknown): unknown =>
  typeof v === 'number' && (!Number.isFinite(v) || Object.is(v, -0))
    ? `number ${Object.is(v, -0) ? '-0' : v}`
    : v;

/** Words of SQL that are no functions of the table and whose value is another one each time. */
const volatileSql = /\b(current_\w+|localtime|localtimestamp|sample|tablesample|nextval)\b/i;

const isVolatileQuery = (query: string): boolean =>
  volatileSql.test(query) ||
  (query.match(/[a-z_]\w*/gi) ?? []).some(word => {
    const name = functionSpelled(word);
    return name !== undefined && functionInfo(name).volatile === true;
  });

/** A server may answer otherwise between the look at it and the read, and nobody would know. */
const live: ReadonlySet<string> = new Set(['http', 'html']);

/** The fingerprint of everything that a node reads, or undefined when one part of it is not known. */
export const sourceFingerprints = (sources: readonly SourceFacts[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string | undefined>();
  for (const { node, fingerprint } of sources) {
    const before = found.has(node) ? found.get(node) : '';
    found.set(
      node,
      before === undefined || fingerprint === undefined ? undefined : `${before} ${fingerprint}`.trim(),
    );
  }
  return new Map([...found].flatMap(([node, f]) => (f === undefined ? [] : [[node, f] as const])));
};

/** A member of a plan, as far as the hash looks at it. */
type Member = {
  readonly op: string;
  readonly name?: string;
  readonly of?: string;
  readonly fitted?: string;
  readonly fn?: string;
  readonly query?: string;
  readonly connector?: string;
  readonly options?: unknown;
  readonly columns?: unknown;
};

export const isMember = (v: unknown): v is Member =>
  typeof v === 'object' && v !== null && 'op' in v && typeof v.op === 'string';

/**
 * The hash of each relation whose rows depend on nothing but the plan and known files; the others have none.
 * `folder` is where relative paths start: a source of that path elsewhere is another one.
 */
export const relationHashes = (
  plan: Plan,
  sources: readonly SourceFacts[],
  folder: string,
): ReadonlyMap<string, string> => {
  const fingerprints = sourceFingerprints(sources);
  const hashes = new Map<string, string>();
  for (const relation of plan.relations) {
    const hash =
      relation.rel.op === 'ref'
        ? hashes.get(relation.rel.name)
        : hashOf(relation, hashes, fingerprints.get(relation.node), folder);
    if (hash !== undefined) hashes.set(relation.name, hash);
  }
  return hashes;
};

const hashOf = (
  relation: Relation,
  hashes: ReadonlyMap<string, string>,
  fingerprint: string | undefined,
  folder: string,
): string | undefined => {
  let known = true;
  const text = JSON.stringify(relation.rel, (_, v: unknown) => {
    if (!isMember(v)) return exactNumber(v);
    if (v.op === 'ref' || v.op === 'rejects') {
      const hash = hashes.get(v.name ?? v.of ?? '');
      if (hash === undefined) known = false;
      return { op: 'hash', of: v.op, hash };
    }
    if (v.op === 'apply') {
      const fitted = hashes.get(v.fitted ?? '');
      if (fitted === undefined) known = false;
      // What follows reads the parts again; the name alone would say nothing of what was learned.
      return { ...v, op: 'applied', fitted };
    }
    if (v.op === 'scan') {
      const options = canonical(v.options);
      // A secret may lead elsewhere tomorrow, and its value must not be kept in any form.
      if (fingerprint === undefined || live.has(v.connector ?? '') || options.includes('${env:'))
        known = false;
      return { op: 'source', connector: v.connector, options, columns: v.columns, fingerprint, folder };
    }
    if (v.op === 'sql' && isVolatileQuery(v.query ?? '')) known = false;
    if (v.fn !== undefined && isFunctionName(v.fn) && functionInfo(v.fn).volatile) known = false;
    return v;
  });
  return known ? sha(`${meaning}\n${canonical(relation.schema)}\n${text}`) : undefined;
};
