/** What is learned during a run: `computed` relations become tables, and what they learned is said of rows as expressions. */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { ident } from '../connectors/quote.ts';
import { at, EngineError, engineError, invariant } from '../diagnostics/errors.ts';
import { messageText } from '../diagnostics/messages.ts';
import { duckdbEngine } from '../ml/duckdb.ts';
import type { Engine } from '../ml/engine.ts';
import { appliedRel, type Learned } from '../ml/run/apply.ts';
import { compute, type Tried } from '../ml/run/compute.ts';
import { oneAtATime } from '../ml/workers/turns.ts';
import { learnedColumn } from '../plan/learning.ts';
import type { Relation } from '../plan/plan.ts';
import { eachRel, type Rel, refsOf, withInputs } from '../plan/relation.ts';
import type { Schema } from '../schema/types.ts';
import { faultOf } from './faults.ts';
import { fitHelper, fitWorker } from './fit-worker-file.ts';
import { graphHash } from './graph-hash.ts';
import { engineName } from './hashes.ts';
import type { Session } from './session.ts';
import { tableOfRows } from './stage.ts';
import { programVersion } from './version.ts';

/** The relations of a run, in which those that say what was learned are replaced once it is known. */
export type Lessons = {
  readonly relations: Map<string, Relation>;
  /** Cells that were read, by the relation that holds them. */
  readonly learned: Map<string, Learned>;
};

export const lessonsOver = (relations: ReadonlyMap<string, Relation>): Lessons => ({
  relations: new Map(relations),
  learned: new Map(),
});

export type Learning = {
  readonly session: Session;
  readonly signal?: AbortSignal;
  readonly memory?: string | undefined;
  /** All relations of the run as they were planned: a model says what it came of. */
  readonly planned: readonly Relation[];
  /** Workers at most; as many as there are cores if not given. */
  readonly threads?: number | undefined;
  /** Told how many rows were read so far. */
  readonly progress?: (rows: number) => void;
  /** Told what a person should know though it goes on. */
  readonly warn?: (message: string) => void;
  /** Told of each of several choices once it was tried. */
  readonly tried?: (candidate: Tried) => void;
  /** Told of each fit that a worker carried out beside others. */
  readonly fittedBeside?: () => void;
};

/** The relations that a query of this one reads, itself included, down to tables. */
const readBy = (
  target: string,
  relations: ReadonlyMap<string, Relation>,
  tables: ReadonlySet<string>,
): readonly Relation[] => {
  const seen = new Map<string, Relation>();
  const waiting = [target];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const relation = relations.get(name);
    if (seen.has(name) || relation === undefined || (name !== target && tables.has(name))) continue;
    seen.set(name, relation);
    waiting.push(...refsOf(relation.rel));
  }
  return [...seen.values()];
};

const holds = (rel: Rel, op: 'apply' | 'computed'): boolean => {
  let found = false;
  eachRel(rel, r => {
    if (r.op === op) found = true;
  });
  return found;
};

/** Whether a relation can be asked for its rows now: nothing that it reads waits for something to be learned. */
export const isAskable = (
  target: string,
  relations: ReadonlyMap<string, Relation>,
  tables: ReadonlySet<string>,
): boolean =>
  readBy(target, relations, tables).every(
    r => tables.has(r.name) || (!holds(r.rel, 'apply') && !holds(r.rel, 'computed')),
  );

/** Puts what was learned into the relations that a query of this one reads. Throws an `EngineError` that names the node. */
export const settle = async (
  target: string,
  { relations, learned }: Lessons,
  tables: ReadonlySet<string>,
  session: Session,
): Promise<void> => {
  for (const relation of readBy(target, relations, tables)) {
    if (!holds(relation.rel, 'apply')) continue;
    const texts = new Map<string, Learned>();
    for (const name of fittedIn(relation.rel)) {
      const known = learned.get(name) ?? { text: await cellOf(name, session) };
      learned.set(name, known);
      texts.set(name, known);
    }
    const schemaOf = (name: string): Schema => relations.get(name)?.schema ?? [];
    const rel = applied(relation.rel, texts, schemaOf, relation.node);
    relations.set(relation.name, { ...relation, rel });
  }
};

const fittedIn = (rel: Rel): readonly string[] => {
  const names: string[] = [];
  eachRel(rel, r => {
    if (r.op === 'apply') names.push(r.fitted);
  });
  return names;
};

const applied = (
  rel: Rel,
  texts: ReadonlyMap<string, Learned>,
  schemaOf: (name: string) => Schema,
  node: string,
): Rel => {
  if (rel.op !== 'apply') return withInputs(rel, input => applied(input, texts, schemaOf, node));
  const learned = texts.get(rel.fitted);
  invariant(
    learned !== undefined && rel.input.op === 'ref',
    'what was learned is applied to a relation with a name',
  );
  try {
    return appliedRel(rel, learned, schemaOf(rel.input.name), node);
  } catch (error) {
    throw error instanceof EngineError ? at(error, { node, param: 'model' }) : error;
  }
};

const cellOf = async (name: string, session: Session): Promise<string> => {
  const [row] = await session.rows(`SELECT ${ident(learnedColumn)} FROM ${ident(name)}`);
  const cell = row?.[0];
  invariant(typeof cell === 'string', `${name} holds what was learned`);
  return cell;
};

/** Carries a `computed` relation out over tables that are there, into a table. Gives its number of rows. */
export const learn = async (relation: Relation, o: Learning): Promise<number> => {
  const { rel, node } = relation;
  invariant(rel.op === 'computed', 'what is learned is computed');
  const engine = oneAtATime(engineFor(o));
  try {
    const rows = await compute(rel.compute, {
      inputs: rel.inputs.map(input => ({ engine, rel: input })),
      options: rel.options,
      engine: engineName,
      graph: () => graphHash(relation.name, o.planned),
      program: programVersion,
      keep: keptBytes(o.memory),
      hands: {
        script: fitWorker,
        threads: threadsOf(o.threads),
        ...(o.signal && { signal: o.signal }),
        ...(o.fittedBeside && { fitted: o.fittedBeside }),
      },
      ...(o.warn && { warn: o.warn }),
      ...(o.tried && { tried: o.tried }),
    });
    return await tableOfRows(
      relation.name,
      rel.columns,
      rows.map(row => row.map(cell => (cell === null ? null : String(cell)))),
      o.session,
    );
  } catch (error) {
    if (!(error instanceof Error) || o.signal?.aborted) throw error;
    const fault = faultOf(error, o.memory);
    const param = paramOf(fault, rel.options);
    throw at(fault, { node, ...(param !== undefined && { param }) });
  }
};

const threadsOf = (asked: number | undefined): number => asked ?? availableParallelism();

/** Numbers that are kept between passes lie beside the engine's own memory: a quarter of what it may take. */
const keptBytes = (memory: string | undefined): number => {
  const [, amount, unit = ''] = /^\s*([\d.]+)\s*([KMGT])?i?B?/i.exec(memory ?? '') ?? [];
  const power = ' KMGT'.indexOf(unit.toUpperCase() || ' ');
  return amount === undefined ? 1 << 30 : Math.min(1 << 30, (Number(amount) * 1024 ** power) / 4);
};

/** Rows in the order in which they stand in their table; a fit pauses between passes, so that it can be cancelled. */
const engineFor = ({ session, signal, progress, memory, threads, warn }: Learning): Engine => {
  const never = (): never => {
    throw new Error('what is learned from is a table');
  };
  const plain = duckdbEngine(session.connection, { ref: ident, scan: never, rejects: never, made: never });
  const pause = async (): Promise<void> => {
    await setImmediate();
    if (signal?.aborted) throw engineError('cancelled', {});
  };
  let seen = 0;
  return {
    room: keptBytes(memory),
    helpers: {
      script: fitHelper,
      threads: threadsOf(threads),
      alone: reason => warn?.(messageText('fit-alone', { reason })),
    },
    rows: plain.rows,
    keep: plain.keep,
    pause,
    async *blocks(rel) {
      let told = 0;
      for await (const block of plain.blocks(rel)) {
        seen += block.rows;
        told += block.rows;
        if (told >= 200_000) {
          told = 0;
          progress?.(seen);
          await pause();
        }
        yield block;
      }
    },
  };
};

/** The setting that an error about the rows is about. */
const paramOf = (fault: EngineError, options: unknown): string | undefined => {
  const given = typeof options === 'object' && options !== null ? options : {};
  const has = (key: string): boolean => key in given;
  switch (fault.code) {
    case 'ml-few-folds':
    case 'ml-few-groups':
    case 'ml-few-times':
      return 'folds';
    case 'ml-fold-one-class':
    case 'ml-one-class':
    case 'ml-two-classes':
    case 'ml-many-classes':
      return 'label';
    case 'ml-few-clusters':
      return 'prediction';
    case 'ml-bad-weight':
      return 'weight';
    case 'ml-many-patterns':
    case 'ml-many-items':
      return 'support';
    case 'ml-many-factors':
      return 'rank';
    case 'ml-many-ratings':
      return 'user';
    case 'ml-many-neighbours':
      return 'features';
    case 'ml-too-many-rows':
      return has('columns') ? 'columns' : undefined;
    case 'ml-few-rows':
      return ['k', 'to'].find(has);
    case 'ml-bad-param':
      return has('estimator')
        ? 'estimator'
        : typeof fault.data.name === 'string'
          ? fault.data.name
          : undefined;
    case 'ml-missing-values':
      return settingOf(fault.data.columns, given) ?? columnsParam(has);
    case 'ml-all-null':
    case 'ml-negative':
    case 'ml-not-counts':
    case 'ml-many-categories':
    case 'ml-many-coefficients':
      return columnsParam(has);
    default:
      return undefined;
  }
};

const columnsParam = (has: (key: string) => boolean): string =>
  has('features') ? 'features' : has('columns') && !has('part') ? 'columns' : 'prediction';

/** The setting that names the first of these columns, where one column is a setting. */
const settingOf = (columns: unknown, given: object): string | undefined => {
  const [first] = Array.isArray(columns) ? columns : [];
  return Object.entries(given).find(([, value]) => typeof value === 'string' && value === first?.name)?.[0];
};
