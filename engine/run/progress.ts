/** How far a run has come: when nodes began and ended, how many rows they gave, and the events that say so. */
import type { Relation } from '../plan/plan.ts';
import type { Staged } from './commit.ts';
import { spreadCounts } from './counting.ts';
import type { NodeResult, RunOutput, RunWarning } from './events.ts';
import type { ExecuteOptions } from './execute.ts';
import type { Fused } from './fuse.ts';
import type { Meter } from './meter.ts';
import { finalBytes, sayBytes } from './progress-bytes.ts';

/** What is known so far of a run that is carried out. */
export type Progress = {
  /** The relation whose rows are a node's rows, by node. */
  readonly mains: ReadonlyMap<string, Relation>;
  readonly started: Map<string, number>;
  readonly ended: Map<string, number>;
  readonly counts: Map<string, number>;
  readonly tables: Set<string>;
  readonly outputs: RunOutput[];
  readonly staged: Staged[];
  readonly madeFolders: string[];
  readonly warnings: RunWarning[];
  readonly metChecks: Set<string>;
  /** Bytes told so far, by node. */
  readonly bytes: Map<string, number>;
  /** The file that is being written, and by which node. */
  writing?: { readonly node: string; readonly temp: string } | undefined;
  /** Tables of databases that took their rows: nothing takes them back, whatever happens to the run. */
  readonly tablesWritten: string[];
  /** Numbers to be told at the end, by node. */
  readonly metrics: Map<string, { readonly [name: string]: number }>;
  /** Fits that went on beside others, by node. */
  readonly beside: Map<string, number>;
  /** The table that a server is committing right now. */
  committing?: string | undefined;
  /** Nodes whose end was told, and with which number of rows. */
  readonly told: Map<string, number | undefined>;
};

export const startNode = (node: string, o: ExecuteOptions, p: Progress, now: number): void => {
  if (p.started.has(node)) return;
  p.started.set(node, now);
  o.emit({ event: 'node-started', node });
};

export const finishFused = (
  fused: Fused,
  target: Relation,
  p: Progress,
  meter: Meter,
  begun: number,
): void => {
  const now = performance.now();
  for (const name of fused.metered) {
    const seen = meter.seen(name);
    p.counts.set(name, seen?.rows ?? 0);
    const node = fused.inside.find(r => r.name === name)?.node;
    if (node !== undefined) p.ended.set(node, seen?.lastAt || begun);
  }
  spreadCounts([...fused.inside, target], p.counts);
  for (const node of new Set([...fused.inside.map(r => r.node), target.node]))
    if (!p.ended.has(node)) p.ended.set(node, now);
};

export const finishNode = (node: string, o: ExecuteOptions, p: Progress): void => {
  const result = nodeResult(node, o, p);
  // A node that several queries take part of ends once, and again only where its rows were not known before.
  if (result === undefined || (p.told.has(node) && p.told.get(node) === result.rows)) return;
  p.told.set(node, result.rows);
  o.emit({ event: 'node-finished', node, ...result });
};

/** The rows of a node: of its first output, or of what it writes. */
export const nodeResult = (node: string, o: ExecuteOptions, p: Progress): NodeResult | undefined => {
  const cached = o.cache.cachedNodes.get(node);
  const main = p.mains.get(node);
  const rows = cached?.rows ?? (main === undefined ? undefined : p.counts.get(main.name));
  const from = p.started.get(node);
  if (from === undefined && cached === undefined) return undefined;
  const ms = from === undefined ? 0 : Math.max(0, (p.ended.get(node) ?? performance.now()) - from);
  const bytes = cached === undefined ? finalBytes(node, o, p) : undefined;
  const beside = p.beside.get(node);
  return {
    ...(rows !== undefined && { rows }),
    ...(bytes !== undefined && { bytes }),
    ms: Math.round(ms * 10) / 10,
    cached: cached !== undefined,
    reason: cached?.reason ?? o.cache.reasons.get(node) ?? 'ran',
    ...(beside !== undefined && { fitsBeside: beside }),
  };
};

export const sayProgress = (o: ExecuteOptions, p: Progress, meter: Meter): void => {
  const { percentage, rows_processed: rows } = o.session.connection.progress;
  for (const relation of o.steps.relations.values()) {
    if (p.ended.has(relation.node) || !p.started.has(relation.node)) continue;
    const seen = meter.seen(relation.name);
    if (seen !== undefined && seen.rows > 0)
      o.emit({ event: 'progress', node: relation.node, rows: seen.rows });
  }
  sayBytes(o, p, percentage);
  const running = o.nodes.filter(id => p.started.has(id) && !p.ended.has(id)).at(-1);
  if (running !== undefined && percentage >= 0)
    o.emit({
      event: 'progress',
      node: running,
      percent: Math.min(100, percentage),
      ...(Number(rows) > 0 && { rows: Number(rows) }),
    });
};

/** Milliseconds of each node that ran. */
export const nodeTimes = (o: ExecuteOptions, p: Progress): ReadonlyMap<string, number> =>
  new Map(
    o.nodes.flatMap(id => {
      const [from, to] = [p.started.get(id), p.ended.get(id)];
      return from === undefined || to === undefined ? [] : [[id, to - from] as const];
    }),
  );

/** Tells what a person should know though the run goes on. */
export const warn = (node: string, text: string, o: ExecuteOptions, p: Progress): void => {
  const message = o.secrets.redact(text);
  p.warnings.push({ node, message });
  o.emit({ event: 'warning', node, message });
};
