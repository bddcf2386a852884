/** Gradient boosting (Friedman 2001): each tree is a step down the slope of the loss at the answers so far. */
import { randomOf } from '../../plan/random.ts';
import type { Engine } from '../engine.ts';
import { bump, get } from '../kernels.ts';
import type { Label } from '../label.ts';
import { sharedDoubles, sharedInts, worthThreads } from '../workers/board.ts';
import { orAlone } from '../workers/start.ts';
import type { Binned } from './bins.ts';
import { type Crew, openCrew } from './crew.ts';
import { grow, keptGroup, type Tree } from './grow.ts';

import { newton, type Target } from './target.ts';

export type BoostOptions = {
  readonly depth: number;
  readonly rounds: number;
  readonly rate?: number;
  readonly leastRows?: number;
  readonly seed: number;
};

/** What trees learn: numbers, or the places of classes where there is a label, by row. */
export type Told = {
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly label: Label | undefined;
};

/** Trees by score, and where the scores begin: one score for a number or two classes, else one a class. */
export type Grown = { readonly groups: Tree[][]; readonly base: number[] };

export const boosted = async (
  table: Binned,
  told: Told,
  options: BoostOptions,
  { pause = async () => {}, helpers }: Pick<Engine, 'pause' | 'helpers'>,
): Promise<Grown> => {
  const { depth, rounds, leastRows = 20 } = options;
  const passes = rounds * depth * (told.label === undefined ? 1 : scoresOf(told.label));
  const worth = table.rows * table.codes.length * passes >= worthThreads;
  const pairs = sharedDoubles(2 * table.rows);
  const rows = sharedInts(table.rows);
  const target = newton(pairs, options.rate ?? 0.1, leastRows);
  const kept = keptGroup(table, target, { depth });
  const crew =
    worth && kept !== undefined && helpers !== undefined && helpers.threads > 1
      ? await orAlone(helpers, script =>
          openCrew(script, helpers.threads, kept.members, {
            codes: table.codes,
            rows,
            pairs,
            levels: Array.from({ length: depth }, () => sharedDoubles(kept.size)),
          }),
        )
      : undefined;
  try {
    return await grown(table, told, options, { pause, rows, pairs, target, ...(crew && { crew }) });
  } finally {
    await crew?.end();
  }
};

/** One score for a number or two classes, else one a class. */
const scoresOf = ({ classes }: Label): number => (classes.length === 2 ? 1 : classes.length);

type Means = {
  readonly pause: () => Promise<void>;
  readonly rows: Int32Array;
  readonly pairs: Float64Array;
  readonly target: Target;
  readonly crew?: Crew;
};

const grown = async (
  table: Binned,
  { y, weights, label }: Told,
  { depth, rounds, seed }: BoostOptions,
  { pause, rows, pairs, target, crew }: Means,
): Promise<Grown> => {
  const k = label === undefined ? 1 : scoresOf(label);
  const n = table.rows;
  const base = baseOf(y, weights, label, k);
  const scores = base.map(b => new Float64Array(n).fill(b));
  const groups: Tree[][] = base.map(() => []);
  for (let round = 0; round < rounds; round++) {
    await pause();
    // All classes of a round look at the scores of the round before.
    const chances = k === 1 ? [] : chancesOf(scores, n);
    for (const [c, own] of scores.entries()) {
      if (label === undefined) squared(own, y, pairs);
      else if (k === 1) binary(own, y, pairs);
      else multinomial(chances[c] as Float64Array, y, c, pairs);
      if (weights !== undefined) weigh(pairs, weights);
      count(rows);
      const tree = grow(table, rows, target, {
        depth,
        leastGain: 1e-12,
        features: table.codes.length,
        random: randomOf(seed),
        settle: (from, to, [step = 0]) => settle(own, rows, from, to, step),
        ...(crew && { crew }),
      });
      groups[c]?.push(tree);
    }
  }
  return { groups, base };
};

const count = (rows: Int32Array): void => {
  for (let r = 0; r < rows.length; r++) rows[r] = r;
};

const settle = (scores: Float64Array, rows: Int32Array, from: number, to: number, step: number): void => {
  for (let i = from; i < to; i++) bump(scores, rows[i] as number, step);
};

/** Slope and bend of half the squared error. */
const squared = (scores: Float64Array, y: Float64Array, pairs: Float64Array): void => {
  for (let r = 0; r < y.length; r++) {
    pairs[2 * r] = get(scores, r) - get(y, r);
    pairs[2 * r + 1] = 1;
  }
};

/** Slope and bend of the log loss, by log odds of class 1. */
const binary = (scores: Float64Array, y: Float64Array, pairs: Float64Array): void => {
  for (let r = 0; r < y.length; r++) {
    const p = 1 / (1 + Math.exp(-get(scores, r)));
    pairs[2 * r] = p - get(y, r);
    pairs[2 * r + 1] = p * (1 - p);
  }
};

/** Slope and bend of the log loss, by the score of one class of many. */
const multinomial = (chances: Float64Array, y: Float64Array, c: number, pairs: Float64Array): void => {
  for (let r = 0; r < y.length; r++) {
    const p = get(chances, r);
    pairs[2 * r] = y[r] === c ? p - 1 : p;
    pairs[2 * r + 1] = p * (1 - p);
  }
};

const weigh = (pairs: Float64Array, weights: Float64Array): void => {
  for (let r = 0; r < weights.length; r++) {
    (pairs[2 * r] as number) *= get(weights, r);
    (pairs[2 * r + 1] as number) *= get(weights, r);
  }
};

/** The best constant: mean, log odds, or logs of the shares. */
const baseOf = (
  y: Float64Array,
  weights: Float64Array | undefined,
  label: Label | undefined,
  k: number,
): number[] => {
  const sum = (of: (v: number) => number): number =>
    y.reduce((s, v, r) => s + of(v) * (weights === undefined ? 1 : (weights[r] as number)), 0);
  const all = sum(() => 1);
  const shareOf = (c: number): number => sum(v => (v === c ? 1 : 0)) / all;
  if (label === undefined) return [sum(v => v) / all];
  if (k === 1) return [Math.log(shareOf(1) / shareOf(0))];
  return label.classes.map((_, c) => Math.log(shareOf(c)));
};

/** Softmax of the scores of each row. */
const chancesOf = (scores: readonly Float64Array[], n: number): readonly Float64Array[] => {
  const chances = scores.map(s => s.slice());
  for (let r = 0; r < n; r++) {
    let most = Number.NEGATIVE_INFINITY;
    for (const own of scores) most = Math.max(most, get(own, r));
    let sum = 0;
    for (const own of chances) {
      own[r] = Math.exp(get(own, r) - most);
      sum += get(own, r);
    }
    for (const own of chances) own[r] = get(own, r) / sum;
  }
  return chances;
};
