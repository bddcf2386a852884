/** What the numeric core asks of whatever holds the rows: small answers, and passes over numbers. */
import { aggregated } from '../plan/build.ts';
import type { NamedExpr } from '../plan/expr.ts';
import type { Rel } from '../plan/relation.ts';

export type Cell = string | number | boolean | null;

/** Up to `stride` rows as numbers, column after column: value r of column j is `values[j * stride + r]`. Null is NaN. */
export type Block = {
  readonly rows: number;
  readonly stride: number;
  readonly values: Float64Array;
  /** Whether it stays as it is, in shared memory; any other is only valid until the next one is asked for. */
  readonly stays?: boolean;
};

export type Engine = {
  /** Bytes of numbers that a fit may keep beside the engine's own memory. */
  readonly room?: number;
  /** More threads for one fit; without them it has its own alone. */
  readonly helpers?: Helpers;
  /** The rows of an answer that is small by its nature: counts, class names, quantiles. */
  rows(rel: Rel): Promise<readonly (readonly Cell[])[]>;
  /** All rows as numbers, in the order of the relation. */
  blocks(rel: Rel): AsyncIterable<Block>;
  /** Computes the rows once, in their order, for several readers; `drop` forgets them. */
  keep(rel: Rel): Promise<Kept>;
  /** Lets others have a turn between passes and trees; throws where the work is not wanted any more. */
  pause?(): Promise<void>;
};

export type Helpers = {
  /** Where the program of the threads is; rejects where there is none. */
  readonly script: () => Promise<string>;
  /** Threads of a fit, its own among them. */
  readonly threads: number;
  /** Told why a fit goes on alone. */
  readonly alone?: (reason: string) => void;
};

/** Bytes of numbers that may lie beside the engine's own memory. */
export const roomOf = ({ room = 1 << 30 }: Engine): number => room;

export type Kept = { readonly rel: Rel; readonly drop: () => Promise<void> };

/** Rows to learn from: a relation that gives the same rows each time, in the same order. */
export type Data = { readonly engine: Engine; readonly rel: Rel };

export const aggregatesOf = async (
  { engine, rel }: Data,
  aggregates: readonly NamedExpr[],
): Promise<readonly Cell[]> => {
  const [row] = await engine.rows({ op: 'aggregate', input: rel, groups: [], aggregates });
  return row ?? [];
};

/** How many rows there are. */
export const rowsIn = async (data: Data): Promise<number> => {
  const [rows] = await aggregatesOf(data, [{ name: 'rows', expr: aggregated('count_star', []) }]);
  return Number(rows);
};
