/** Rows of one relation as a table in a session of its own: read by pages, and never in the way of checking. */
import { join } from 'node:path';
import { at, EngineError, engineError } from '../../diagnostics/errors.ts';
import type { Relation } from '../../plan/plan.ts';
import type { Schema } from '../../schema/types.ts';
import { planCache } from '../cache.ts';
import { faultOf } from '../faults.ts';
import { allPermitted } from '../paths.ts';
import { queryFor } from '../read-relation.ts';
import { openSession, type Session } from '../session.ts';
import { participants, targetsOf } from '../targets.ts';
import type { Bench } from '../workbench.ts';
import { interruptOn, type Lane, laneOf } from './lane.ts';
import { type Views, viewsOf } from './view.ts';
import { held } from './wire.ts';

export type Held = {
  readonly schema: Schema;
  readonly rows: number;
  /** Whether these are all rows of the relation. */
  readonly complete: boolean;
  /** What the connectors said while the rows were read, each once. */
  readonly warnings: readonly string[];
  /** For pages: short questions. */
  readonly pages: Lane;
  /** For profiles and charts, which may take long, beside the pages. */
  readonly figures: Lane;
  readonly views: Views;
  close(): Promise<void>;
};

export type HoldOptions = {
  /** Where runs keep results, to read them back. */
  readonly cache?: string;
  readonly memory?: string;
};

/** More would not be read. */
const mostWarnings = 20;

/** The table in which the rows are. */
export const heldTable = 'look';

/** An error of the engine in words, with the node that was looked at and without secrets. */
export const lookFault = (error: unknown, bench: Bench, node: string, memory?: string): EngineError => {
  const fault = at(faultOf(error, memory), { node });
  const place = { node: fault.node ?? node, ...(fault.param && { param: fault.param }) };
  return new EngineError(fault.code, bench.secrets.redact(fault.message), {}, place, fault.cause);
};

const fill = async (
  session: Session,
  bench: Bench,
  relation: Relation,
  limit: number | undefined,
  signal: AbortSignal,
  { cache, memory }: HoldOptions,
  warn: (message: string) => void,
): Promise<number> => {
  const { compiled, folder, file } = bench;
  const reuse = await planCache({
    folder: cache,
    pipeline: join(folder, file),
    compiled,
    sinks: [],
    to: [relation.name],
    assertions: [],
    targets: await targetsOf(compiled.plan.sinks, folder, allPermitted),
    session,
    nodes: participants(compiled, relation.node),
  });
  try {
    const world = bench.worldOver(session, signal, warn);
    const learning = { warn, signal, ...(memory !== undefined && { memory }) };
    const sql = await queryFor(relation, compiled.plan.relations, session, world, reuse, learning);
    const names = relation.schema.map((_, i) => held(i)).join(', ');
    const most = limit === undefined ? '' : ` LIMIT ${limit}`;
    await session.run(`CREATE TABLE ${heldTable} AS SELECT * FROM (${sql}) AS rows(${names})${most}`);
  } finally {
    await reuse.release();
  }
  const [row] = await session.rows(`SELECT count(*) FROM ${heldTable}`);
  return Number(row?.[0] ?? 0);
};

/** Computes the rows of a relation, or its first ones. Throws `cancelled` soon after the signal. */
export const holdRows = async (
  bench: Bench,
  relation: Relation,
  limit: number | undefined,
  signal: AbortSignal,
  options: HoldOptions,
): Promise<Held> => {
  const { cache, memory } = options;
  const session = await openSession({
    ...bench.may,
    ...(cache !== undefined && { cache }),
    ...(memory !== undefined && { memory }),
  });
  const watched = interruptOn(signal, session.connection);
  const warnings = new Set<string>();
  const warn = (message: string) => {
    if (warnings.size < mostWarnings) warnings.add(message);
  };
  try {
    const rows = await fill(session, bench, relation, limit, signal, options, warn);
    if (signal.aborted) throw engineError('cancelled', {});
    return {
      schema: relation.schema,
      rows,
      complete: limit === undefined || rows < limit,
      warnings: [...warnings],
      pages: laneOf(session.connection),
      figures: laneOf(await session.connect()),
      views: viewsOf(relation.schema),
      close: () => session.close(),
    };
  } catch (error) {
    watched.end();
    await session.close();
    throw signal.aborted
      ? engineError('cancelled', {}, {}, error)
      : lookFault(error, bench, relation.node, memory);
  } finally {
    watched.end();
  }
};
