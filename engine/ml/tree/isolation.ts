/** Isolation forest (Liu, Ting, Zhou 2008): rows that few random cuts set apart are odd. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { type Random, randomOf } from '../../plan/random.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { columnsOf } from '../in-memory.ts';
import { get } from '../kernels.ts';
import { real } from '../shapes.ts';
import { checkWhole } from '../whole.ts';
import type { Tree } from './grow.ts';
import { treeShape } from './shape.ts';

export const isolationShape = z
  .strictObject({
    kind: z.literal('isolation'),
    features: z.array(featureShape),
    /** A leaf says how many cuts lead to it, with the cuts that its rows would still have needed. */
    trees: z.array(treeShape).min(1).max(1000),
    /** Cuts that an ordinary row needs. */
    usual: real,
    /** Rows with a score above it are called anomalies. */
    threshold: real,
  })
  .refine(m => m.trees.every(tree => fits(tree, termsOf(m.features).length)), 'trees and terms do not fit');

const fits = (tree: Tree, terms: number): boolean =>
  'value' in tree
    ? tree.value.length === 1
    : tree.term < terms && fits(tree.left, terms) && fits(tree.right, terms);

export type IsolationModel = z.infer<typeof isolationShape>;

export type IsolationParams = {
  readonly features: readonly Feature[];
  readonly seed: number;
  readonly trees?: number;
  /** Rows drawn for each tree. */
  readonly sample?: number;
  /** Share of the training rows that counts as anomalies; left out, a score above 0.5 does. */
  readonly contamination?: number;
};

/** Rows that trees draw from; from a larger table they are taken at even steps. */
const pool = 100_000;

export const fitIsolation = async (data: Data, params: IsolationParams): Promise<IsolationModel> => {
  const count = params.trees ?? 100;
  checkWhole('trees', count, 1, 1000);
  checkWhole('sample', params.sample ?? 256, 2, 4096);
  const terms = termsOf(params.features);
  const { columns } = await columnsOf(data, terms, pool);
  const rows = columns[0]?.length ?? 0;
  if (rows < 2) throw engineError('ml-few-rows', { rows, needed: 2, what: 'an isolation forest' });
  const size = Math.min(params.sample ?? 256, rows);
  const random = randomOf(params.seed);
  const depth = Math.ceil(Math.log2(size));
  const trees = Array.from({ length: count }, () =>
    isolated(columns, drawn(rows, size, random), 0, depth, random),
  );
  const usual = pathOf(size);
  const model = { kind: 'isolation' as const, features: [...params.features], trees, usual, threshold: 0.5 };
  const { contamination } = params;
  if (contamination === undefined) return model;
  if (!(contamination > 0 && contamination <= 0.5))
    throw engineError('ml-bad-param', {
      name: 'contamination',
      value: String(contamination),
      rule: 'more than 0, at most 0.5',
    });
  const scores = Float64Array.from({ length: rows }, (_, r) =>
    isolationScore(model, j => get(columns[j] as Float64Array, r)),
  ).sort();
  return { ...model, threshold: get(scores, Math.min(rows - 1, Math.floor(rows * (1 - contamination)))) };
};

/** Different rows, the first `size` of a shuffle. */
const drawn = (rows: number, size: number, random: Random): number[] => {
  const moved = new Map<number, number>();
  return Array.from({ length: size }, (_, i) => {
    const j = i + Math.floor(random() * (rows - i));
    const row = moved.get(j) ?? j;
    moved.set(j, moved.get(i) ?? i);
    return row;
  });
};

const isolated = (
  columns: readonly Float64Array[],
  rows: readonly number[],
  depth: number,
  most: number,
  random: Random,
): Tree => {
  const leaf = { value: [depth + pathOf(rows.length)] };
  if (depth >= most || rows.length <= 1) return leaf;
  const ranges = columns.map(values => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      low = Math.min(low, get(values, row));
      high = Math.max(high, get(values, row));
    }
    return { low, high };
  });
  const varied = ranges.flatMap(({ low, high }, j) => (high > low ? [j] : []));
  const term = varied[Math.floor(random() * varied.length)];
  if (term === undefined) return leaf;
  const { low, high } = ranges[term] as { low: number; high: number };
  const threshold = low + random() * (high - low);
  const values = columns[term] as Float64Array;
  const left = rows.filter(row => get(values, row) <= threshold);
  const right = rows.filter(row => get(values, row) > threshold);
  if (left.length === 0 || right.length === 0) return leaf;
  return {
    term,
    threshold,
    gain: 0,
    left: isolated(columns, left, depth + 1, most, random),
    right: isolated(columns, right, depth + 1, most, random),
  };
};

/** Mean cuts until a row stands alone among n: that of an unsuccessful search in a binary tree. */
export const pathOf = (n: number): number =>
  n <= 1 ? 0 : n === 2 ? 1 : 2 * (Math.log(n - 1) + 0.577_215_664_901_532_9) - (2 * (n - 1)) / n;

/** 2^(-cuts / usual): near 1 for what is set apart at once, below 0.5 for what is ordinary. */
export const isolationScore = (model: IsolationModel, term: (j: number) => number): number => {
  let cuts = 0;
  for (const root of model.trees) {
    let tree = root;
    while (!('value' in tree)) tree = term(tree.term) <= tree.threshold ? tree.left : tree.right;
    cuts += tree.value[0] as number;
  }
  return 2 ** (-cuts / model.trees.length / model.usual);
};
