/** A pipeline opened for work: checked, described, previewed and run on the embedded engine. */
import { rmSync } from 'node:fs';
import { readFile, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Catalogue } from '../catalogue/node.ts';
import { bind } from '../compile/bind.ts';
import { type CapabilitySum, nodeCapabilities, sumCapabilities } from '../compile/capabilities.ts';
import { type Compiled, compile } from '../compile/compile.ts';
import { drive } from '../compile/drive.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import { at, EngineError, invariant } from '../diagnostics/errors.ts';
import type { PipelineDocument } from '../graph/document.ts';
import { parameterValues } from '../graph/parameters.ts';
import { parsePipeline } from '../graph/parse.ts';
import type { Schema } from '../schema/types.ts';
import { planCache } from './cache.ts';
import { outputProblems } from './clashes.ts';
import { distinctValues } from './distinct-values.ts';
import type { Finished, RunEvent } from './events.ts';
import { type ExecuteOptions, execute } from './execute.ts';
import { faultOf } from './faults.ts';
import { answerWith } from './host.ts';
import { allPermitted, type Permissions } from './paths.ts';
import { PipelineProblems, unknownNode } from './problems.ts';
import { jsonColumns, queryFor } from './read-relation.ts';
import { type RunReport, reportOf } from './report.ts';
import { type SavedSecrets, secretsFrom } from './secrets.ts';
import { openSession, type Session } from './session.ts';
import { shownRelation } from './shown-relation.ts';
import { countsBelowJoin, planSteps } from './steps.ts';
import { allowed, participants, targetsOf } from './targets.ts';
import { worldOf } from './world.ts';

export type OpenOptions = {
  readonly path: string;
  /** The text of the file, where it is not what stands at `path`: unsaved work of a designer. */
  readonly bytes?: Uint8Array;
  readonly catalogue: Catalogue;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly permissions?: Permissions;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Used for what the environment does not have. */
  readonly secrets?: SavedSecrets;
  readonly memory?: string;
  readonly threads?: number;
  readonly spill?: string;
  /** Folder of the cache; absent means no cache. */
  readonly cache?: string;
  /** Bytes that the cache may hold; 2 GB if not given. */
  readonly cacheBytes?: number;
  /** Ends whatever is going on, the look at the sources included. */
  readonly signal?: AbortSignal;
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
  /**
   * The first rows at a port; the first port of the node if none is named. Cells are text, or null; with the form
   * `json`, lists, structs and maps are JSON text. Throws `PipelineProblems` or `EngineError`.
   */
  preview(node: string, port: string | undefined, limit: number, form?: 'text' | 'json'): Promise<Preview>;
  /** The record of a run for keeping: what went in and came out, with hashes; no secret is in it. */
  report(finished: Finished): RunReport;
  close(): Promise<void>;
  /** Removes temporary files at once, for a process that ends without waiting for the engine. */
  abandon(): void;
};

export type RunOptions = {
  /** The node, or the nodes, that are wanted; all sinks and checks if not given. */
  readonly to?: string | readonly string[];
  readonly emit?: (event: RunEvent) => void;
  /** Milliseconds between two looks at how far it is: 100 unless it is said. */
  readonly tick?: number;
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
  const read = o.bytes === undefined ? await readPipeline(o.path) : { bytes: o.bytes };
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
  const secrets = secretsFrom(o.env ?? {}, permissions, () => o.secrets ?? new Map());
  let session: Session | undefined;
  let compiled: Compiled | undefined;
  let settling: Promise<void> | undefined;
  let temps: readonly string[] = [];
  const ending = o.signal ?? new AbortController().signal;
  const startedAt = new Date().toISOString();

  const worldFor =
    (signal: AbortSignal): ExecuteOptions['world'] =>
    (_node, progress, warn) => {
      invariant(session !== undefined, 'a session is open before the world is asked');
      return worldOf({
        folder,
        permissions,
        secrets,
        session,
        signal,
        ...(progress && { progress }),
        ...(warn && { warn }),
      });
    };

  const interrupt = () => session?.connection.interrupt();
  const opened = async (): Promise<Session> => {
    if (session !== undefined) return session;
    session = await openSession({
      ...(await allowed(declared, folder, permissions)),
      ...(o.cache && { cache: o.cache }),
      ...(o.memory && { memory: o.memory }),
      ...(o.threads && { threads: o.threads }),
      ...(o.spill && { spill: o.spill }),
    });
    ending.addEventListener('abort', interrupt);
    return session;
  };

  const closeSession = async (): Promise<void> => {
    await settling;
    for (const temp of temps) await rm(temp, { recursive: true, force: true });
    ending.removeEventListener('abort', interrupt);
    await session?.close();
    session = undefined;
  };

  const compileOnce = async (): Promise<Compiled> => {
    if (compiled !== undefined) return compiled;
    const db = await opened();
    const host = answerWith({
      session: db,
      secrets,
      world: worldFor(ending),
      distinct: need => distinctValues(need, db, secrets, worldFor(ending), o.memory),
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
    preview: async (node, port, limit, form = 'text') => {
      const result = await compileOnce();
      const relation = shownRelation(
        { compiled: result, diagnostics: result.diagnostics, document },
        { node, port },
      );
      const db = await opened();
      try {
        const sql = await queryFor(relation, result.plan.relations, db, worldFor(ending));
        const { schema } = relation;
        const query = `SELECT ${form === 'json' ? jsonColumns(schema) : '*'} FROM (${sql}) LIMIT ${limit}`;
        return { columns: schema, rows: await db.rows(query) };
      } catch (error) {
        const fault = at(faultOf(error, o.memory), { node });
        const place = { node: fault.node ?? node, ...(fault.param && { param: fault.param }) };
        throw new EngineError(fault.code, secrets.redact(fault.message), {}, place);
      }
    },
    run: async ({ to, emit = () => {}, tick, signal = ending }) => {
      const result = await compileOnce();
      invariant(!result.diagnostics.some(isError), 'a pipeline with errors is not run');
      if (session?.isLocked() === true) await closeSession();
      const db = await opened();
      const { plan } = result;
      const ends = to === undefined ? undefined : new Set(typeof to === 'string' ? [to] : to);
      const isSink = new Set(plan.sinks.map(s => s.node));
      // A sink among several is wanted for what it writes, the others for their rows.
      const wantedTo =
        ends === undefined
          ? (plan.measures ?? []).map(m => m.input)
          : [...ends].flatMap(end =>
              isSink.has(end)
                ? []
                : plan.relations
                    .filter(r => r.node === end && !r.port.startsWith('~'))
                    .map(r => r.name)
                    .slice(0, 1),
            );
      const sinks = ends === undefined ? plan.sinks : plan.sinks.filter(s => ends.has(s.node));
      const targets = await targetsOf(sinks, folder, permissions);
      temps = [...targets.values()].map(t => t.temp);
      const nodes = participants(result, ends === undefined ? undefined : [...ends]);
      const cache = await planCache({
        folder: o.cache,
        ...(o.cacheBytes !== undefined && { mostBytes: o.cacheBytes }),
        pipeline: join(folder, basename(o.path)),
        compiled: result,
        sinks,
        ...(wantedTo.length > 0 && { to: wantedTo }),
        assertions: plan.assertions.filter(a => nodes.includes(a.node)),
        targets,
        session: db,
        nodes,
      });
      const planned = planSteps(
        { ...plan, assertions: cache.assertions },
        {
          sinks: cache.sinks,
          cached: cache.cached,
          keep: cache.wanted,
          ...(wantedTo.length > 0 && { to: wantedTo }),
        },
      );
      await db.lock({ countsBelowJoin: countsBelowJoin(planned) });
      emit({ event: 'started', pipeline: document.name, nodes });
      const finished = await execute({
        plan,
        steps: planned,
        sources: result.sources,
        session: db,
        secrets,
        world: worldFor(signal),
        emit,
        ...(tick !== undefined && { tick }),
        signal,
        abandoned: rest => {
          settling = rest;
        },
        cache,
        targets,
        nodes,
        ...(o.memory && { memory: o.memory }),
        ...(o.threads && { threads: o.threads }),
      });
      const last: Finished = { event: 'finished', ...finished };
      emit(last);
      return last;
    },
    report: finished =>
      reportOf(finished, {
        pipeline: document.name,
        bytes: read.bytes,
        values: values.values,
        startedAt,
        sources: compiled?.sources ?? [],
        secrets,
      }),
    close: closeSession,
    abandon: () => {
      for (const path of [...temps, ...(session === undefined ? [] : [session.folder])])
        rmSync(path, { recursive: true, force: true });
    },
  };
};

export { PipelineProblems, unknownNode };
