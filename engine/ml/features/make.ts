/** Columns made of others: powers and products, and bins. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { call, cases, isNull, literal } from '../../plan/build.ts';
import type { Data } from '../engine.ts';
import type { Layers } from '../score/layers.ts';
import { name, reals } from '../shapes.ts';
import { doubleColumn, number, times } from '../words.ts';
import { observe } from './observe.ts';
import { quantiles } from './scale.ts';

export const polynomialShape = z.strictObject({
  step: z.literal('polynomial'),
  columns: z.array(name).min(1),
  degree: z.int().min(2).max(10),
  /** Products of different columns only. */
  interactions: z.boolean(),
});
export type PolynomialStep = z.infer<typeof polynomialShape>;

const productLimit = 2000;

/** Positions of the factors of each product, degree by degree, in scikit-learn's order; the columns themselves stay. */
export const productsOf = ({
  columns,
  degree,
  interactions,
}: PolynomialStep): readonly (readonly number[])[] => {
  const all: number[][] = [];
  let last: number[][] = columns.map((_, j) => [j]);
  for (let d = 2; d <= degree; d++) {
    last = last.flatMap(factors =>
      columns.flatMap((_, j) =>
        j > (factors.at(-1) ?? 0) || (!interactions && j === factors.at(-1)) ? [[...factors, j]] : [],
      ),
    );
    all.push(...last);
    if (all.length > productLimit)
      throw engineError('ml-many-coefficients', { count: all.length, limit: productLimit });
  }
  return all;
};

export const polynomialNames = (step: PolynomialStep): readonly string[] =>
  productsOf(step).map(factors =>
    [...new Set(factors)]
      .map(j => {
        const power = factors.filter(f => f === j).length;
        return `${step.columns[j]}${power > 1 ? `^${power}` : ''}`;
      })
      .join('*'),
  );

export const polynomialLayers = (step: PolynomialStep): Layers => {
  const names = polynomialNames(step);
  return [
    productsOf(step).map((factors, i) => ({
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
  if (!(Number.isInteger(bins) && bins >= 2 && bins <= 1000))
    throw engineError('ml-bad-param', {
      name: 'bins',
      value: String(bins),
      rule: 'a whole number from 2 to 1000',
    });
  await observe(data, [column]);
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
