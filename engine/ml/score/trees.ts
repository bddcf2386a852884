/** Trees as nested choices. */
import { invariant } from '../../diagnostics/errors.ts';
import { call, column, when } from '../../plan/build.ts';
import type { Expr, NamedExpr } from '../../plan/expr.ts';
import { type Feature, termsOf } from '../feature.ts';
import { largestClass } from '../label.ts';
import type { TreesModel } from '../tree/fit.ts';
import type { Tree } from '../tree/grow.ts';
import { number, plus, sumOf, times } from '../words.ts';
import { binaryLayers, probabilityName, softmaxLayers } from './classes.ts';
import type { Layers } from './layers.ts';
import { isLarge, sumsOfTrees } from './native-trees.ts';
import type { Outputs } from './score.ts';

/** Terms are computed once, in a layer of their own, because every tree reads them. A null anywhere makes the answer null. */
/** The sum over trees of each value of their leaves; `width` values. */
export const treeSums = (
  trees: readonly Tree[],
  width: number,
  terms: readonly NamedExpr[],
): readonly Expr[] =>
  isLarge(trees)
    ? sumsOfTrees(
        trees,
        terms.map(t => t.name),
      )
    : Array.from({ length: width }, (_, at) => sumOf(trees.map(t => choice(t, at))));

export const treesLayers = (model: TreesModel, outputs: Outputs): Layers => {
  const { terms, gate } = termLayer(model.features);
  const width = model.combine === 'mean' ? (model.label?.classes.length ?? 1) : 1;
  const sums = model.groups.map(trees => treeSums(trees, width, terms));
  const answer = (group: number, at: number, factor: number, base: number): Expr => {
    const sum = sums[group]?.[at];
    invariant(sum !== undefined, 'every group of trees has a sum');
    return plus(gate, plus(number(base), times(number(factor), sum)));
  };
  const first = model.groups[0] ?? [];
  if (model.label === undefined) {
    const factor = model.combine === 'mean' ? 1 / first.length : 1;
    return [terms, [{ name: outputs.prediction, expr: answer(0, 0, factor, model.base[0] ?? 0) }]];
  }
  const { label } = model;
  if (model.combine === 'sum') {
    const scores = model.groups.map((_, c) => answer(c, 0, 1, model.base[c] ?? 0));
    const [only] = scores;
    return [
      terms,
      ...(only !== undefined && scores.length === 1
        ? binaryLayers(label, only, outputs)
        : softmaxLayers(label, scores, outputs)),
    ];
  }
  const names = label.classes.map(value => probabilityName(outputs, value));
  return [
    terms,
    names.map((name, c) => ({ name, expr: answer(0, c, 1 / first.length, 0) })),
    [
      {
        name: outputs.prediction,
        expr: largestClass(
          label,
          names.map(n => column(n)),
        ),
      },
    ],
  ];
};

/** Each term as a column; and 0, or null where one of them is: NaN and null both are no number to compare. */
export const termLayer = (
  features: readonly Feature[],
): { readonly terms: readonly NamedExpr[]; readonly gate: Expr } => {
  const terms = termsOf(features).map((t, j) => ({ name: `~t${j}`, expr: t.expr }));
  return { terms, gate: times(number(0), sumOf(terms.map(t => column(t.name)))) };
};

export const choice = (tree: Tree, at: number): Expr =>
  'value' in tree
    ? number(tree.value[at] ?? 0)
    : when(
        call('le', column(`~t${tree.term}`), number(tree.threshold)),
        choice(tree.left, at),
        choice(tree.right, at),
      );
