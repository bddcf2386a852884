/** Which node is to blame when one query of many nodes fails, and the error in words for the end of the run. */
import { sourceConnectors } from '../connectors/index.ts';
import { at, type EngineError, engineError } from '../diagnostics/errors.ts';
import { paramOfFault } from '../diagnostics/param-of.ts';
import { type Expr, eachExpr } from '../plan/expr.ts';
import type { Relation } from '../plan/plan.ts';
import { eachRel, refsOf } from '../plan/relation.ts';
import type { RunError } from './events.ts';
import { faultOf, faultOfReading } from './faults.ts';
import { fuse } from './fuse.ts';
import { isAskable } from './learn.ts';
import type { Meter } from './meter.ts';
import type { Secrets } from './secrets.ts';
import type { Session } from './session.ts';

type Scene = {
  readonly session: Session;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
  readonly memory?: string;
  readonly relations: ReadonlyMap<string, Relation>;
  /** Relations that were tables when it happened. */
  readonly tables: ReadonlySet<string>;
  readonly meter: Meter;
  /** The relation whose query failed, and the node it is run for. */
  readonly place?: { readonly node: string; readonly relation: string } | undefined;
};

/** The error of a run. Our own bugs are thrown on. */
export const runError = async (thrown: unknown, scene: Scene): Promise<RunError> => {
  if (!(thrown instanceof Error)) throw thrown;
  if (scene.signal.aborted) return plain(engineError('cancelled', {}), scene.secrets);
  const fault = faultOf(thrown, scene.memory);
  if (fault.node !== undefined) return plain(fault, scene.secrets);
  const culprit =
    fault.code === 'out-of-memory' || isSpillFull(fault)
      ? await hungriest(scene)
      : fault.code === 'disk-full'
        ? undefined
        : await locate(scene, fault);
  const said = culprit === undefined ? fault : faultOfReading(fault, culprit.rel);
  const param = paramOfFault(said, culprit?.rel.op === 'scan' ? culprit.rel.options : undefined);
  const node = culprit?.node ?? scene.place?.node ?? '';
  return plain(at(said, { node, ...(param !== undefined && { param }) }), scene.secrets);
};

/** What fills the disk with intermediate rows is what memory was not enough for. */
const isSpillFull = (fault: EngineError): boolean =>
  fault.code === 'disk-full' && fault.data.what === 'the spill folder';

const plain = (fault: EngineError, secrets: Secrets): RunError => ({
  ...(fault.node && { node: fault.node }),
  ...(fault.param && { param: fault.param }),
  code: fault.code,
  message: secrets.redact(fault.message),
});

/** A fused query does not say which of its nodes failed: its relations are tried one by one, from the sources down. */
const locate = async (scene: Scene, fault: EngineError): Promise<Relation | undefined> => {
  const until = performance.now() + 20_000;
  for (const relation of scene.relations.values()) {
    if (scene.tables.has(relation.name) || performance.now() > until || scene.signal.aborted) continue;
    if (!isAskable(relation.name, scene.relations, scene.tables)) continue;
    if (relation.rel.op === 'scan' && sourceConnectors.get(relation.rel.connector)?.reads === 'rows')
      continue;
    try {
      // A hash of every column keeps the optimiser from leaving out the one that fails.
      await scene.session.rows(
        `SELECT max(hash(t)) FROM (${fuse(relation, scene.relations, scene.tables).sql}) AS t`,
      );
    } catch (again) {
      if (again instanceof Error && faultOf(again, scene.memory).code === fault.code) return relation;
    }
  }
  return undefined;
};

/**
 * The step that ran out of memory: the first that holds many rows at once and has let none of them pass yet. Trying it
 * again alone would take as long as the run did; only where an aggregate counts for it, its first row is asked for.
 */
const hungriest = async (scene: Scene): Promise<Relation | undefined> => {
  const { relations, tables, meter, place } = scene;
  const needed = new Set<string>();
  const waiting = place === undefined ? [] : [place.relation];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const relation = relations.get(name);
    if (needed.has(name) || tables.has(name) || relation === undefined) continue;
    needed.add(name);
    waiting.push(...refsOf(relation.rel));
  }
  const inside = [...relations.values()].filter(r => needed.has(r.name));
  const lastWithRows = inside.findLastIndex(r => (meter.seen(r.name)?.rows ?? 0) > 0);
  const holding = inside.filter(holdsRows);
  for (const relation of holding.filter(r => inside.indexOf(r) > lastWithRows))
    if (!meter.isLate(relation.name) || !(await givesRow(relation, scene))) return relation;
  return holding.at(-1);
};

const givesRow = async (relation: Relation, { session, relations, tables }: Scene): Promise<boolean> =>
  isAskable(relation.name, relations, tables) &&
  session.rows(`SELECT 1 FROM (${fuse(relation, relations, tables).sql}) LIMIT 1`).then(
    () => true,
    () => false,
  );

/** Whether a relation keeps rows in memory: sorts, groups, joins and row windows do, filters and columns do not. */
const holdsRows = ({ rel }: Relation): boolean => {
  let found = false;
  eachRel(rel, r => {
    if (r.op === 'sort' || r.op === 'aggregate' || r.op === 'distinct' || r.op === 'join') found = true;
    if (r.op === 'intersect' || r.op === 'except' || r.op === 'sql') found = true;
    if (r.op === 'project' && r.columns.some(c => hasWindow(c.expr))) found = true;
  });
  return found;
};

const hasWindow = (expr: Expr): boolean => {
  let found = false;
  eachExpr(expr, e => {
    if (e.op === 'over') found = true;
  });
  return found;
};
