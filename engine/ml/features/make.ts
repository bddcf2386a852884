/** Columns made of others: powers and products, and bins. */

import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { call, cases, isNull, literal } from '../../plan/build.ts';
import { productCount, productName, productsOf } from '../../plan/products.ts';
import type { Data } from '../engine.ts';
import type { Layers } from '../score/layers.ts';
import { name, reals } from '../shapes.ts';
import { checkWhole } from '../whole.ts';
import { doubleColumn, number, times } from '../words.ts';
import { quantiles } from './quantiles.ts';

export const polynomialShape = z.strictObject({
  step: z.literal('polynomial'),
  columns: z.array(name).min(1),
  degree: z.int().min(2).max(10),
  /** Products of different columns only. */
  interactions: z.boolean(),
});
export type PolynomialStep = z.infer<typeof polynomialShape>;

const productLimit = 2000;

const productsIn = ({ columns, degree, interactions }: PolynomialStep): readonly (readonly number[])[] => {
  const count = productCount(columns.length, degree, interactions);
  if (count > productLimit) throw engineError('ml-many-coefficients', { count, limit: productLimit });
  return productsOf(columns.length, degree, interactions);
};

export const polynomialNames = (step: PolynomialStep): readonly string[] =>
  productsIn(step).map(factors => productName(step.columns, factors));

export const polynomialLayers = (step: PolynomialStep): Layers => {
  const names = polynomialNames(step);
  return [
    productsIn(step).map((factors, i) => ({
      name: names[i] ?? '',
      expr: factors.map(j => doubleColumn(step.columns[j] ?? '')).reduce(times),
    })),
  ];
};

export const binShape = z.strictObject({
  step: z.literal('bin'),
  column: name,
  output: name,
  /** Where one bin ends and the next begins: below the first is bin 0. */
  edges: reals,
});
export type BinStep = z.infer<typeof binShape>;

/** Bins of about equally many rows. Edges that fall together are one, so there may be fewer bins. */
export const fitQuantileBins = async (
  data: Data,
  params: { readonly column: string; readonly output: string; readonly bins: number },
): Promise<BinStep> => {
  const { column, output, bins } = params;
  checkWhole('bins', bins, 2, 1000);
  const [edges = []] = await quantiles(
    data,
    [column],
    Array.from({ length: bins - 1 }, (_, i) => (i + 1) / bins),
  );
  return { step: 'bin', column, output, edges: [...new Set(edges)] };
};

/** A value on an edge belongs to the bin above it; null and NaN have no bin. */
export const binLayers = ({ column, output, edges }: BinStep): Layers => {
  const x = doubleColumn(column);
  return [
    [
      {
        name: output,
        expr: cases(
          [
            { when: call('or', isNull(x), call('isnan', x)), result: literal(null, 'DOUBLE') },
            ...edges.map((edge, k) => ({ when: call('lt', x, number(edge)), result: number(k) })),
          ],
          number(edges.length),
        ),
      },
    ],
  ];
};
