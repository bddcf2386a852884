/** Curves of a score against two classes: ROC, precision and recall, lift, calibration; and the areas under them. */

import { engineError } from '../../diagnostics/errors.ts';
import { aggregated, call, cases, column, descending } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { Rel } from '../../plan/relation.ts';
import type { Data } from '../engine.ts';
import { get as element } from '../kernels.ts';
import { constant, doubleColumn, minus, number, times } from '../words.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

export type Ranked = {
  readonly label: string;
  readonly type: string;
  /** The class that the score speaks for. */
  readonly positive: string;
  readonly score: string;
};

/** All rows whose score is at least `threshold`. */
export type Point = {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
};

export type Curves = {
  readonly positives: number;
  readonly negatives: number;
  readonly rocArea: number;
  /** Mean precision over the positives, by steps: what scikit-learn calls average precision. */
  readonly averagePrecision: number;
  /** Area under straight lines between the points, as Spark counts it. */
  readonly precisionRecallArea: number;
  /** At most `points` of the curve, its ends among them. */
  readonly points: readonly Point[];
};

const isPositive = ({ label, type, positive }: Ranked): Expr =>
  call('eq', column(label), constant(positive, type));

/** One row a different score, highest first: counts are whole numbers, so that areas do not depend on threads. */
const byScore = (rel: Rel, of: Ranked): Rel => ({
  op: 'sort',
  keys: [descending(column('score'))],
  input: {
    op: 'aggregate',
    input: { op: 'filter', input: rel, condition: call('is_not_null', column(of.label)) },
    groups: [{ name: 'score', expr: doubleColumn(of.score) }],
    aggregates: [
      { name: 'hits', expr: sumIf(isPositive(of)) },
      { name: 'misses', expr: sumIf(call('not', isPositive(of))) },
    ],
  },
});

const sumIf = (condition: Expr): Expr => ({
  op: 'cast',
  type: 'DOUBLE',
  onError: 'fail',
  expr: aggregated('sum', [
    cases([{ when: condition, result: { op: 'literal', value: 1 } }], { op: 'literal', value: 0 }),
  ]),
});

/** Two passes over the groups: the first counts, the second walks along the curve. Memory does not grow with the rows. */
export const curvesOf = async (data: Data, of: Ranked, points = 500): Promise<Curves> => {
  let positives = 0;
  let negatives = 0;
  let groups = 0;
  for await (const { rows, stride, values } of data.engine.blocks(byScore(data.rel, of)))
    for (let r = 0; r < rows; r++) {
      if (!Number.isFinite(get(values, r)))
        throw engineError('ml-missing-values', {
          columns: [{ name: of.score, count: get(values, stride + r) + get(values, 2 * stride + r) }],
          rows: positives + negatives,
        });
      groups++;
      positives += get(values, stride + r);
      negatives += get(values, 2 * stride + r);
    }
  if (positives === 0 || negatives === 0)
    throw engineError('ml-one-class', {
      label: of.label,
      value: positives === 0 ? `not ${of.positive}` : of.positive,
    });
  const every = Math.max(1, Math.ceil(groups / points));
  const curve: Point[] = [];
  let [hits, misses, seen, rocArea, averagePrecision, prArea, precision] = [0, 0, 0, 0, 0, 0, 1];
  for await (const { rows, stride, values } of data.engine.blocks(byScore(data.rel, of)))
    for (let r = 0; r < rows; r++) {
      const more = get(values, stride + r);
      const wrong = get(values, 2 * stride + r);
      rocArea += wrong * (hits + more / 2);
      hits += more;
      misses += wrong;
      const now = hits / (hits + misses);
      averagePrecision += (more / positives) * now;
      prArea += (more / positives) * ((seen === 0 ? now : precision) + now) * 0.5;
      precision = now;
      seen++;
      if (seen % every === 0 || seen === groups)
        curve.push({ threshold: get(values, r), truePositives: hits, falsePositives: misses });
    }
  return {
    positives,
    negatives,
    rocArea: rocArea / positives / negatives,
    averagePrecision,
    precisionRecallArea: prArea,
    points: curve,
  };
};

/** Share of all positives found and how many times better than chance, among the best-scored share of the rows. */
export const liftOf = ({
  positives,
  negatives,
  points,
}: Curves): readonly { readonly share: number; readonly gain: number; readonly lift: number }[] =>
  points.map(p => {
    const share = (p.truePositives + p.falsePositives) / (positives + negatives);
    const gain = p.truePositives / positives;
    return { share, gain, lift: gain / share };
  });

export type CalibrationBin = { readonly mean: number; readonly chance: number; readonly rows: number };

/** Bins of equal width: the mean score said, the share of positives there was. Bins without rows are left out. */
export const calibrationOf = async (
  data: Data,
  of: Ranked,
  bins = 10,
): Promise<readonly CalibrationBin[]> => {
  const score = doubleColumn(of.score);
  // The upper edge belongs to the bin, as in scikit-learn; a score of 0 to the first.
  const bin = call('greatest', minus(call('ceil', times(score, number(bins))), number(1)), number(0));
  const rows = await data.engine.rows({
    op: 'sort',
    keys: [{ expr: column('bin'), descending: false, nulls: 'last' }],
    input: {
      op: 'aggregate',
      input: {
        op: 'filter',
        input: data.rel,
        condition: call('and', call('is_not_null', column(of.label)), call('is_not_null', score)),
      },
      groups: [{ name: 'bin', expr: bin }],
      aggregates: [
        { name: 'mean', expr: aggregated('avg', [score]) },
        { name: 'hits', expr: sumIf(isPositive(of)) },
        { name: 'rows', expr: aggregated('count_star', []) },
      ],
    },
  });
  return rows.map(([, mean, hits, n]) => ({
    mean: Number(mean),
    chance: Number(hits) / Number(n),
    rows: Number(n),
  }));
};
