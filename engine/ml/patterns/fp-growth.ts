/** Frequent sets of items and rules between them, by growing patterns on a prefix tree (Han, Pei, Yin 2000). */
import { engineError } from '../../diagnostics/errors.ts';

export type Pattern = { readonly items: readonly number[]; readonly count: number };

export type Rule = {
  readonly antecedent: readonly number[];
  /** One item. */
  readonly consequent: number;
  readonly support: number;
  readonly confidence: number;
  /** How much more often the item comes with the others than at all. */
  readonly lift: number;
};

type Node = {
  readonly item: number;
  count: number;
  readonly parent: Node | undefined;
  readonly depth: number;
  readonly children: Map<number, Node>;
};
type Tree = {
  readonly nodes: ReadonlyMap<number, readonly Node[]>;
  readonly counts: ReadonlyMap<number, number>;
  /** Items of the longest path that enough baskets share. */
  readonly deepest: number;
};

/** More patterns than this fill memory before anybody reads them. */
export const mostPatterns = 1_000_000;

/**
 * Sets of items that at least `least` baskets hold, at most `longest` items each; most frequent first, then by items.
 * Baskets hold different items as numbers from 0. Lets others have a turn between the items it grows from. Throws
 * `ml-many-patterns` where there are too many to be of use.
 */
export const frequentSets = async (
  baskets: Iterable<readonly number[]>,
  least: number,
  { longest = 10, pause }: { readonly longest?: number; readonly pause?: () => Promise<void> } = {},
): Promise<readonly Pattern[]> => {
  const kept: (readonly number[])[] = [];
  const counts = new Map<number, number>();
  for (const basket of baskets) {
    const items = [...new Set(basket)];
    kept.push(items);
    for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  const found: Pattern[] = [];
  const all = kept.map(items => ({ items, count: 1 }));
  const tree = treeOf(all, counts, least);
  refuseMany(tree.deepest, longest, 0);
  for (const item of rareFirst(tree)) {
    await pause?.();
    growFrom(tree, item, [], least, longest, found);
  }
  return found
    .map(p => ({ items: [...p.items].sort((a, b) => a - b), count: p.count }))
    .sort((a, b) => b.count - a.count || a.items.length - b.items.length || compared(a.items, b.items));
};

const compared = (a: readonly number[], b: readonly number[]): number => {
  for (const [i, item] of a.entries()) if (item !== b[i]) return item - (b[i] ?? 0);
  return 0;
};

/** A tree of the baskets, frequent items first, so that what is common lies near the root and is shared. */
const treeOf = (
  baskets: Iterable<{ readonly items: readonly number[]; readonly count: number }>,
  counts: ReadonlyMap<number, number>,
  least: number,
): Tree => {
  const frequent = [...counts]
    .filter(([, count]) => count >= least)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const rank = new Map(frequent.map(([item], i) => [item, i] as const));
  const root: Node = { item: -1, count: 0, parent: undefined, depth: 0, children: new Map() };
  const nodes = new Map<number, Node[]>(frequent.map(([item]) => [item, []]));
  for (const { items, count } of baskets) {
    const sorted = items
      .filter(item => rank.has(item))
      .sort((a, b) => (rank.get(a) as number) - (rank.get(b) as number));
    let at = root;
    for (const item of sorted) {
      let next = at.children.get(item);
      if (next === undefined) {
        next = { item, count: 0, parent: at, depth: at.depth + 1, children: new Map() };
        at.children.set(item, next);
        nodes.get(item)?.push(next);
      }
      next.count += count;
      at = next;
    }
  }
  let deepest = 0;
  for (const own of nodes.values())
    for (const { count, depth } of own) if (count >= least && depth > deepest) deepest = depth;
  return { nodes, counts: new Map(frequent), deepest };
};

/** Every set of up to `longest` of so many items is as frequent as all of them together: refused before they are grown. */
const refuseMany = (items: number, longest: number, found: number): void => {
  let [sets, ofSize] = [0, 1];
  for (let size = 1; size <= Math.min(items, longest); size++) {
    ofSize = (ofSize * (items - size + 1)) / size;
    sets += ofSize;
    if (found + sets > mostPatterns) throw engineError('ml-many-patterns', { limit: mostPatterns });
  }
};

/** The paths above a rare item hold everything that is more frequent. */
const rareFirst = (tree: Tree): readonly number[] => [...tree.counts.keys()].reverse();

/** The sets that hold this item, what was grown before, and items that are more frequent. */
const growFrom = (
  tree: Tree,
  item: number,
  suffix: readonly number[],
  least: number,
  longest: number,
  found: Pattern[],
): void => {
  const items = [...suffix, item];
  found.push({ items, count: tree.counts.get(item) as number });
  if (found.length > mostPatterns) throw engineError('ml-many-patterns', { limit: mostPatterns });
  if (items.length >= longest) return;
  const paths = (tree.nodes.get(item) ?? []).map(node => ({ items: above(node), count: node.count }));
  const counts = new Map<number, number>();
  for (const path of paths)
    for (const one of path.items) counts.set(one, (counts.get(one) ?? 0) + path.count);
  const below = treeOf(paths, counts, least);
  refuseMany(below.deepest, longest - items.length, found.length);
  for (const next of rareFirst(below)) growFrom(below, next, items, least, longest, found);
};

const above = (node: Node): number[] => {
  const items: number[] = [];
  for (let at = node.parent; at !== undefined && at.item >= 0; at = at.parent) items.push(at.item);
  return items;
};

/** Rules with one item on the right, as Spark makes them; surest first. `baskets` is how many there are. */
export const rulesOf = (
  patterns: readonly Pattern[],
  baskets: number,
  leastConfidence: number,
): readonly Rule[] => {
  const key = (items: readonly number[]): string => items.join(' ');
  const counts = new Map(patterns.map(p => [key(p.items), p.count] as const));
  const rules = patterns.flatMap(({ items, count }) =>
    items.length < 2
      ? []
      : items.flatMap(consequent => {
          const antecedent = items.filter(item => item !== consequent);
          const confidence = count / (counts.get(key(antecedent)) as number);
          if (confidence < leastConfidence) return [];
          const lift = confidence / ((counts.get(key([consequent])) as number) / baskets);
          return [{ antecedent, consequent, support: count / baskets, confidence, lift }];
        }),
  );
  return rules.sort(
    (a, b) =>
      b.confidence - a.confidence ||
      b.support - a.support ||
      compared(a.antecedent, b.antecedent) ||
      a.consequent - b.consequent,
  );
};
