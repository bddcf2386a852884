import { call, cases, cast, column, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { KMeansModel } from '../cluster/k-means.ts';
import type { PcaModel } from '../cluster/pca.ts';
import { termsOf } from '../feature.ts';
import { linearSum, minus, number, squared, sumOf } from '../words.ts';
import type { Layers } from './layers.ts';
import { hasManyCentres, nearestCentre } from './native-clusters.ts';
import type { Outputs } from './score.ts';
import { termLayer } from './trees.ts';

/**
 * The number of the nearest centre, from 0, the first of equals; and the distance to it. Many centres are searched by a
 * function of ours unless `plain` expressions are asked for.
 */
export const kMeansLayers = (model: KMeansModel, outputs: Outputs, plain = false): Layers =>
  !plain && hasManyCentres(model.centres) ? searched(model, outputs) : said(model, outputs);

const distanceName = (outputs: Outputs): string => `${outputs.prediction}_distance`;

const searched = (model: KMeansModel, outputs: Outputs): Layers => {
  const { terms, gate } = termLayer(model.features);
  const at = (place: 'number' | 'squares'): Expr => nearestCentre(model.centres, terms, place);
  const orNone = (result: Expr, type: string): Expr =>
    cases([{ when: call('isfinite', gate), result }], literal(null, type));
  return [
    terms,
    [
      {
        name: outputs.prediction,
        expr: orNone(cast(at('number'), 'INTEGER'), 'INTEGER'),
      },
      { name: distanceName(outputs), expr: orNone(call('sqrt', at('squares')), 'DOUBLE') },
    ],
  ];
};

const said = (model: KMeansModel, outputs: Outputs): Layers => {
  const terms = termsOf(model.features).map(t => t.expr);
  const own: Expr[] = model.centres.map((_, c) => column(`~d${c}`));
  const first = own[0] as Expr;
  const index = (c: number): Expr => literal(c, 'INTEGER');
  return [
    model.centres.map((centre, c) => ({
      name: `~d${c}`,
      expr: sumOf(terms.map((term, j) => squared(minus(term, number(centre[j] ?? 0))))),
    })),
    [{ name: '~least', expr: own.reduce((a, b) => call('least', a, b)) }],
    [
      {
        name: outputs.prediction,
        expr: cases(
          [
            { when: call('is_null', first), result: literal(null, 'INTEGER') },
            ...own.slice(0, -1).map((d, c) => ({ when: call('le', d, column('~least')), result: index(c) })),
          ],
          index(model.centres.length - 1),
        ),
      },
      { name: distanceName(outputs), expr: call('sqrt', column('~least')) },
    ],
  ];
};

export const pcaLayers = (model: PcaModel): Layers => {
  const terms = termsOf(model.features).map(t => t.expr);
  const offset = (component: readonly number[]): number =>
    model.centre ? -component.reduce((s, v, j) => s + v * (model.means[j] ?? 0), 0) : 0;
  return [
    model.components.map((component, c) => ({
      name: `${model.prefix}${c + 1}`,
      expr: linearSum(terms, component, offset(component)),
    })),
  ];
};
