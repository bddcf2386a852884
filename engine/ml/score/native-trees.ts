/**
 * Trees as a function that the running program gives the engine. As nested choices a forest of 60 trees of depth 7 takes
 * DuckDB seconds to plan and 20 s for 200,000 rows; walked here it takes milliseconds and 3 s (docs/decisions.md).
 */
import { z } from 'zod';
import { invariant } from '../../diagnostics/errors.ts';
import { call, column, literal, when } from '../../plan/build.ts';
import type { Expr, NativeExpr } from '../../plan/expr.ts';
import type { Tree } from '../tree/grow.ts';
import { number, sumOf } from '../words.ts';

export const treesFunction = 'millrace_trees';

/** Below this many nodes in all, choices are planned quickly and run on every thread. */
const fewNodes = 100;

const shape = z.object({
  /** Where each tree begins. */
  roots: z.array(z.int()),
  /** Term to look at, by node; -1 is a leaf. */
  term: z.array(z.int()),
  /** Highest value that goes left, by node; for a leaf 0. */
  threshold: z.array(z.number()),
  /** For an inner node its two sides; for a leaf the place of its values, and 0. */
  next: z.array(z.int()),
  /** Values of the leaves, one after another, `width` for each. */
  values: z.array(z.number()),
  width: z.int(),
});
type Packed = z.infer<typeof shape>;

const countOf = (tree: Tree): number => ('value' in tree ? 1 : 1 + countOf(tree.left) + countOf(tree.right));

/** Whether a function of ours says the sum of these trees sooner than choices would. */
export const isLarge = (trees: readonly Tree[]): boolean =>
  trees.reduce((n, tree) => n + countOf(tree), 0) > fewNodes;

const packedOf = (trees: readonly Tree[]): string => {
  const packed: Packed = { roots: [], term: [], threshold: [], next: [], values: [], width: 1 };
  const add = (tree: Tree): number => {
    const at = packed.term.length;
    packed.term.push(-1);
    packed.threshold.push(0);
    packed.next.push(0, 0);
    if ('value' in tree) {
      packed.next[2 * at] = packed.values.length;
      packed.values.push(...tree.value);
      packed.width = tree.value.length;
      return at;
    }
    packed.term[at] = tree.term;
    packed.threshold[at] = tree.threshold;
    const left = add(tree.left);
    const right = add(tree.right);
    packed.next[2 * at] = left;
    packed.next[2 * at + 1] = right;
    return at;
  };
  for (const tree of trees) packed.roots.push(add(tree));
  return JSON.stringify(packed);
};

/** For each value of a leaf the sum over the trees, as expressions over the columns of the terms. */
export const sumsOfTrees = (trees: readonly Tree[], terms: readonly string[]): readonly Expr[] => {
  const text = literal(packedOf(trees), 'VARCHAR');
  const [first] = trees;
  invariant(first !== undefined, 'a model of trees has one');
  const width = leafWidth(first);
  const args = terms.map(name => column(name));
  return Array.from({ length: width }, (_, at) => ({
    op: 'native' as const,
    fn: treesFunction,
    args: [text, literal(at, 'DOUBLE'), ...args],
  }));
};

const leafWidth = (tree: Tree): number => ('value' in tree ? tree.value.length : leafWidth(tree.left));

/** The same sum as choices, for who has no function of ours. */
export const choicesOf = ({ fn, args }: NativeExpr): Expr => {
  const [text, at, ...terms] = args;
  invariant(
    fn === treesFunction && text?.op === 'literal' && at?.op === 'literal',
    'of the functions that the program gives its engine only trees are said as choices',
  );
  const { roots, term, threshold, next, values } = forestOf(String(text.value));
  const build = (node: number): Expr => {
    const looked = term[node] ?? -1;
    const [left = 0, right = 0] = [next[2 * node], next[2 * node + 1]];
    const value = terms[looked];
    return value === undefined
      ? number(values[left + Number(at.value)] ?? 0)
      : when(call('le', value, number(threshold[node] ?? 0)), build(left), build(right));
  };
  return sumOf(Array.from(roots, build));
};

export type Forest = {
  readonly roots: Int32Array;
  readonly term: Int32Array;
  readonly threshold: Float64Array;
  readonly next: Int32Array;
  readonly values: Float64Array;
  /** Values of a leaf. */
  readonly width: number;
};

export const forestOf = (text: string): Forest => {
  const { roots, term, threshold, next, values, width } = shape.parse(JSON.parse(text));
  return {
    roots: Int32Array.from(roots),
    term: Int32Array.from(term),
    threshold: Float64Array.from(threshold),
    next: Int32Array.from(next),
    values: Float64Array.from(values),
    width,
  };
};
