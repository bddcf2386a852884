/** What of earlier runs can be used again, why, and what of this one is worth keeping. */
import { dirname } from 'node:path';
import type { Compiled } from '../compile/compile.ts';
import { ident, text } from '../connectors/quote.ts';
import type { Assertion, Sink } from '../plan/plan.ts';
import { cachedNodes, choose, mostCells, survivesParquet } from './cache-choice.ts';
import { outputState, type SinkPlace, sinkRecords } from './cache-outputs.ts';
import { describeNodes, reasonsOf } from './cache-reasons.ts';
import { type RunRecord, recall, remember } from './cache-record.ts';
import {
  addEntry,
  type Entry,
  makeHold,
  prepareStore,
  releaseHold,
  trimStore,
  usualCacheBytes,
} from './cache-store.ts';
import type { RunOutput, RunWarning } from './events.ts';
import { relationHashes } from './hashes.ts';
import type { Session } from './session.ts';

/** What a finished run knows that is worth keeping. */
export type Learned = {
  readonly outputs: readonly RunOutput[];
  readonly warnings: readonly RunWarning[];
  readonly counts: ReadonlyMap<string, number>;
  /** Milliseconds from the start of a node's query to its last row, by node. */
  readonly times: ReadonlyMap<string, number>;
  /** Input relations of the checks that no row broke. */
  readonly metChecks: ReadonlySet<string>;
};

export type CachePlan = {
  /** Sinks that still have to be written. */
  readonly sinks: readonly Sink[];
  /** Checks that still have to be made: those that were met before, on the same rows, are not. */
  readonly assertions: readonly Assertion[];
  /** Relations that are read back instead of computed. */
  readonly cached: ReadonlySet<string>;
  /** Relations worth a table of their own because their rows will be kept. */
  readonly wanted: ReadonlySet<string>;
  readonly cachedNodes: ReadonlyMap<string, { readonly rows?: number; readonly reason: string }>;
  readonly skippedOutputs: readonly RunOutput[];
  /** What was warned of when they were written. */
  readonly skippedWarnings: readonly RunWarning[];
  /** Why each other node runs. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Makes cached relations readable by name. */
  readonly prepare: (tables: Set<string>, counts: Map<string, number>) => Promise<void>;
  readonly keep: (learned: Learned) => Promise<void>;
  /** Lets go of what the run held on to; to be called at its end, whatever happened. */
  readonly release: () => Promise<void>;
};

export type CacheOptions = {
  /** Folder of the cache, or undefined for none. */
  readonly folder: string | undefined;
  /** Results kept together, in bytes; 2 GB if not given. */
  readonly mostBytes?: number;
  /** Identity of the pipeline: its absolute path. */
  readonly pipeline: string;
  readonly compiled: Compiled;
  readonly sinks: readonly Sink[];
  /** Relations that are wanted for themselves: what a run to a node ends with. */
  readonly to?: readonly string[];
  readonly assertions: readonly Assertion[];
  readonly targets: ReadonlyMap<Sink, SinkPlace>;
  readonly session: Session;
  /** Nodes of the run, in order. */
  readonly nodes: readonly string[];
};

/** Decides what a run has to do. Reads the cache and existing outputs, writes nothing. */
export const planCache = async (o: CacheOptions): Promise<CachePlan> => {
  const folder = o.folder !== undefined && (await prepareStore(o.folder)) ? o.folder : undefined;
  return folder === undefined ? withoutCache(o) : withCache(o, folder);
};

const withoutCache = (o: CacheOptions): CachePlan => {
  const reason = o.folder === undefined ? 'ran: the cache is off' : 'ran: the cache folder cannot be written';
  return {
    sinks: o.sinks,
    assertions: o.assertions,
    cached: new Set(),
    wanted: new Set(),
    cachedNodes: new Map(),
    skippedOutputs: [],
    skippedWarnings: [],
    reasons: new Map(o.nodes.map(id => [id, reason])),
    prepare: async () => {},
    keep: async () => {},
    release: async () => {},
  };
};

const withCache = async (o: CacheOptions, folder: string): Promise<CachePlan> => {
  const { plan, sources } = o.compiled;
  const before = await recall(folder, o.pipeline);
  const hashes = relationHashes(plan, sources, dirname(o.pipeline));
  const now = describeNodes(o.compiled, hashes);
  const sinks: Sink[] = [];
  const skippedOutputs: RunOutput[] = [];
  const skippedWarnings: RunWarning[] = [];
  const reasons = new Map(reasonsOf(o.compiled, now, before));
  for (const sink of o.sinks) {
    const state = await outputState(sink, o.targets.get(sink), hashes.get(sink.input), before);
    if ('output' in state) {
      skippedOutputs.push(state.output);
      if (state.warning !== undefined) skippedWarnings.push({ node: sink.node, message: state.warning });
    } else {
      sinks.push(sink);
      if (state.altered) reasons.set(sink.node, 'ran: its output is missing or was changed');
    }
  }
  const met = new Set(before?.checks);
  const assertions = o.assertions.filter(a => !met.has(hashes.get(a.input) ?? ''));
  const hold = await makeHold(folder);
  const { cached, wanted } = await choose(o, folder, hold, { sinks, assertions, hashes, before });
  const counts = new Map(before?.counts);
  return {
    sinks,
    assertions,
    cached: new Set(cached.keys()),
    wanted,
    cachedNodes: cachedNodes(o, { sinks, assertions, cached, hashes, counts, before }),
    skippedOutputs,
    skippedWarnings,
    reasons,
    prepare: (tables, known) => readBack(o, cached, tables, known),
    keep: async learned => {
      for (const name of wanted) await keepRows(o, folder, name, hashes.get(name), learned.counts.get(name));
      await remember(folder, o.pipeline, lessons(o, hashes, now, learned, skippedOutputs), before);
      await trimStore(folder, o.mostBytes ?? usualCacheBytes);
    },
    release: () => releaseHold(hold),
  };
};

const readBack = async (
  o: CacheOptions,
  cached: ReadonlyMap<string, Entry>,
  tables: Set<string>,
  counts: Map<string, number>,
): Promise<void> => {
  // While the pipeline was checked, what its columns are may have been asked of the same relation as a table.
  const left = await o.session.rows('SELECT table_name FROM duckdb_tables() WHERE temporary');
  for (const [name] of left)
    if (typeof name === 'string' && cached.has(name)) await o.session.run(`DROP TABLE ${ident(name)}`);
  for (const [name, { file, rows }] of cached) {
    const schema = o.compiled.plan.relations.find(r => r.name === name)?.schema ?? [];
    const columns = schema.map(f => `CAST(${ident(f.name)} AS ${f.type}) AS ${ident(f.name)}`).join(', ');
    await o.session.run(
      `CREATE OR REPLACE TEMP VIEW ${ident(name)} AS SELECT ${columns} FROM read_parquet(${text(file)})`,
    );
    tables.add(name);
    counts.set(name, rows);
  }
};

/** Keeps the rows of a relation that became a table, unless they are many or do not survive Parquet. */
const keepRows = async (
  o: CacheOptions,
  folder: string,
  name: string,
  hash: string | undefined,
  rows: number | undefined,
): Promise<void> => {
  const schema = o.compiled.plan.relations.find(r => r.name === name)?.schema;
  if (hash === undefined || rows === undefined || schema === undefined) return;
  if (rows * schema.length > mostCells || !survivesParquet(schema)) return;
  await addEntry(folder, hash, rows, temporary =>
    o.session.run(`COPY ${ident(name)} TO ${text(temporary)} (FORMAT parquet, COMPRESSION zstd)`),
  );
};

/** What the next run should know of this one. */
const lessons = (
  o: CacheOptions,
  hashes: ReadonlyMap<string, string>,
  nodes: RunRecord['nodes'],
  learned: Learned,
  skipped: readonly RunOutput[],
): Omit<RunRecord, 'version' | 'meaning'> => ({
  nodes,
  sinks: sinkRecords(o.sinks, o.targets, hashes, [...learned.outputs, ...skipped], learned.warnings),
  counts: [...learned.counts].flatMap(([name, rows]) => {
    const hash = hashes.get(name);
    return hash === undefined ? [] : [[hash, rows] as [string, number]];
  }),
  costs: o.compiled.plan.relations.flatMap(({ name, node }) => {
    const [hash, ms] = [hashes.get(name), learned.times.get(node)];
    return hash === undefined || ms === undefined ? [] : [[hash, Math.round(ms)] as [string, number]];
  }),
  checks: [...learned.metChecks].flatMap(name => hashes.get(name) ?? []),
});
