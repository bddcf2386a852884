/** What of an earlier run can be used again, why, and what of this one is worth keeping. */
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { paramMeta } from '../catalogue/params.ts';
import type { Compiled, SourceFacts } from '../compile/compile.ts';
import { unwrapped } from '../compile/params.ts';
import { fileFacts } from '../connectors/files/facts.ts';
import { sinkConnectors } from '../connectors/index.ts';
import { ident, text } from '../connectors/quote.ts';
import { engineError } from '../diagnostics/errors.ts';
import type { PipelineDocument } from '../graph/document.ts';
import type { Sink } from '../plan/plan.ts';
import { refsOf } from '../plan/relation.ts';
import type { Schema } from '../schema/types.ts';
import type { RunOutput } from './events.ts';
import { canonical, relationHashes, sha } from './hashes.ts';
import { sha256Of } from './outputs.ts';
import type { Session } from './session.ts';

/** What a run leaves behind about itself, by pipeline file. */
type Remembered = {
  readonly nodes: {
    readonly [id: string]: {
      readonly kind: string;
      readonly params: string;
      readonly keys: { readonly [param: string]: string };
      readonly source?: string;
      readonly hash?: string;
      readonly rows?: number;
      readonly from: readonly string[];
    };
  };
  readonly sinks: readonly {
    readonly node: string;
    readonly input?: string;
    readonly options: string;
    readonly target: string;
    readonly connector: string;
    readonly folder: boolean;
    readonly rows: number;
    readonly bytes?: number;
    readonly sha256?: string;
  }[];
};

export type CachePlan = {
  /** Sinks that still have to be written. */
  readonly sinks: readonly Sink[];
  /** Relations that are read back instead of computed. */
  readonly cached: ReadonlySet<string>;
  /** Relations worth a table of their own because their rows will be kept. */
  readonly wanted: ReadonlySet<string>;
  readonly cachedNodes: ReadonlyMap<string, { readonly rows?: number; readonly reason: string }>;
  readonly skippedOutputs: readonly RunOutput[];
  /** Why each other node runs. */
  readonly reasons: ReadonlyMap<string, string>;
  /** Makes cached relations readable by name. */
  readonly prepare: (tables: Set<string>, counts: Map<string, number>) => Promise<void>;
  readonly keep: (outputs: readonly RunOutput[], counts: ReadonlyMap<string, number>) => Promise<void>;
  /** Throws `input-changed` when a file is not as it was when the run began. */
  readonly verify: (
    input: { readonly name: string; readonly fingerprint: string },
    node: string,
  ) => Promise<void>;
};

export type CacheOptions = {
  /** Folder of the cache, or undefined for none. */
  readonly folder: string | undefined;
  /** Identity of the pipeline: its absolute path. */
  readonly pipeline: string;
  readonly document: PipelineDocument;
  readonly compiled: Compiled;
  readonly sinks: readonly Sink[];
  readonly targets: ReadonlyMap<Sink, { readonly target: string; readonly folder: boolean }>;
  readonly session: Session;
  /** Nodes of the run, in order. */
  readonly nodes: readonly string[];
};

const unchanged = 'cached: inputs and settings unchanged';
/** Larger results cost more to keep than most are worth: cells, not bytes, because rows are known and sizes are not. */
const mostCells = 20_000_000;
const lossless =
  /^(TINYINT|SMALLINT|INTEGER|BIGINT|FLOAT|DOUBLE|VARCHAR|BOOLEAN|DATE|TIMESTAMP|DECIMAL\(\d+,\d+\))(\[\])*$/;

type Entry = { readonly file: string; readonly rows: number };

export const planCache = async (o: CacheOptions): Promise<CachePlan> => {
  const { plan, sources } = o.compiled;
  const before = o.folder === undefined ? undefined : await recall(o.folder, o.pipeline);
  const hashes = relationHashes(plan, sources);
  const now = describeNodes(o, hashes);
  const skipped: RunOutput[] = [];
  const remaining: Sink[] = [];
  for (const sink of o.sinks) {
    const output = o.folder === undefined ? undefined : await unchangedOutput(sink, o, hashes, before);
    if (output === undefined) remaining.push(sink);
    else skipped.push(output);
  }
  const cached = new Map<string, Entry>();
  const wanted = new Set<string>();
  if (o.folder !== undefined) {
    await mkdir(join(o.folder, 'data'), { recursive: true, mode: 0o700 });
    // From the sinks up: what is cached makes all below it unnecessary.
    const byName = new Map(plan.relations.map(r => [r.name, r] as const));
    const needed = new Set([...remaining.map(s => s.input), ...plan.assertions.map(a => a.input)]);
    for (const relation of [...plan.relations].reverse()) {
      if (!needed.has(relation.name)) continue;
      const hash = hashes.get(relation.name);
      const entry =
        hash === undefined || relation.rel.op === 'ref'
          ? undefined
          : await lookup(o.folder, hash, relation.schema, before);
      if (entry !== undefined) {
        cached.set(relation.name, entry);
        continue;
      }
      const summary =
        relation.rel.op === 'aggregate' ||
        (relation.rel.op === 'project' && relation.rel.input.op === 'aggregate');
      // Unchanged since the last run and computed again: the edit is above it, so the next one will be too.
      const stable =
        hash !== undefined &&
        before?.nodes[relation.node]?.hash === hash &&
        relation.rel.op !== 'ref' &&
        relation.rel.op !== 'scan';
      if (hash !== undefined && (summary || (stable && !isBelowStable(relation.name, o, hashes, before))))
        wanted.add(relation.name);
      for (const ref of refsOf(byName.get(relation.name)?.rel ?? relation.rel)) needed.add(ref);
    }
  }
  const runs = nodesOf(o, remaining, cached);
  const cachedNodes = new Map(
    o.nodes
      .filter(id => !runs.has(id) && (o.sinks.length > 0 || cached.size > 0))
      .map(id => {
        const rows = before?.nodes[id]?.rows;
        return [id, { ...(rows !== undefined && { rows }), reason: unchanged }] as const;
      }),
  );
  return {
    sinks: remaining,
    cached: new Set(cached.keys()),
    wanted,
    cachedNodes,
    skippedOutputs: skipped,
    reasons: new Map(o.nodes.map(id => [id, reasonFor(id, o, now, before)] as const)),
    prepare: async (tables, counts) => {
      for (const [name, { file, rows }] of cached) {
        const schema = plan.relations.find(r => r.name === name)?.schema ?? [];
        const columns = schema.map(f => `CAST(${ident(f.name)} AS ${f.type}) AS ${ident(f.name)}`).join(', ');
        await o.session.run(
          `CREATE OR REPLACE TEMP VIEW ${ident(name)} AS SELECT ${columns} FROM read_parquet(${text(file)})`,
        );
        tables.add(name);
        counts.set(name, rows);
      }
    },
    keep: async (outputs, counts) => {
      if (o.folder === undefined) return;
      for (const name of wanted) await store(o.folder, name, hashes.get(name), counts.get(name), o);
      await remember(o.folder, o, now, outputs, counts, hashes, before, skipped);
    },
    verify: async (input, node) => {
      const same = await fileFacts(input.name).then(
        facts => facts.fingerprint === input.fingerprint,
        () => false,
      );
      if (!same)
        throw engineError(
          'input-changed',
          { path: input.name.split('/').at(-1) ?? input.name },
          { node, param: 'path' },
        );
    },
  };
};

/** Nodes that take part in what still has to be computed. */
const nodesOf = (
  o: CacheOptions,
  sinks: readonly Sink[],
  cached: ReadonlyMap<string, Entry>,
): ReadonlySet<string> => {
  const byName = new Map(o.compiled.plan.relations.map(r => [r.name, r] as const));
  const nodes = new Set<string>(sinks.map(s => s.node));
  const waiting = [
    ...sinks.map(s => s.input),
    ...(o.sinks.length === 0 ? [...byName.keys()] : []),
    ...(sinks.length > 0 ? o.compiled.plan.assertions.map(a => a.input) : []),
  ];
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

/** Whether a reader of the relation is stable as well; then that one is the better place to keep rows. */
const isBelowStable = (
  name: string,
  o: CacheOptions,
  hashes: ReadonlyMap<string, string>,
  before: Remembered | undefined,
): boolean =>
  o.compiled.plan.relations.some(
    r =>
      refsOf(r.rel).includes(name) &&
      r.rel.op !== 'ref' &&
      hashes.has(r.name) &&
      before?.nodes[r.node]?.hash === hashes.get(r.name),
  );

const describeNodes = (o: CacheOptions, hashes: ReadonlyMap<string, string>): Remembered['nodes'] => {
  const fingerprints = new Map(o.compiled.sources.map((s: SourceFacts) => [s.node, s.fingerprint] as const));
  return Object.fromEntries(
    o.compiled.graph.nodes.map(node => {
      const params = o.document.nodes.find(n => n.id === node.id)?.params ?? {};
      const hash = hashes.get(
        o.compiled.plan.relations.find(r => r.node === node.id && !r.port.startsWith('~'))?.name ?? '',
      );
      const source = fingerprints.get(node.id);
      const bound = Object.entries((node.params ?? {}) as object).map(([k, v]) => [
        k,
        sha(canonical(v) ?? ''),
      ]);
      return [
        node.id,
        {
          kind: node.kind.kind,
          params: sha(`${canonical(params)}${canonical(bound)}`),
          keys: Object.fromEntries(bound) as Record<string, string>,
          ...(source && { source }),
          ...(hash && { hash }),
          from: [...node.inputs.values()].flat().map(w => `${w.node}.${w.port}`),
        },
      ];
    }),
  );
};

/** `ran: expression changed` and the like: the nearest cause. */
const reasonFor = (
  id: string,
  o: CacheOptions,
  now: Remembered['nodes'],
  before: Remembered | undefined,
): string => {
  const [is, was] = [now[id], before?.nodes[id]];
  if (o.folder === undefined) return 'ran: the cache is off';
  if (is === undefined) return 'ran';
  if (before === undefined) return 'ran: first run';
  if (was === undefined) return 'ran: new step';
  if (is.kind !== was.kind) return 'ran: kind changed';
  const changed = [...new Set([...Object.keys(is.keys), ...Object.keys(was.keys)])].filter(
    k => is.keys[k] !== was.keys[k],
  );
  if (changed.length > 0) {
    const kind = o.compiled.graph.nodes.find(n => n.id === id)?.kind;
    const shape =
      (kind === undefined
        ? undefined
        : (unwrapped(kind.params)._zod.def as { shape?: Record<string, unknown> }).shape) ?? {};
    const isExpression = (key: string) => {
      const schema = shape[key];
      return schema !== undefined && paramMeta.get(schema as never)?.widget === 'expression';
    };
    return changed.every(isExpression)
      ? 'ran: expression changed'
      : `ran: setting ${changed.join(', ')} changed`;
  }
  if (is.source !== was.source) return 'ran: source changed';
  if (canonical(is.from) !== canonical(was.from)) return 'ran: connections changed';
  const upstream = is.from
    .map(f => f.split('.')[0] ?? '')
    .find(from => reasonFor(from, o, now, before) !== 'ran: result was not kept');
  if (upstream !== undefined) return `ran: input from ${upstream} changed`;
  return 'ran: result was not kept';
};

const unchangedOutput = async (
  sink: Sink,
  o: CacheOptions,
  hashes: ReadonlyMap<string, string>,
  before: Remembered | undefined,
): Promise<RunOutput | undefined> => {
  const connector = sinkConnectors.get(sink.connector);
  const place = o.targets.get(sink);
  const input = hashes.get(sink.input);
  if (connector === undefined || connector.writes === 'rows' || place === undefined || input === undefined)
    return undefined;
  const mode = (sink.options as { mode?: string }).mode;
  if (mode === 'append' || mode === 'upsert') return undefined;
  const was = before?.sinks.find(
    s =>
      s.node === sink.node &&
      s.target === place.target &&
      s.input === input &&
      s.options === sha(canonical(sink.options)),
  );
  if (was?.sha256 === undefined) return undefined;
  const is = await sha256Of(place.target).catch(() => undefined);
  if (is?.sha256 !== was.sha256) return undefined;
  return { node: sink.node, path: place.target, rows: was.rows, bytes: is.bytes, sha256: is.sha256 };
};

/** A stored result, or a Parquet output that holds the same rows; nothing whose bytes are not as they were written. */
const lookup = async (
  folder: string,
  hash: string,
  schema: Schema,
  before: Remembered | undefined,
): Promise<Entry | undefined> => {
  const file = join(folder, 'data', `${hash}.parquet`);
  const note = await readJson(join(folder, 'data', `${hash}.json`));
  if (note !== undefined && typeof note.sha256 === 'string' && typeof note.rows === 'number') {
    const is = await sha256Of(file).catch(() => undefined);
    if (is?.sha256 === note.sha256) return { file, rows: note.rows };
  }
  const output = before?.sinks.find(s => s.input === hash && s.connector === 'parquet' && !s.folder);
  if (output?.sha256 === undefined || !schema.every(f => lossless.test(f.type))) return undefined;
  const is = await sha256Of(output.target).catch(() => undefined);
  return is?.sha256 === output.sha256 ? { file: output.target, rows: output.rows } : undefined;
};

const readJson = async (path: string): Promise<Record<string, unknown> | undefined> => {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

const writeJson = async (path: string, value: unknown): Promise<void> => {
  const temp = `${path}.${process.pid}.tmp`;
  await writeFile(temp, JSON.stringify(value), { mode: 0o600 });
  await rename(temp, path);
};

/** Keeps the rows of a relation that became a table, unless they are many or do not survive Parquet. */
const store = async (
  folder: string,
  name: string,
  hash: string | undefined,
  rows: number | undefined,
  o: CacheOptions,
): Promise<void> => {
  const schema = o.compiled.plan.relations.find(r => r.name === name)?.schema;
  if (hash === undefined || rows === undefined || schema === undefined) return;
  if (rows * schema.length > mostCells || !schema.every(f => lossless.test(f.type))) return;
  const file = join(folder, 'data', `${hash}.parquet`);
  const temp = `${file}.${process.pid}.tmp`;
  try {
    await o.session.run(`COPY ${ident(name)} TO ${text(temp)} (FORMAT parquet, COMPRESSION zstd)`);
    const { sha256, bytes } = await sha256Of(temp);
    await rename(temp, file);
    await writeJson(join(folder, 'data', `${hash}.json`), { sha256, bytes, rows });
  } catch {
    // A cache that cannot be written costs time later and nothing now.
  }
};

const recordPath = (folder: string, pipeline: string): string =>
  join(folder, 'runs', `${sha(pipeline)}.json`);

const recall = async (folder: string, pipeline: string): Promise<Remembered | undefined> => {
  const record = await readJson(recordPath(folder, pipeline));
  if (
    record === undefined ||
    record.version !== 1 ||
    typeof record.nodes !== 'object' ||
    !Array.isArray(record.sinks)
  )
    return undefined;
  return record as unknown as Remembered;
};

const remember = async (
  folder: string,
  o: CacheOptions,
  now: Remembered['nodes'],
  outputs: readonly RunOutput[],
  counts: ReadonlyMap<string, number>,
  hashes: ReadonlyMap<string, string>,
  before: Remembered | undefined,
  skipped: readonly RunOutput[],
): Promise<void> => {
  const nodes = Object.fromEntries(
    Object.entries(now).map(([id, node]) => {
      const main = o.compiled.plan.relations.find(r => r.node === id);
      const rows =
        counts.get(main?.name ?? '') ??
        (before?.nodes[id]?.hash === node.hash ? before?.nodes[id]?.rows : undefined);
      return [id, { ...node, ...(rows !== undefined && { rows }) }];
    }),
  );
  const written = o.sinks.flatMap(sink => {
    const place = o.targets.get(sink);
    const output = [...outputs, ...skipped].find(out => out.node === sink.node);
    if (place === undefined || output === undefined) return [];
    const input = hashes.get(sink.input);
    return [
      {
        node: sink.node,
        options: sha(canonical(sink.options)),
        target: place.target,
        connector: sink.connector,
        folder: place.folder,
        rows: output.rows,
        ...(output.bytes !== undefined && { bytes: output.bytes }),
        ...(output.sha256 && { sha256: output.sha256 }),
        ...(input && { input }),
      },
    ];
  });
  try {
    await mkdir(join(folder, 'runs'), { recursive: true, mode: 0o700 });
    // Outputs of earlier runs stay usable as long as their bytes are the same.
    const old = (before?.sinks ?? []).filter(s => !written.some(w => w.target === s.target)).slice(-50);
    await writeJson(recordPath(folder, o.pipeline), { version: 1, nodes, sinks: [...old, ...written] });
  } catch {
    // As above: without a record the next run computes everything again.
  }
};

export const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
