import type { SourceFacts } from '../compile/state.ts';
import type { World } from '../connectors/contract.ts';
import { ident } from '../connectors/quote.ts';
import { engineError } from '../diagnostics/errors.ts';
import { messageText } from '../diagnostics/messages.ts';
import { mainRelations, type Plan, type Relation, type Sink } from '../plan/plan.ts';
import type { CachePlan } from './cache.ts';
import { brokenWords } from './check-words.ts';
import { commit } from './commit.ts';
import { runError } from './culprit.ts';
import type { Finished, NodeResult, RunError, RunEvent } from './events.ts';
import { type Fused, fuse } from './fuse.ts';
import { changedInput, orChangedInput } from './inputs.ts';
import { lastParts, lastReads } from './last-readers.ts';
import { type Lessons, learn, lessonsOver, settle } from './learn.ts';
import { createMeter, type Meter } from './meter.ts';
import { discard, syncFile } from './outputs.ts';
import { preparedSteps } from './prepare.ts';
import {
  finishFused,
  finishNode,
  nodeResult,
  nodeTimes,
  type Progress,
  sayProgress,
  startNode,
  warn,
} from './progress.ts';
import type { Secrets } from './secrets.ts';
import type { Session } from './session.ts';
import { loadTable } from './stage.ts';
import type { Step, Steps } from './steps.ts';
import { writeSink } from './write-sink.ts';
import { withWritten } from './written.ts';

export type ExecuteOptions = {
  readonly plan: Plan;
  readonly steps: Steps;
  readonly sources: readonly SourceFacts[];
  readonly session: Session;
  readonly secrets: Secrets;
  readonly world: (
    node: string,
    progress?: (done: { rows?: number; percent?: number }) => void,
    warn?: (message: string) => void,
  ) => World;
  readonly emit: (event: RunEvent) => void;
  /** Milliseconds between two looks at how far it is: 100 unless it is said. */
  readonly tick?: number;
  readonly signal: AbortSignal;
  /** Told of work that is still ending after the run was cancelled; the session must not be closed before it. */
  readonly abandoned: (rest: Promise<void>) => void;
  readonly memory?: string;
  readonly threads?: number;
  readonly cache: CachePlan;
  /** Target and temporary path of each file sink, decided before the session was locked to them. */
  readonly targets: ReadonlyMap<
    Sink,
    { readonly target: string; readonly temp: string; readonly folder: boolean }
  >;
  /** Nodes in the order of the pipeline that take part. */
  readonly nodes: readonly string[];
};

export const execute = async (o: ExecuteOptions): Promise<Omit<Finished, 'event'>> => {
  const meter = createMeter(o.session.connection, () => performance.now());
  const p: Progress = {
    mains: mainRelations(o.plan),
    started: new Map(),
    ended: new Map(),
    counts: new Map(
      o.sources.flatMap(s => (s.rows === undefined ? [] : [[`${s.node}.out`, s.rows] as const])),
    ),
    tables: new Set(),
    outputs: [],
    staged: [],
    madeFolders: [],
    warnings: [],
    metChecks: new Set(),
    bytes: new Map(),
    told: new Map(),
    tablesWritten: [],
    metrics: new Map(),
    beside: new Map(),
  };
  const stopInterrupting = interruptWhenAborted(o);
  const ticking = setInterval(() => sayProgress(o, p, meter), o.tick ?? 100);
  let error: RunError | undefined;
  let place: { node: string; relation: string } | undefined;
  let ready = o;
  let lessons = lessonsOver(o.steps.relations);
  let rest = Promise.resolve();
  try {
    for (const { node, message } of o.cache.skippedWarnings) warn(node, message, o, p);
    await o.cache.prepare(p.tables, p.counts);
    for (const { input } of o.plan.measures ?? []) if (p.tables.has(input)) await tellMeasures(input, o, p);
    ready = { ...o, steps: await preparedSteps(o.steps, p.tables, o.world) };
    lessons = lessonsOver(ready.steps.relations);
    const done = lastReads(ready.steps, o.cache.wanted);
    const parts = lastParts(ready.steps);
    for (const step of ready.steps.steps) {
      if (o.signal.aborted) throw engineError('cancelled', {});
      place = {
        node: step.step === 'sink' ? step.sink.node : step.step === 'check' ? step.node : step.relation.node,
        relation: step.relation.name,
      };
      const ends = (node: string): boolean => parts.get(node) === step;
      rest = carryOut(step, ready, p, meter, lessons, ends);
      await promptly(rest, o);
      // The name stays among the tables: it was computed, and is not computed again to find who failed.
      for (const name of done.get(step) ?? []) await o.session.run(`DROP TABLE ${ident(name)}`);
    }
    for (const node of p.started.keys()) finishNode(node, o, p);
    // A file that changed while it was read gave rows of two states: nothing of that may be kept.
    const changed = await changedInput(o.sources.filter(s => o.nodes.includes(s.node)));
    if (changed !== undefined) throw changed;
    for (const { temp, folder } of p.staged) if (!folder) await syncFile(temp);
    if (o.signal.aborted) throw engineError('cancelled', {});
    await commit(p.staged);
    // What is written is written: keeping results for another time may fail, the run does not.
    await o.cache
      .keep({
        outputs: p.outputs,
        warnings: p.warnings,
        counts: p.counts,
        times: nodeTimes(o, p),
        metChecks: p.metChecks,
      })
      .catch(() => {});
  } catch (thrown) {
    const failed = await runError(thrown, {
      ...ready,
      relations: lessons.relations,
      tables: p.tables,
      meter,
      place,
    });
    error = withWritten(await orChangedInput(failed, o.sources), p);
    await discard(
      [...o.targets.values()].map(t => t.temp),
      p.madeFolders,
    );
  } finally {
    clearInterval(ticking);
    await o.cache.release();
    rest.catch(() => {}).finally(stopInterrupting);
  }
  const status = error === undefined ? 'succeeded' : error.code === 'cancelled' ? 'cancelled' : 'failed';
  const nodes = Object.fromEntries(
    o.nodes.map(id => [id, nodeResult(id, o, p)] as const).filter(([, r]) => r !== undefined),
  ) as Record<string, NodeResult>;
  return {
    status,
    nodes,
    outputs: status === 'succeeded' ? [...o.cache.skippedOutputs, ...p.outputs] : [],
    metrics: Object.fromEntries(p.metrics),
    ...(p.warnings.length > 0 && { warnings: p.warnings }),
    ...(error && { error }),
  };
};

/** An interrupt that falls between two statements is forgotten by the engine, so it is said until it is heard. */
const interruptWhenAborted = (o: ExecuteOptions): (() => void) => {
  let again: NodeJS.Timeout | undefined;
  const interrupt = () => o.session.connection.interrupt();
  const begin = () => {
    interrupt();
    again = setInterval(interrupt, patienceMs / 2);
  };
  o.signal.addEventListener('abort', begin);
  return () => {
    clearInterval(again);
    o.signal.removeEventListener('abort', begin);
  };
};

/** The engine may need a second to give back its memory; nobody waits longer than this for a cancelled run. */
const patienceMs = 100;

/** The work, or `cancelled` soon after the signal. What is then still ending is handed to `abandoned`. */
const promptly = (work: Promise<void>, o: ExecuteOptions): Promise<void> =>
  new Promise((done, failed) => {
    let timer: NodeJS.Timeout | undefined;
    const leave = () => {
      timer = setTimeout(() => {
        o.abandoned(work.catch(() => {}));
        failed(engineError('cancelled', {}));
      }, patienceMs);
    };
    o.signal.addEventListener('abort', leave);
    work.then(done, failed).finally(() => {
      clearTimeout(timer);
      o.signal.removeEventListener('abort', leave);
    });
  });

const carryOut = async (
  step: Step,
  o: ExecuteOptions,
  p: Progress,
  meter: Meter,
  lessons: Lessons,
  /** Whether a node takes part in no later step. */
  ends: (node: string) => boolean,
): Promise<void> => {
  if (step.step === 'load') return load(step.relation, o, p);
  if (step.step === 'learn') return learnStep(step.relation, o, p, ends);
  await settle(step.relation.name, lessons, p.tables, o.session);
  const { relations } = lessons;
  const relation = relations.get(step.relation.name) ?? step.relation;
  const counting = { known: p.counts, tick: meter.tick, add: meter.add };
  const fused = fuse(relation, relations, p.tables, counting);
  for (const name of fused.metered) meter.reset(name);
  const begun = performance.now();
  const nodes = new Set([...fused.inside.map(r => r.node), step.relation.node]);
  for (const node of nodes) startNode(node, o, p, begun);
  if (step.step === 'keep') {
    p.counts.set(step.relation.name, await o.session.makeTable(step.relation.name, fused.sql));
    p.tables.add(step.relation.name);
  } else if (step.step === 'check') await check(step, fused, o, p);
  else await writeSink(step.sink, fused, step.relation.schema, o, p);
  finishFused(fused, relation, p, meter, begun);
  // Told once: with its rows, which a later step may be the first to count.
  for (const node of nodes) if (ends(node) || knowsRows(node, o, p)) finishNode(node, o, p);
};

const knowsRows = (node: string, o: ExecuteOptions, p: Progress): boolean =>
  nodeResult(node, o, p)?.rows !== undefined;

const learnStep = async (
  relation: Relation,
  o: ExecuteOptions,
  p: Progress,
  ends: (node: string) => boolean,
): Promise<void> => {
  const { node, name } = relation;
  startNode(node, o, p, performance.now());
  const rows = await learn(relation, {
    session: o.session,
    signal: o.signal,
    memory: o.memory,
    planned: o.plan.relations,
    threads: o.threads,
    fittedBeside: () => void p.beside.set(node, (p.beside.get(node) ?? 0) + 1),
    progress: rows => o.emit({ event: 'progress', node, rows }),
    warn: message => warn(node, message, o, p),
    tried: candidate => {
      o.emit({ event: 'candidate', node, ...candidate });
      o.emit({ event: 'progress', node, percent: (100 * candidate.candidate) / candidate.of });
    },
  });
  p.tables.add(name);
  p.counts.set(name, rows);
  // A port without rows of its own shows those of another relation.
  for (const other of o.plan.relations)
    if (other.node === node && other.rel.op === 'ref' && other.rel.name === name)
      p.counts.set(other.name, rows);
  p.ended.set(node, performance.now());
  await tellMeasures(name, o, p);
  if (ends(node) || knowsRows(node, o, p)) finishNode(node, o, p);
};

/** Numbers of a table that a run tells at its end. */
const tellMeasures = async (name: string, o: ExecuteOptions, p: Progress): Promise<void> => {
  const measure = o.plan.measures?.find(m => m.input === name);
  if (measure === undefined) return;
  const rows = await o.session.rows(`SELECT metric, value FROM ${ident(name)} WHERE value IS NOT NULL`);
  const numbers = rows.map(([metric, value]) => [String(metric), Number(value)] as const);
  p.metrics.set(measure.node, Object.fromEntries(numbers));
};

const load = async (relation: Relation, o: ExecuteOptions, p: Progress): Promise<void> => {
  startNode(relation.node, o, p, performance.now());
  const node = relation.node;
  const progress = (done: { rows?: number; percent?: number }) =>
    o.emit({ event: 'progress', node, ...done });
  const world = o.world(node, progress, message => warn(node, message, o, p));
  const rows = await loadTable(relation, o.session, world);
  p.tables.add(relation.name);
  p.counts.set(relation.name, rows);
  p.ended.set(node, performance.now());
  finishNode(node, o, p);
};

const check = async (
  step: Extract<Step, { step: 'check' }>,
  fused: Fused,
  o: ExecuteOptions,
  p: Progress,
): Promise<void> => {
  const broken = await o.session.rows(fused.sql);
  if (broken.length === 0) {
    p.metChecks.add(step.relation.name);
    return;
  }
  const checks = brokenWords(broken);
  if (step.severity === 'error') throw engineError('check-failed', { checks }, { node: step.node });
  warn(step.node, messageText('check-failed', { checks }), o, p);
};
