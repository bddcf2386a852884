/** Decision trees, random forests and boosted trees, for numbers and classes. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { randomOf } from '../../plan/random.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { classIndex, type Label, labelOf, labelShape } from '../label.ts';
import { reals } from '../shapes.ts';
import { weightColumns } from '../weights.ts';
import { doubleColumn } from '../words.ts';
import { type Binned, binned } from './bins.ts';
import { grow, leafOf, type Target, type Tree, treeShape } from './grow.ts';

export const treesShape = z
  .strictObject({
    kind: z.literal('trees'),
    features: z.array(featureShape),
    /** Absent for a number. */
    label: labelShape.optional(),
    /** `mean`: trees say the answer, or chances of the classes. `sum`: they add to a score, one list a class. */
    combine: z.enum(['mean', 'sum']),
    base: reals,
    groups: z.array(z.array(treeShape).max(10_000)).min(1).max(1000),
    /** Share of all gain, by term. */
    importances: reals,
  })
  .refine(m => m.base.length === m.groups.length && valid(m), 'trees, classes and terms do not fit');

export type TreesModel = z.infer<typeof treesShape>;

const valid = (m: {
  features: Feature[];
  label?: Label | undefined;
  combine: string;
  groups: Tree[][];
}): boolean => {
  const terms = termsOf(m.features).length;
  const width = m.combine === 'mean' && m.label !== undefined ? m.label.classes.length : 1;
  const scores =
    m.combine === 'sum' && m.label !== undefined && m.label.classes.length > 2 ? m.label.classes.length : 1;
  const fits = (tree: Tree): boolean =>
    'value' in tree ? tree.value.length === width : tree.term < terms && fits(tree.left) && fits(tree.right);
  return m.groups.length === scores && m.groups.every(trees => trees.length > 0 && trees.every(fits));
};

export type TreesParams = {
  readonly features: readonly Feature[];
  readonly label: { readonly column: string; readonly type: string };
  readonly target: 'number' | 'class';
  readonly depth: number;
  readonly seed: number;
  readonly leastRows?: number;
  readonly weight?: string;
} & (
  | { readonly method: 'tree' }
  | { readonly method: 'forest'; readonly trees: number; readonly share?: number }
  | { readonly method: 'boost'; readonly rounds: number; readonly rate?: number }
);

export const fitTrees = async (data: Data, params: TreesParams): Promise<TreesModel> => {
  check('depth', params.depth, 1, 30);
  if (params.method === 'forest') check('trees', params.trees, 1, 10_000);
  if (params.method === 'boost') check('rounds', params.rounds, 1, 10_000);
  const label =
    params.target === 'class' ? await labelOf(data, params.label.column, params.label.type) : undefined;
  const goal = {
    name: params.label.column,
    expr: label === undefined ? doubleColumn(params.label.column) : classIndex(label),
  };
  const table = await binned(data, termsOf(params.features), [goal, ...weightColumns(params.weight)]);
  const y = table.rest[0] as Float64Array;
  const weights = checkedWeights(table.rest[1], params.weight);
  const pause = async (): Promise<void> => data.engine.pause?.();
  const { groups, base } =
    params.method === 'boost'
      ? await boosted(table, y, weights, label, params, pause)
      : await averaged(table, y, weights, label, params, pause);
  return {
    kind: 'trees',
    features: [...params.features],
    ...(label && { label }),
    combine: params.method === 'boost' ? 'sum' : 'mean',
    base,
    groups,
    importances: importancesOf(groups.flat(), table.codes.length),
  };
};

const check = (name: string, value: number, least: number, most: number): void => {
  if (!(Number.isInteger(value) && value >= least && value <= most))
    throw engineError('ml-bad-param', {
      name,
      value: String(value),
      rule: `a whole number from ${least} to ${most}`,
    });
};

/** Weights of 0 or more, and more than 0 in some rows. */
const checkedWeights = (weights: Float64Array | undefined, name = ''): Float64Array | undefined => {
  if (weights === undefined) return undefined;
  let [least, all] = [Number.POSITIVE_INFINITY, 0];
  for (const w of weights) {
    least = Math.min(least, w);
    all += w;
  }
  if (least < 0 || !(all > 0)) throw engineError('ml-bad-weight', { column: name, least });
  return weights;
};

type Grown = { readonly groups: Tree[][]; readonly base: number[] };

const averaged = async (
  table: Binned,
  y: Float64Array,
  weights: Float64Array | undefined,
  label: Label | undefined,
  params: Extract<TreesParams, { method: 'tree' | 'forest' }>,
  pause: () => Promise<void>,
): Promise<Grown> => {
  const width = table.codes.length;
  const many = params.method === 'forest';
  const share = many ? (params.share ?? (label ? Math.sqrt(width) / width : 1 / 3)) : 1;
  const trees: Tree[] = [];
  for (let t = 0; t < (many ? params.trees : 1); t++) {
    await pause();
    // A stream of random numbers for each tree: it is the same tree wherever and whenever it grows.
    const random = randomOf(params.seed * 65_537 + t);
    const times = new Float64Array(table.rows).fill(many ? 0 : 1);
    if (many)
      for (let i = 0; i < table.rows; i++) {
        const row = Math.floor(random() * table.rows);
        times[row] = (times[row] as number) + 1;
      }
    if (weights !== undefined)
      for (let i = 0; i < table.rows; i++) times[i] = (times[i] as number) * (weights[i] as number);
    const rows = Int32Array.from(times.keys()).filter(row => times[row] !== 0);
    const least = { least: params.leastRows ?? 1, weighted: weights !== undefined };
    const target = label === undefined ? variance(y, times, least) : gini(y, times, label, least);
    const features = Math.max(1, Math.round(share * width));
    trees.push(grow(table, rows, target, { depth: params.depth, leastGain: 1e-12, features, random }));
  }
  return { groups: [trees], base: [0] };
};

/** Rows that a leaf must have: as often as they were drawn, or, where they have weights, each once. */
type Least = { readonly least: number; readonly weighted: boolean };

const variance = (y: Float64Array, times: Float64Array, { least, weighted }: Least): Target => ({
  channels: 2,
  add: (sums, at, row) => {
    const w = times[row] as number;
    sums[at] = (sums[at] as number) + w;
    sums[at + 1] = (sums[at + 1] as number) + w * (y[row] as number);
  },
  score: (sums, at) => (sums[at + 1] as number) ** 2 / (sums[at] as number),
  leaf: sums => [(sums[1] as number) / (sums[0] as number)],
  enough: (sums, at, rows) => (weighted ? rows : (sums[at] as number)) >= least,
});

const gini = (y: Float64Array, times: Float64Array, label: Label, { least, weighted }: Least): Target => {
  const k = label.classes.length;
  const weight = (sums: Float64Array, at: number): number => {
    let s = 0;
    for (let c = 0; c < k; c++) s += sums[at + c] as number;
    return s;
  };
  return {
    channels: k,
    add: (sums, at, row) => {
      const cell = at + (y[row] as number);
      sums[cell] = (sums[cell] as number) + (times[row] as number);
    },
    score: (sums, at) => {
      let square = 0;
      for (let c = 0; c < k; c++) square += (sums[at + c] as number) ** 2;
      return square / weight(sums, at);
    },
    leaf: sums => Array.from(sums, s => s / weight(sums, 0)),
    enough: (sums, at, rows) => (weighted ? rows : weight(sums, at)) >= least,
  };
};

const boosted = async (
  table: Binned,
  y: Float64Array,
  weights: Float64Array | undefined,
  label: Label | undefined,
  params: Extract<TreesParams, { method: 'boost' }>,
  pause: () => Promise<void>,
): Promise<Grown> => {
  const k = label === undefined || label.classes.length === 2 ? 1 : label.classes.length;
  const n = table.rows;
  const rate = params.rate ?? 0.1;
  const base = baseOf(y, weights, label, k);
  const scores = base.map(b => new Float64Array(n).fill(b));
  const groups: Tree[][] = base.map(() => []);
  const slopes = new Float64Array(n);
  const bends = new Float64Array(n);
  const target: Target = {
    channels: 2,
    add: (sums, at, row) => {
      sums[at] = (sums[at] as number) + (slopes[row] as number);
      sums[at + 1] = (sums[at + 1] as number) + (bends[row] as number);
    },
    score: (sums, at) => (sums[at] as number) ** 2 / Math.max(sums[at + 1] as number, 1e-16),
    leaf: sums => [(-rate * (sums[0] as number)) / Math.max(sums[1] as number, 1e-16)],
    enough: (sums, at, rows) => rows >= (params.leastRows ?? 20) && (sums[at + 1] as number) >= 1e-3,
  };
  for (let round = 0; round < params.rounds; round++) {
    await pause();
    // All classes of a round look at the scores of the round before.
    const chances = label === undefined ? [] : chancesOf(scores, n);
    for (let c = 0; c < k; c++) {
      for (let r = 0; r < n; r++) {
        const p = label === undefined ? (scores[0]?.[r] as number) : (chances[c]?.[r] as number);
        const own = label === undefined ? (y[r] as number) : y[r] === (k === 1 ? 1 : c) ? 1 : 0;
        const w = weights === undefined ? 1 : (weights[r] as number);
        slopes[r] = w * (p - own);
        bends[r] = label === undefined ? w : w * p * (1 - p);
      }
      const tree = grow(table, Int32Array.from(slopes.keys()), target, {
        depth: params.depth,
        leastGain: 1e-12,
        features: table.codes.length,
        random: randomOf(params.seed),
      });
      groups[c]?.push(tree);
      const own = scores[c] as Float64Array;
      for (let r = 0; r < n; r++) own[r] = (own[r] as number) + (leafOf(tree, table, r)[0] as number);
    }
  }
  return { groups, base };
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

const chancesOf = (scores: readonly Float64Array[], n: number): readonly Float64Array[] => {
  const [only] = scores;
  if (scores.length === 1 && only !== undefined) return [only.map(z => 1 / (1 + Math.exp(-z)))];
  const chances = scores.map(s => s.slice());
  for (let r = 0; r < n; r++) {
    const most = Math.max(...scores.map(s => s[r] as number));
    let sum = 0;
    for (const own of chances) {
      own[r] = Math.exp((own[r] as number) - most);
      sum += own[r] as number;
    }
    for (const own of chances) own[r] = (own[r] as number) / sum;
  }
  return chances;
};

const importancesOf = (trees: readonly Tree[], width: number): number[] => {
  const gains = new Array<number>(width).fill(0);
  const walk = (tree: Tree): void => {
    if ('value' in tree) return;
    gains[tree.term] = (gains[tree.term] ?? 0) + tree.gain;
    walk(tree.left);
    walk(tree.right);
  };
  trees.forEach(walk);
  const all = gains.reduce((s, g) => s + g, 0);
  return gains.map(g => (all > 0 ? g / all : 0));
};
