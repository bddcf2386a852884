/** Scoring of curves, margins, mixtures and isolation forests. */
import { invariant } from '../../diagnostics/errors.ts';
import { call, cases, column, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { MixtureModel } from '../cluster/mixture.ts';
import { termsOf } from '../feature.ts';
import { largestClass } from '../label.ts';
import type { SvmModel } from '../linear/svm.ts';
import type { IsolationModel } from '../tree/isolation.ts';
import { linearSum, minus, number, over, plus, squared, sumOf, times } from '../words.ts';
import type { Layers } from './layers.ts';
import type { Outputs } from './score.ts';
import { termLayer, treeSums } from './trees.ts';

/** Margins are no probabilities: more than 0 speaks for the class. */
export const svmLayers = (model: SvmModel, outputs: Outputs): Layers => {
  const terms = termsOf(model.features).map(t => t.expr);
  const { classes } = model.label;
  const scores = model.coefficients.map((row, k) => linearSum(terms, row, model.intercepts[k] ?? 0));
  const all = scores.length === 1 ? [call('negate', scores[0] as Expr), scores[0] as Expr] : scores;
  const names = classes.map(value => `margin_${value}`);
  return [
    names.map((name, k) => ({ name, expr: all[k] as Expr })),
    [
      {
        name: outputs.prediction,
        expr: largestClass(
          model.label,
          names.map(n => column(n)),
        ),
      },
    ],
  ];
};

/** The number of the likeliest component, from 0, the distance to it in its own deviations, and the chance of each. */
export const mixtureLayers = (model: MixtureModel, outputs: Outputs): Layers => {
  const terms = termsOf(model.features).map((t, j) => ({ name: `~t${j}`, expr: t.expr }));
  const width = terms.length;
  /** Squared deviations from a component (Mahalanobis). */
  const squaresOf = (c: number): Expr => {
    const [white, mean] = [model.whitening[c] ?? [], model.means[c] ?? []];
    let at = 0;
    const squares = terms.map((_, i) => {
      const row = white.slice(at, at + i + 1);
      at += i + 1;
      return squared(
        sumOf(row.map((w, j) => times(number(w), minus(column(`~t${j}`), number(mean[j] ?? 0))))),
      );
    });
    return sumOf(squares);
  };
  const logOf = (c: number): Expr => {
    let logs = Math.log(model.weights[c] ?? 0) - (width / 2) * Math.log(2 * Math.PI);
    for (let i = 0; i < width; i++) logs += Math.log(model.whitening[c]?.[(i * (i + 1)) / 2 + i] ?? 1);
    return plus(number(logs), times(number(-0.5), column(`~q${c}`)));
  };
  /** By the likeliest component; the first of equals. */
  const byMost = (of: (c: number) => Expr, none: Expr): Expr =>
    cases(
      [
        { when: call('is_null', column('~sum')), result: none },
        ...own('l')
          .slice(0, -1)
          .map((l, c) => ({ when: call('ge', l, column('~most')), result: of(c) })),
      ],
      of(model.weights.length - 1),
    );
  const own = (prefix: string): Expr[] => model.weights.map((_, c) => column(`~${prefix}${c}`));
  const names = model.weights.map((_, c) => `${outputs.probability}_${c}`);
  return [
    terms,
    model.weights.map((_, c) => ({ name: `~q${c}`, expr: squaresOf(c) })),
    model.weights.map((_, c) => ({ name: `~l${c}`, expr: logOf(c) })),
    [{ name: '~most', expr: own('l').reduce((a, b) => call('greatest', a, b)) }],
    own('l').map((l, c) => ({ name: `~e${c}`, expr: call('exp', minus(l, column('~most'))) })),
    [{ name: '~sum', expr: sumOf(own('e')) }],
    [
      ...names.map((name, c) => ({ name, expr: over(column(`~e${c}`), column('~sum')) })),
      {
        name: outputs.prediction,
        expr: byMost(c => literal(c, 'INTEGER'), literal(null, 'INTEGER')),
      },
      {
        name: `${outputs.prediction}_distance`,
        expr: call(
          'sqrt',
          byMost(c => column(`~q${c}`), literal(null, 'DOUBLE')),
        ),
      },
    ],
  ];
};

/** A score from 0 to 1, and whether it is above the threshold. */
export const isolationLayers = (model: IsolationModel, outputs: Outputs): Layers => {
  const { terms, gate } = termLayer(model.features);
  const [cuts] = treeSums(model.trees, 1, terms);
  invariant(cuts !== undefined, 'a forest says one number');
  const score = `${outputs.prediction}_score`;
  return [
    terms,
    [
      {
        name: score,
        expr: call(
          'power',
          number(2),
          plus(gate, times(number(-1 / model.trees.length / model.usual), cuts)),
        ),
      },
    ],
    [{ name: outputs.prediction, expr: call('gt', column(score), number(model.threshold)) }],
  ];
};
