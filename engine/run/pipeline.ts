/** A pipeline opened for work: checked, described, previewed and run on the embedded engine. */
import { createHash, randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Catalogue } from '../catalogue/node.ts';
import { bind } from '../compile/bind.ts';
import {
  type CapabilitySum,
  type NodeCapability,
  nodeCapabilities,
  sumCapabilities,
} from '../compile/capabilities.ts';
import { type Compiled, compile } from '../compile/compile.ts';
import { drive } from '../compile/drive.ts';
import { sinkConnectors } from '../connectors/index.ts';
import { ident } from '../connectors/quote.ts';
import { type Diagnostic, diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { EngineError, invariant } from '../diagnostics/errors.ts';
import type { PipelineDocument } from '../graph/document.ts';
import { parameterValues } from '../graph/parameters.ts';
import { parsePipeline } from '../graph/parse.ts';
import type { Sink } from '../plan/plan.ts';
import { nearest } from '../schema/nearest.ts';
import type { Schema } from '../schema/types.ts';
import { planCache } from './cache.ts';
import type { Finished, RunEvent } from './events.ts';
import { execute } from './execute.ts';
import { faultOf } from './faults.ts';
import { fuse } from './fuse.ts';
import { answerWith } from './host.ts';
import { allPermitted, globBase, type Permissions, readablePath, writablePath } from './paths.ts';
import { secretsFrom } from './secrets.ts';
import { openSession, type Session } from './session.ts';
import { loadTable } from './stage.ts';
import { planSteps } from './steps.ts';
import { worldOf } from './world.ts';

export type OpenOptions = {
  readonly path: string;
  readonly catalogue: Catalogue;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly permissions?: Permissions;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly memory?: string;
  readonly threads?: number;
  readonly spill?: string;
  /** Folder of the cache; absent means no cache. */
  readonly cache?: string;
};

export type Checked = {
  readonly document?: PipelineDocument;
  readonly diagnostics: readonly Diagnostic[];
  readonly capabilities?: CapabilitySum;
};

export type OpenPipeline = {
  readonly document: PipelineDocument;
  /** Problems found without touching anything outside the file. */
  readonly diagnostics: readonly Diagnostic[];
  readonly capabilities: CapabilitySum;
  /** The plan, with columns at every port. Looks at the sources. */
  compile(): Promise<Compiled>;
  run(options: RunOptions): Promise<Finished>;
  preview(node: string, port: string | undefined, limit: number): Promise<Preview>;
  /** The record of a run for keeping: what went in and came out, with hashes; no secret is in it. */
  report(finished: Finished): RunReport;
  close(): Promise<void>;
};

export type RunReport = {
  readonly format: 'millrace/run-report';
  readonly version: 1;
  readonly pipeline: string;
  readonly pipelineSha256: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly engine: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly inputs: readonly {
    readonly node: string;
    readonly name: string;
    readonly fingerprint: string;
    readonly bytes?: number;
  }[];
} & Omit<Finished, 'event'>;

export type RunOptions = {
  readonly to?: string;
  readonly emit?: (event: RunEvent) => void;
  readonly signal?: AbortSignal;
};

export type Preview = { readonly columns: Schema; readonly rows: readonly (readonly (string | null)[])[] };

/** Reads and parses the file and checks everything that can be checked without I/O. */
export const readPipeline = async (
  path: string,
): Promise<{ bytes: Uint8Array } | { diagnostic: Diagnostic }> => {
  try {
    return { bytes: await readFile(path) };
  } catch (cause) {
    const { fileProblem } = await import('../connectors/files/facts.ts');
    const problem = await fileProblem(resolve(path), path, cause);
    return { diagnostic: { code: problem.code, severity: 'error', data: {}, message: problem.message } };
  }
};

export const openPipeline = async (
  o: OpenOptions,
): Promise<
  OpenPipeline | { readonly document?: PipelineDocument; readonly diagnostics: readonly Diagnostic[] }
> => {
  const read = await readPipeline(o.path);
  if ('diagnostic' in read) return { diagnostics: [read.diagnostic] };
  const parsed = parsePipeline(read.bytes);
  const document = parsed.document;
  if (document === undefined) return { diagnostics: parsed.diagnostics };
  const values = parameterValues(document, o.parameters ?? {});
  const graph = bind(document, o.catalogue, values.values);
  const diagnostics = [...parsed.diagnostics, ...values.diagnostics, ...graph.diagnostics];
  const declared = nodeCapabilities(graph);
  const folder = await realpath(dirname(resolve(o.path)));
  const permissions = o.permissions ?? allPermitted;
  const secrets = secretsFrom(o.env ?? {}, permissions);
  let session: Session | undefined;
  let compiled: Compiled | undefined;
  const never = new AbortController().signal;
  const startedAt = new Date().toISOString();

  const worldFor =
    (signal: AbortSignal) => (_node: string, progress?: (d: { rows?: number; percent?: number }) => void) => {
      invariant(session !== undefined, 'a session is open before the world is asked');
      return worldOf({ folder, permissions, secrets, session, signal, ...(progress && { progress }) });
    };

  const opened = async (): Promise<Session> => {
    session ??= await openSession({
      ...(await allowed(declared, folder, permissions)),
      ...(o.cache && { cache: o.cache }),
      ...(o.memory && { memory: o.memory }),
      ...(o.threads && { threads: o.threads }),
      ...(o.spill && { spill: o.spill }),
    });
    return session;
  };

  const compileOnce = async (): Promise<Compiled> => {
    if (compiled !== undefined) return compiled;
    const db = await opened();
    const host = answerWith({
      session: db,
      secrets,
      world: worldFor(never),
      distinct: async need => {
        const relations = new Map(need.below.map(r => [r.name, { ...r, node: '', port: '' }] as const));
        const target = {
          name: '~distinct',
          node: need.node,
          port: '~distinct',
          rel: need.relation,
          schema: [],
        };
        try {
          const { sql } = fuse(target, relations, new Set());
          const column = ident(need.column);
          const rows = await db.rows(
            `SELECT DISTINCT CAST(${column} AS VARCHAR) AS v FROM (${sql}) WHERE ${column} IS NOT NULL ORDER BY v LIMIT ${need.limit + 1}`,
          );
          if (rows.length > need.limit)
            return { problem: diagnostic('too-many-values', { column: need.column, limit: need.limit }) };
          return rows.flatMap(([v]) => v ?? []);
        } catch (error) {
          const fault = faultOf(error, o.memory);
          return {
            problem: {
              code: fault.code,
              severity: 'error' as const,
              data: {},
              message: secrets.redact(fault.message),
            },
          };
        }
      },
    });
    const result = await drive(compile({ document, catalogue: o.catalogue, values: values.values }), host);
    compiled = {
      ...result,
      diagnostics: [
        ...parsed.diagnostics,
        ...values.diagnostics,
        ...result.diagnostics,
        ...(await outputProblems(result, folder, permissions)),
      ],
    };
    return compiled;
  };

  return {
    document,
    diagnostics,
    capabilities: sumCapabilities(declared),
    compile: compileOnce,
    preview: async (node, port, limit) => {
      const result = await compileOnce();
      const errors = result.diagnostics.filter(isError);
      const relation =
        result.plan.relations.find(
          r => r.node === node && (port === undefined ? !r.port.startsWith('~') : r.port === port),
        ) ?? result.plan.relations.find(r => r.node === node && r.port.startsWith('~sink'));
      if (relation === undefined)
        throw new PipelineProblems(errors.length > 0 ? errors : [unknownNode(node, document)]);
      const sinkless = { ...result.plan, sinks: [], assertions: [] };
      const steps = planSteps(sinkless, { to: [relation.name], sinks: [] });
      const db = await opened();
      const tables = new Set<string>();
      for (const step of steps.steps) {
        if (step.relation.name === relation.name && step.step === 'keep') break;
        if (step.step === 'load') {
          await loadTable(step.relation, db, worldFor(never)(step.relation.node));
          tables.add(step.relation.name);
        } else if (step.step === 'keep') {
          await db.run(
            `CREATE OR REPLACE TEMP TABLE ${ident(step.relation.name)} AS ${fuse(step.relation, steps.relations, tables).sql}`,
          );
          tables.add(step.relation.name);
        }
      }
      const sql = tables.has(relation.name)
        ? `SELECT * FROM ${ident(relation.name)}`
        : fuse(relation, steps.relations, tables).sql;
      try {
        return { columns: relation.schema, rows: await db.rows(`SELECT * FROM (${sql}) LIMIT ${limit}`) };
      } catch (error) {
        throw faultOf(error, o.memory);
      }
    },
    run: async ({ to, emit = () => {}, signal = never }) => {
      const result = await compileOnce();
      invariant(!result.diagnostics.some(isError), 'a pipeline with errors is not run');
      const db = await opened();
      const { plan } = result;
      const wantedTo =
        to === undefined
          ? undefined
          : plan.relations
              .filter(r => r.node === to && !r.port.startsWith('~'))
              .map(r => r.name)
              .slice(0, 1);
      const sinks = to === undefined ? plan.sinks : plan.sinks.filter(s => s.node === to);
      const targets = await targetsOf(sinks, folder, permissions);
      const nodes = participants(result, to);
      const cache = await planCache({
        folder: o.cache,
        pipeline: resolve(o.path),
        document,
        compiled: result,
        sinks,
        targets,
        session: db,
        nodes,
      });
      const planned = planSteps(
        { ...plan, assertions: cache.sinks.length > 0 || sinks.length === 0 ? plan.assertions : [] },
        {
          sinks: cache.sinks,
          cached: cache.cached,
          keep: cache.wanted,
          ...(wantedTo && sinks.length === 0 && { to: wantedTo }),
        },
      );
      // Rows below a join are counted while they pass; join filters would thin them out before the counter.
      if ([...planned.relations.values()].some(r => r.rel.op === 'join'))
        await db.run("SET disabled_optimizers = 'join_filter_pushdown'");
      await db.lock();
      emit({ event: 'started', pipeline: document.name, nodes });
      const finished = await execute({
        plan,
        steps: planned,
        sources: result.sources,
        session: db,
        secrets,
        world: worldFor(signal),
        emit,
        signal,
        cache,
        targets,
        nodes,
        ...(o.memory && { memory: o.memory }),
      });
      const last: Finished = { event: 'finished', metrics: {}, ...finished };
      emit(last);
      return last;
    },
    report: ({ event: _, ...finished }) => ({
      format: 'millrace/run-report',
      version: 1,
      pipeline: document.name,
      pipelineSha256: createHash('sha256').update(read.bytes).digest('hex'),
      parameters: Object.fromEntries(
        [...values.values].flatMap(([k, v]) =>
          v === undefined ? [] : [[k, typeof v === 'string' ? secrets.redact(v) : v]],
        ),
      ),
      engine: 'duckdb 1.5.5',
      startedAt,
      finishedAt: new Date().toISOString(),
      inputs: (compiled?.sources ?? []).flatMap(s => (s.inputs ?? []).map(i => ({ node: s.node, ...i }))),
      ...finished,
    }),
    close: async () => {
      await session?.close();
      session = undefined;
    },
  };

  async function targetsOf(sinks: readonly Sink[], base: string, may: Permissions) {
    const targets = new Map<Sink, { target: string; temp: string; folder: boolean }>();
    for (const sink of sinks) {
      const connector = sinkConnectors.get(sink.connector);
      if (connector === undefined || connector.writes === 'rows') continue;
      const target = await writablePath(base, connector.target(sink.options), may);
      const isFolder = connector.writes === 'duckdb' && connector.isFolder?.(sink.options) === true;
      targets.set(sink, { target, temp: tempFor(target), folder: isFolder });
    }
    return targets;
  }
};

/** Problems that make a command impossible, carried to whoever shows them. */
export class PipelineProblems extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(d => d.message).join('\n'));
    this.name = 'PipelineProblems';
    this.diagnostics = diagnostics;
  }
}

export const unknownNode = (node: string, document: PipelineDocument): Diagnostic => {
  const nodes = document.nodes.map(n => n.id);
  return diagnostic('unknown-node', { node, nodes, near: nearest(node, nodes) ?? null });
};

const runTag = randomBytes(4).toString('hex');

/** The temporary name is fixed for the process, because the session is locked to it before the plan is known. */
const tempFor = (target: string): string =>
  join(dirname(target), `.${basename(target).slice(0, 100)}.${process.pid}.${runTag}.millrace-tmp`);

/** Files and folders that the session's statements may touch, from what the nodes declare. */
const allowed = async (declared: readonly NodeCapability[], folder: string, may: Permissions) => {
  const folders: string[] = [];
  const files: string[] = [];
  for (const { capability } of declared) {
    try {
      if (capability.kind === 'read') {
        const { base, pattern } = globBase(capability.path);
        const real = await readablePath(folder, pattern ? base : capability.path, may);
        folders.push(real);
        files.push(real);
      } else if (capability.kind === 'write') {
        const target = await writablePath(folder, capability.path, may);
        folders.push(tempFor(target));
        files.push(tempFor(target), target);
      }
    } catch (error) {
      // A refused path is reported when its node is looked at; here it only stays closed.
      if (!(error instanceof EngineError)) throw error;
    }
  }
  return { folders, files };
};

/** Nodes that a run to `to`, or to all sinks, needs; in pipeline order. */
const participants = (compiled: Compiled, to: string | undefined): readonly string[] => {
  const byId = new Map(compiled.graph.nodes.map(n => [n.id, n] as const));
  const ends =
    to === undefined
      ? [...compiled.plan.sinks.map(s => s.node), ...compiled.plan.assertions.map(a => a.node)]
      : [to];
  const waiting = [...ends];
  const wanted = new Set<string>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (wanted.has(id)) continue;
    wanted.add(id);
    for (const wires of byId.get(id)?.inputs.values() ?? []) waiting.push(...wires.map(w => w.node));
  }
  return compiled.graph.nodes.map(n => n.id).filter(id => wanted.has(id));
};

/** Outputs that would destroy an input, each other, or that may not be written. */
const outputProblems = async (
  compiled: Compiled,
  folder: string,
  may: Permissions,
): Promise<readonly Diagnostic[]> => {
  const found: Diagnostic[] = [];
  const reads = new Map(compiled.sources.flatMap(s => (s.inputs ?? []).map(i => [i.name, s.node] as const)));
  const writes = new Map<string, string>();
  for (const sink of compiled.plan.sinks) {
    const connector = sinkConnectors.get(sink.connector);
    if (connector === undefined || connector.writes === 'rows') continue;
    const path = connector.target(sink.options);
    const place = { node: sink.node, param: 'path' };
    try {
      const target = await writablePath(folder, path, may);
      const reader = reads.get(target) ?? [...reads].find(([file]) => file.startsWith(`${target}/`))?.[1];
      if (reader !== undefined) found.push(diagnostic('output-is-input', { path, node: reader }, place));
      const twin = writes.get(target);
      if (twin !== undefined) found.push(diagnostic('output-twice', { path, node: twin }, place));
      writes.set(target, sink.node);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      found.push({ code: error.code, severity: 'error', ...place, data: {}, message: error.message });
    }
  }
  return found;
};
