/** Trees that do not depend on each other: one, or a random forest (Breiman 2001). */
import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { engineError } from '../../diagnostics/errors.ts';
import { type Random, randomOf } from '../../plan/random.ts';
import { type Engine, roomOf } from '../engine.ts';
import { sharedInts, worthThreads } from '../workers/board.ts';
import { orAlone, started } from '../workers/start.ts';
import type { Binned } from './bins.ts';
import { type Growth, growing, grownUp, type Tree } from './grow.ts';

import { gini, variance } from './target.ts';

/** All that a tree is grown from; plain data, for other threads. */
export type ForestPlan = {
  readonly table: Omit<Binned, 'rest'>;
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
  /** Classes that `y` has the numbers of; absent for a number. */
  readonly classes: number | undefined;
  readonly trees: number;
  /** Whether each tree has rows of its own, drawn from all. */
  readonly draws: boolean;
  /** Features looked at in each node. */
  readonly features: number;
  readonly depth: number;
  readonly leastRows: number;
  readonly seed: number;
};

/** What is told to a thread that grows trees; it answers with `GrownTree`s. */
export type ForestTask = {
  readonly kind: 'forest';
  readonly plan: ForestPlan;
  readonly board: Int32Array;
};
export type GrownTree = { readonly at: number; readonly tree: Tree };

/** Numbers on the board: whether to begin, and the next tree that nobody has taken. */
export const forestPlace = { go: 0, next: 1 } as const;

export const forest = async (plan: ForestPlan, engine: Engine): Promise<Tree[]> => {
  const threads = threadsFor(plan, engine);
  if (threads < 2 || engine.helpers === undefined) return alone(plan, engine);
  const board = sharedInts(2);
  const task: ForestTask = { kind: 'forest', plan, board };
  const workers = await orAlone(engine.helpers, script => started(script, threads - 1, task));
  if (workers === undefined) return alone(plan, engine);
  try {
    return await together(plan, engine, board, workers);
  } finally {
    await Promise.all(workers.map(worker => worker.terminate()));
  }
};

const threadsFor = ({ table, trees, depth, features }: ForestPlan, engine: Engine): number => {
  if (table.rows * features * trees * depth < worthThreads) return 1;
  // Each has the rows of its tree, and what they count for.
  const room = Math.floor(roomOf(engine) / (table.rows * 64));
  return Math.min(engine.helpers?.threads ?? 1, trees, room);
};

const alone = async (plan: ForestPlan, { pause }: Engine): Promise<Tree[]> => {
  const trees: Tree[] = [];
  for (let t = 0; t < plan.trees; t++) {
    trees.push(await withPauses(growingTree(plan, t), pause));
  }
  return trees;
};

const together = async (
  plan: ForestPlan,
  { pause }: Engine,
  board: Int32Array,
  workers: readonly Worker[],
): Promise<Tree[]> => {
  const trees = new Array<Tree | undefined>(plan.trees);
  let gone: unknown;
  const ends = workers.map(worker => {
    worker.on('message', ({ at, tree }: GrownTree) => {
      trees[at] = tree;
    });
    worker.on('error', cause => {
      gone = cause;
    });
    return once(worker, 'exit').catch(() => {});
  });
  Atomics.store(board, forestPlace.go, 1);
  Atomics.notify(board, forestPlace.go);
  for (;;) {
    const at = Atomics.add(board, forestPlace.next, 1);
    if (at >= plan.trees) break;
    trees[at] = await withPauses(growingTree(plan, at), pause);
  }
  await Promise.all(ends);
  return Array.from(trees, tree => {
    if (tree === undefined)
      throw engineError(
        'ml-fit-stopped',
        { reason: gone instanceof Error ? gone.message : 'a thread ended' },
        {},
        gone,
      );
    return tree;
  });
};

/** A tree that lets others have a turn before it begins and whenever it stops. */
const withPauses = async (growth: Growth, pause: Engine['pause']): Promise<Tree> => {
  for (;;) {
    await pause?.();
    const step = growth.next();
    if (step.done) return step.value;
  }
};

/** A stream of random numbers for each tree: it is the same tree wherever and whenever it grows. */
export const grownTree = (plan: ForestPlan, at: number): Tree => grownUp(growingTree(plan, at));

const growingTree = (plan: ForestPlan, at: number): Growth => {
  const { table, y, weights, classes, draws, features, depth } = plan;
  const random = randomOf(plan.seed * 65_537 + at);
  const times = draws ? drawn(table.rows, random) : new Float64Array(table.rows).fill(1);
  if (weights !== undefined) multiply(times, weights);
  const least = { least: plan.leastRows, weighted: weights !== undefined };
  const target = classes === undefined ? variance(y, times, least) : gini(y, times, classes, least);
  return growing(table, countedRows(times), target, { depth, leastGain: 1e-12, features, random });
};

/** How often each row comes in as many draws as there are rows. */
const drawn = (rows: number, random: Random): Float64Array => {
  const times = new Float64Array(rows);
  for (let i = 0; i < rows; i++) (times[Math.floor(random() * rows)] as number) += 1;
  return times;
};

const multiply = (times: Float64Array, weights: Float64Array): void => {
  for (let r = 0; r < times.length; r++) (times[r] as number) *= weights[r] as number;
};

/** Rows that count for anything, in their order. */
const countedRows = (times: Float64Array): Int32Array => {
  const rows = new Int32Array(times.length);
  return rows.subarray(0, countInto(times, rows));
};

const countInto = (times: Float64Array, rows: Int32Array): number => {
  let n = 0;
  for (let r = 0; r < times.length; r++) if (times[r] !== 0) rows[n++] = r;
  return n;
};
