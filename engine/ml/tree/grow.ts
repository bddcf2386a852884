/** Growing one tree on binned columns. */
import { invariant } from '../../diagnostics/errors.ts';
import type { Random } from '../../plan/random.ts';
import type { Binned } from './bins.ts';
import type { Crew } from './crew.ts';
import { fill, type Group, groupsOf } from './fill.ts';
import { addBins, part, subtract } from './sums.ts';
import type { Cut, Target } from './target.ts';

/** Rows with `term <= threshold` go left. */
export type Tree =
  | { value: number[] }
  | { term: number; threshold: number; gain: number; left: Tree; right: Tree };

export type GrowOptions = {
  readonly depth: number;
  readonly leastGain: number;
  /** Features looked at in each node. */
  readonly features: number;
  readonly random: Random;
  /** Bytes that sums of bins may take; where they would take more, they are made again for each node. */
  readonly room?: number;
  /** Threads that help with sums and moves, over the same rows. */
  readonly crew?: Crew;
  /** Where rows that move stand meanwhile; as many as there are rows. */
  readonly spare?: Int32Array;
  /** Told of each leaf: its rows are those from `from` to `to` now. */
  readonly settle?: (from: number, to: number, value: readonly number[]) => void;
};

type Split = Cut & { readonly feature: number };

/** Additions, and rows to move, from which on it takes less time to share them out. */
const worthSharing = { additions: 50_000, moves: 20_000 };

/**
 * All features, where there is room for their sums on each level of a tree. A side's sums are those of its parent then,
 * without its sibling's.
 */
export const keptGroup = (
  { edges }: Pick<Binned, 'edges'>,
  { cells }: Pick<Target, 'cells'>,
  { depth, room = 2 ** 28 }: Pick<GrowOptions, 'depth' | 'room'>,
): Group | undefined => {
  const every = edges.map((_, j) => j);
  const [whole, ...more] = groupsOf(edges, cells, every, room / 8 / depth);
  return more.length === 0 ? whole : undefined;
};

/** Bytes for sums of bins where those of all features need not be kept. */
const little = 2 ** 25;

/** Numbers of a node from which on others have a turn before it is gone through: a few milliseconds. */
const longNode = 500_000;

/** Stops now and then; its last word is the tree. */
export type Growth = Generator<undefined, Tree, undefined>;

type GrowArguments = readonly [
  binned: Omit<Binned, 'rest'>,
  rows: Int32Array,
  target: Target,
  options: GrowOptions,
];

/** A tree at once. */
export const grow = (...about: GrowArguments): Tree => grownUp(growing(...about));

/** What comes of a growth that nobody stops for. */
export const grownUp = (growth: Growth): Tree => {
  for (;;) {
    const step = growth.next();
    if (step.done) return step.value;
  }
};

/**
 * A tree node by node, with a stop before each large one. Where `settle` asks for leaves, the rows are put in their order.
 */
export function* growing(...[binned, rows, target, options]: GrowArguments): Growth {
  const { spare = new Int32Array(rows.length) } = options;
  const kept = options.features >= binned.codes.length ? keptGroup(binned, target, options) : undefined;
  const levels: Float64Array[] = [...(options.crew?.levels ?? [])];

  function* node(from: number, to: number, depth: number, all: Float64Array, sums?: Float64Array): Growth {
    if ((to - from) * options.features >= longNode) yield undefined;
    const split = depth < options.depth ? bestSplit(from, to, all, sums) : undefined;
    if (split === undefined) {
      const value = target.leaf(all);
      options.settle?.(from, to, value);
      return { value };
    }
    const { feature, bin, gain, left } = split;
    const right = all.slice();
    subtract(right, left);
    const threshold = binned.edges[feature]?.[bin] as number;
    // Nobody asks which rows are in the last leaves.
    if (depth + 1 === options.depth && options.settle === undefined)
      return {
        term: feature,
        threshold,
        gain,
        left: { value: target.leaf(left) },
        right: { value: target.leaf(right) },
      };
    const middle = from + move(feature, bin, from, to);
    const [leftSums, rightSums] =
      sums !== undefined && depth + 1 < options.depth ? sides(from, middle, to, depth + 1, sums) : [];
    return {
      term: feature,
      threshold,
      gain,
      left: yield* node(from, middle, depth + 1, left, leftSums),
      right: yield* node(middle, to, depth + 1, right, rightSums),
    };
  }

  const move = (feature: number, bin: number, from: number, to: number): number =>
    to - from >= worthSharing.moves && options.crew !== undefined
      ? options.crew.move(feature, bin, from, to)
      : part(binned.codes[feature] as Uint8Array, bin, rows.subarray(from, to), spare);

  const bestSplit = (from: number, to: number, all: Float64Array, sums?: Float64Array): Split | undefined => {
    let best: Split | undefined;
    const look = (group: Group, own: Float64Array): void => {
      for (const { feature, bins, start } of group.members) {
        const cut = target.cut(own, start, bins, all, best?.gain ?? options.leastGain);
        if (cut !== undefined) best = { feature, ...cut };
      }
    };
    if (kept !== undefined && sums !== undefined) look(kept, sums);
    else
      for (const group of groupsOf(
        binned.edges,
        target.cells,
        chosen(binned.codes.length, options),
        little / 8,
      ))
        look(group, sumsOf(group, from, to, 0));
    return best;
  };

  const sumsOf = (group: Group, from: number, to: number, level: number): Float64Array => {
    const before = levels[level];
    const sums = before !== undefined && before.length >= group.size ? before : new Float64Array(group.size);
    levels[level] = sums;
    sums.fill(0, 0, group.size);
    if (
      group === kept &&
      (to - from) * group.members.length >= worthSharing.additions &&
      options.crew !== undefined
    )
      options.crew.fill(level, from, to);
    else fill(binned.codes, group.members, rows.subarray(from, to), target, sums);
    return sums;
  };

  /** Sums of the left and the right side; their parent's become those of the larger side. */
  const sides = (
    from: number,
    middle: number,
    to: number,
    level: number,
    parent: Float64Array,
  ): [Float64Array, Float64Array] => {
    invariant(kept !== undefined, 'sums are split where they are kept');
    const leftIsSmaller = middle - from <= to - middle;
    const small = leftIsSmaller ? sumsOf(kept, from, middle, level) : sumsOf(kept, middle, to, level);
    subtract(parent, small);
    return leftIsSmaller ? [small, parent] : [parent, small];
  };

  const root = kept && sumsOf(kept, 0, rows.length, 0);
  const all = new Float64Array(target.cells);
  // The bins of any feature have all rows together.
  const [any] = kept?.members ?? [];
  if (root !== undefined && any !== undefined) addBins(root, any.bins, all);
  else target.total(rows, all);
  return yield* node(0, rows.length, 0, all, root);
}

const chosen = (all: number, { features, random }: GrowOptions): readonly number[] => {
  const list = Array.from({ length: all }, (_, j) => j);
  if (features >= all) return list;
  for (let i = 0; i < features; i++) {
    const other = i + Math.floor(random() * (all - i));
    [list[i], list[other]] = [list[other] as number, list[i] as number];
  }
  return list.slice(0, features).sort((a, b) => a - b);
};
