/** Decision trees, random forests and boosted trees, for numbers and classes. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import type { Data, Engine } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { classIndex, type Label, labelOf, labelShape } from '../label.ts';
import { reals } from '../shapes.ts';
import { weightColumns } from '../weights.ts';
import { checkWhole } from '../whole.ts';
import { doubleColumn } from '../words.ts';
import { withTeam } from '../workers/team.ts';
import { type Binned, binned } from './bins.ts';
import { boosted, boostWork, type Grown, type Told } from './boost.ts';
import { forest } from './forest.ts';
import type { Tree } from './grow.ts';
import { treeShape } from './shape.ts';

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
  checkWhole('depth', params.depth, 1, 30);
  if (params.method === 'forest') checkWhole('trees', params.trees, 1, 10_000);
  if (params.method === 'boost') checkWhole('rounds', params.rounds, 1, 10_000);
  const label =
    params.target === 'class' ? await labelOf(data, params.label.column, params.label.type) : undefined;
  const goal = {
    name: params.label.column,
    expr: label === undefined ? doubleColumn(params.label.column) : classIndex(label),
  };
  const terms = termsOf(params.features);
  const rest = [goal, ...weightColumns(params.weight)];
  const toldOf = (table: Binned): Told => ({
    y: table.rest[0] as Float64Array,
    weights: checkedWeights(table.rest[1], params.weight),
    label,
  });
  const learn = async (): Promise<Grown> => {
    if (params.method !== 'boost') {
      const table = await binned(data, terms, rest);
      return averaged(table, toldOf(table), params, data.engine);
    }
    const worth = { work: boostWork(params, terms.length, label), leastRows: 1 };
    return withTeam(data, worth, async team => {
      const table = await binned(data, terms, rest, team);
      return boosted(table, toldOf(table), params, data.engine, await team);
    });
  };
  const { groups, base } = await learn();
  return {
    kind: 'trees',
    features: [...params.features],
    ...(label && { label }),
    combine: params.method === 'boost' ? 'sum' : 'mean',
    base,
    groups,
    importances: importancesOf(groups.flat(), terms.length),
  };
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

const averaged = async (
  { rest: _, ...table }: Binned,
  { y, weights, label }: Told,
  params: Extract<TreesParams, { method: 'tree' | 'forest' }>,
  engine: Engine,
): Promise<Grown> => {
  const width = table.codes.length;
  const draws = params.method === 'forest';
  const share = draws ? (params.share ?? (label ? Math.sqrt(width) / width : 1 / 3)) : 1;
  const trees = await forest(
    {
      table,
      y,
      weights,
      classes: label?.classes.length,
      trees: draws ? params.trees : 1,
      draws,
      features: Math.max(1, Math.round(share * width)),
      depth: params.depth,
      leastRows: params.leastRows ?? 1,
      seed: params.seed,
    },
    engine,
  );
  return { groups: [trees], base: [0] };
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
