/** Which results of earlier runs are read back, and which of this run are worth keeping. */
import { type Assertion, mainRelations, type Plan, type Relation, type Sink } from '../plan/plan.ts';
import { refsOf } from '../plan/relation.ts';
import type { Schema } from '../schema/types.ts';
import type { CacheOptions, CachePlan } from './cache.ts';
import { outputHolding } from './cache-outputs.ts';
import type { RunRecord } from './cache-record.ts';
import { type Entry, listEntries, takeEntry } from './cache-store.ts';

const lossless =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|FLOAT|DOUBLE|VARCHAR|BOOLEAN|DATE|TIMESTAMP|DECIMAL\(\d+,\d+\))(\[\])*$/;

/** Whether rows of these columns come back from Parquet exactly as they went in. */
export const survivesParquet = (schema: Schema): boolean => schema.every(f => lossless.test(f.type));

/** Larger results are not kept: cells, not bytes, because rows are known and sizes are not. */
export const mostCells = 50_000_000;
/** What keeping a cell takes, once as a table and once as a file. Measured: 70 M cells in 1.9 s on two cores. */
const keepMsPerCell = 1.9e3 / 70e6;

type Choice = {
  readonly sinks: readonly Sink[];
  readonly assertions: readonly Assertion[];
  readonly hashes: ReadonlyMap<string, string>;
  readonly before: RunRecord | undefined;
};

/** Which relations are read back, and which will be kept. From the sinks up: what is cached makes all below it unnecessary. */
export const choose = async (
  o: CacheOptions,
  folder: string,
  hold: string,
  { sinks, assertions, hashes, before }: Choice,
): Promise<{ cached: ReadonlyMap<string, Entry>; wanted: ReadonlySet<string> }> => {
  const { plan } = o.compiled;
  const cached = new Map<string, Entry>();
  const wanted = new Set<string>();
  const entries = await listEntries(folder);
  const stable = stableRelations(plan, hashes, before);
  const ends = new Set(o.to ?? []);
  const needed = new Set([...sinks.map(s => s.input), ...assertions.map(a => a.input), ...ends]);
  for (const relation of [...plan.relations].reverse()) {
    if (!needed.has(relation.name)) continue;
    const hash = relation.rel.op === 'ref' ? undefined : hashes.get(relation.name);
    const name = hash === undefined ? undefined : entries.get(hash);
    const entry =
      (name === undefined ? undefined : await takeEntry(folder, name, hold)) ??
      (hash !== undefined && survivesParquet(relation.schema)
        ? await outputHolding(hash, o.targets, before)
        : undefined);
    if (entry !== undefined) {
      cached.set(relation.name, entry);
      continue;
    }
    const asked = isSummary(relation) || stable.has(relation.name) || ends.has(relation.name);
    if (hash !== undefined && asked) wanted.add(relation.name);
    for (const ref of refsOf(relation.rel)) needed.add(ref);
  }
  return { cached, wanted };
};

const isSummary = ({ rel }: Relation): boolean =>
  rel.op === 'aggregate' || rel.op === 'computed' || (rel.op === 'project' && rel.input.op === 'aggregate');

/**
 * The last relations that are as they were in the run before and yet have to be computed: the edit is above them, so
 * the next one will be too.
 */
const stableRelations = (
  plan: Plan,
  hashes: ReadonlyMap<string, string>,
  before: RunRecord | undefined,
): ReadonlySet<string> => {
  const same = new Set(
    plan.relations
      .filter(r => r.rel.op !== 'ref' && hashes.has(r.name))
      .filter(r => before?.nodes[r.node]?.hash === hashes.get(r.name))
      .map(r => r.name),
  );
  const below = new Set(plan.relations.filter(r => same.has(r.name)).flatMap(r => refsOf(r.rel)));
  const counts = new Map(before?.counts);
  const costs = new Map(before?.costs);
  return new Set(
    plan.relations
      .filter(r => same.has(r.name) && !below.has(r.name) && r.rel.op !== 'scan')
      .filter(r => {
        const hash = hashes.get(r.name) ?? '';
        return worthKeeping((counts.get(hash) ?? 0) * r.schema.length, costs.get(hash) ?? 0);
      })
      .map(r => r.name),
  );
};

/** Keeping must cost less than half of computing again, or edits would make runs slower, not faster. */
export const worthKeeping = (cells: number, ms: number): boolean =>
  cells <= mostCells && 2 * cells * keepMsPerCell <= ms;

/** Nodes of the run that have nothing to do, with their rows as far as they were ever counted. */
export const cachedNodes = (
  o: CacheOptions,
  given: Choice & {
    readonly cached: ReadonlyMap<string, Entry>;
    readonly counts: ReadonlyMap<string, number>;
  },
): CachePlan['cachedNodes'] => {
  const { sinks, assertions, cached, hashes, counts, before } = given;
  if (o.sinks.length === 0 && cached.size === 0) return new Map();
  const busy = busyNodes(o, sinks, assertions, cached);
  const mains = mainRelations(o.compiled.plan);
  return new Map(
    o.nodes
      .filter(id => !busy.has(id))
      .map(id => {
        const main = mains.get(id);
        const hash = hashes.get(main?.name ?? '');
        const rows = cached.get(main?.name ?? '')?.rows ?? counts.get(hash ?? '');
        const reason =
          before?.nodes[id]?.hash === hash
            ? 'cached: inputs and settings unchanged'
            : 'cached: inputs and settings as in an earlier run';
        return [id, { ...(rows !== undefined && { rows }), reason }] as const;
      }),
  );
};

/** Nodes that take part in what still has to be computed. */
const busyNodes = (
  o: CacheOptions,
  sinks: readonly Sink[],
  assertions: readonly Assertion[],
  cached: ReadonlyMap<string, Entry>,
): ReadonlySet<string> => {
  const byName = new Map(o.compiled.plan.relations.map(r => [r.name, r] as const));
  const nodes = new Set<string>(sinks.map(s => s.node));
  const waiting = [...sinks.map(s => s.input), ...assertions.map(a => a.input), ...(o.to ?? [])];
  const seen = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name) || cached.has(name)) continue;
    seen.add(name);
    const relation = byName.get(name);
    if (relation === undefined) continue;
    nodes.add(relation.node);
    waiting.push(...refsOf(relation.rel));
  }
  return nodes;
};
