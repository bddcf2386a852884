/** Isotonic regression: the best curve that never goes down (or never up), by pooling adjacent violators. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { aggregated, ascending, call, cases, column, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { type PassOptions, passesOver } from '../passes.ts';
import { reals } from '../shapes.ts';
import { weightColumns, weightReader } from '../weights.ts';
import { doubleColumn, minus, number, over, plus, times } from '../words.ts';

export const isotonicShape = z
  .strictObject({
    kind: z.literal('isotonic'),
    features: z.array(featureShape).length(1),
    /** Corners of the curve: between two of them it is a line, outside it stays level. */
    at: reals.min(1),
    values: reals.min(1),
  })
  .refine(
    m => m.at.length === m.values.length && m.at.every((v, i) => i === 0 || v > (m.at[i - 1] as number)),
    'corners must go from left to right',
  )
  .refine(m => termsOf(m.features).length === 1, 'a curve has one number');

export type IsotonicModel = z.infer<typeof isotonicShape>;

export type IsotonicParams = {
  readonly feature: Feature;
  readonly label: string;
  readonly weight?: string;
  readonly increasing?: boolean;
} & PassOptions;

/** More different values than this would make a model that no engine can score as an expression. */
const mostCorners = 5000;

type Pool = { value: number; weight: number; from: number; to: number };

/** As scikit-learn: rows with the same x are one point of their mean, then neighbours in the wrong order are pooled. */
export const fitIsotonic = async (data: Data, params: IsotonicParams): Promise<IsotonicModel> => {
  const [term, ...more] = termsOf([params.feature]);
  if (term === undefined || more.length > 0)
    throw engineError('ml-bad-param', {
      name: 'features',
      value: `${more.length + 1} numbers`,
      rule: 'one column with numbers. Name such a column, or index its categories first',
    });
  const points = await pointsOf(data, params);
  const sign = params.increasing === false ? -1 : 1;
  const pools: Pool[] = [];
  for (const point of points) {
    let pool: Pool = { value: sign * point.y, weight: point.weight, from: point.x, to: point.x };
    for (let last = pools.at(-1); last !== undefined && last.value >= pool.value; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      pool = {
        value: (last.value * last.weight + pool.value * pool.weight) / weight,
        weight,
        from: last.from,
        to: pool.to,
      };
    }
    pools.push(pool);
  }
  if (pools.length > mostCorners)
    throw engineError('ml-many-coefficients', { count: pools.length, limit: mostCorners });
  const corners = pools.flatMap(({ from, to, value }) =>
    from === to
      ? [[from, sign * value] as const]
      : [[from, sign * value] as const, [to, sign * value] as const],
  );
  return {
    kind: 'isotonic',
    features: [params.feature],
    at: corners.map(([x]) => x),
    values: corners.map(([, y]) => y),
  };
};

/** One point for each different x, in order. The pass before refuses what is no number. */
const pointsOf = async (
  data: Data,
  { feature, label, weight, keep }: IsotonicParams,
): Promise<readonly { readonly x: number; readonly y: number; readonly weight: number }[]> => {
  const [term] = termsOf([feature]);
  const x = term?.expr as Expr;
  const y = doubleColumn(label);
  const columns = [{ name: term?.name ?? '', expr: x }, { name: label, expr: y }, ...weightColumns(weight)];
  const read = weightReader(weight, 2);
  const w = new Float64Array(2048);
  await passesOver(data, columns, { keep: keep ?? 0 }).each(block => read(block, w));
  const by = weight === undefined ? number(1) : doubleColumn(weight);
  const rows = await data.engine.rows({
    op: 'sort',
    keys: [ascending(column('x'))],
    input: {
      op: 'aggregate',
      input: { op: 'filter', input: data.rel, condition: call('gt', by, number(0)) },
      groups: [{ name: 'x', expr: x }],
      aggregates: [
        { name: 'y', expr: aggregated('sum', [times(y, by)]) },
        { name: 'weight', expr: aggregated('sum', [by]) },
      ],
    },
  });
  return rows.map(([at, sum, total]) => ({
    x: Number(at),
    y: Number(sum) / Number(total),
    weight: Number(total),
  }));
};

/** A tree of comparisons down to one line, so that a thousand corners are ten steps deep. */
export const isotonicExpr = ({ features, at, values }: IsotonicModel): Expr => {
  const x = termsOf(features)[0]?.expr as Expr;
  const line = (i: number): Expr => {
    const [x0, x1] = [at[i] as number, at[i + 1] as number];
    const [y0, y1] = [values[i] as number, values[i + 1] as number];
    if (y0 === y1) return number(y0);
    return plus(number(y0), times(over(minus(x, number(x0)), number(x1 - x0)), number(y1 - y0)));
  };
  const between = (from: number, to: number): Expr => {
    if (to - from === 1) return line(from);
    const middle = (from + to) >> 1;
    return cases(
      [{ when: call('lt', x, number(at[middle] as number)), result: between(from, middle) }],
      between(middle, to),
    );
  };
  const last = at.length - 1;
  return cases(
    [
      { when: call('is_null', x), result: literal(null, 'DOUBLE') },
      { when: call('le', x, number(at[0] as number)), result: number(values[0] as number) },
      { when: call('ge', x, number(at[last] as number)), result: number(values[last] as number) },
    ],
    last === 0 ? number(values[0] as number) : between(0, last),
  );
};
