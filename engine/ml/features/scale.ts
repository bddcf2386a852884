/** Scaling: every kind is `(x - shift) · factor + offset` once it is fitted. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { call, cases, column } from '../../plan/build.ts';
import type { Data } from '../engine.ts';
import type { Layers } from '../score/layers.ts';
import { name, real } from '../shapes.ts';
import { doubleColumn, minus, number, over, plus, squared, sumOf, times } from '../words.ts';
import { observe } from './observe.ts';
import { quantiles } from './quantiles.ts';

export const scaleShape = z.strictObject({
  step: z.literal('scale'),
  method: z.enum(['standard', 'min-max', 'max-abs', 'robust']),
  columns: z.array(z.strictObject({ column: name, shift: real, factor: real, offset: real })),
});
export type ScaleStep = z.infer<typeof scaleShape>;

export type ScaleParams = { readonly columns: readonly string[] } & (
  | {
      readonly method: 'standard';
      readonly centre?: boolean;
      readonly scale?: boolean;
      /** scikit-learn divides by the deviation of the population, Spark by that of a sample. */
      readonly deviation?: 'population' | 'sample';
    }
  | { readonly method: 'min-max'; readonly low?: number; readonly high?: number }
  | { readonly method: 'max-abs' }
  | {
      readonly method: 'robust';
      readonly centre?: boolean;
      readonly scale?: boolean;
      readonly lower?: number;
      readonly upper?: number;
    }
);

/** A column that never varies keeps its scale (factor 1); min-max puts it at the low end, as scikit-learn does. */
export const fitScale = async (data: Data, params: ScaleParams): Promise<ScaleStep> => {
  const seen = await observe(data, params.columns);
  const inverse = (x: number): number => (x > 0 ? 1 / x : 1);
  const of = async (): Promise<ScaleStep['columns']> => {
    switch (params.method) {
      case 'standard':
        return seen.map(s => {
          const bessel = params.deviation === 'sample' && s.count > 1 ? s.count / (s.count - 1) : 1;
          const tiny = s.variance <= 1e-24 * s.mean ** 2;
          return {
            column: s.column,
            shift: (params.centre ?? true) ? s.mean : 0,
            factor: (params.scale ?? true) && !tiny ? inverse(Math.sqrt(s.variance * bessel)) : 1,
            offset: 0,
          };
        });
      case 'min-max': {
        const { low = 0, high = 1 } = params;
        if (!(low < high))
          throw engineError('ml-bad-param', {
            name: 'high',
            value: String(high),
            rule: `more than low, ${low}`,
          });
        return seen.map(s => ({
          column: s.column,
          shift: s.least,
          factor: (high - low) * inverse(s.most - s.least),
          offset: low,
        }));
      }
      case 'max-abs':
        return seen.map(s => ({
          column: s.column,
          shift: 0,
          factor: inverse(Math.max(Math.abs(s.least), Math.abs(s.most))),
          offset: 0,
        }));
      case 'robust': {
        const { lower = 0.25, upper = 0.75 } = params;
        const found = await quantiles(data, params.columns, [lower, 0.5, upper]);
        return params.columns.map((name, j) => {
          const [low = 0, middle = 0, high = 0] = found[j] ?? [];
          return {
            column: name,
            shift: (params.centre ?? true) ? middle : 0,
            factor: (params.scale ?? true) ? inverse(high - low) : 1,
            offset: 0,
          };
        });
      }
    }
  };
  return { step: 'scale', method: params.method, columns: await of() };
};

export const scaleLayers = (step: ScaleStep): Layers => [
  step.columns.map(c => {
    const moved = c.shift === 0 ? doubleColumn(c.column) : minus(doubleColumn(c.column), number(c.shift));
    const scaled = c.factor === 1 ? moved : times(moved, number(c.factor));
    return { name: c.column, expr: c.offset === 0 ? scaled : plus(scaled, number(c.offset)) };
  }),
];

export const normaliseShape = z.strictObject({
  step: z.literal('normalise'),
  norm: z.enum(['l1', 'l2', 'max']),
  columns: z.array(name).min(1),
});
export type NormaliseStep = z.infer<typeof normaliseShape>;

/** Each row divided by its length; a row of zeros stays. Nothing is learned from other rows. */
export const normaliseLayers = ({ norm, columns }: NormaliseStep): Layers => {
  const values = columns.map(doubleColumn);
  const sizes = values.map(v => call('abs', v));
  const length =
    norm === 'l1'
      ? sumOf(sizes)
      : norm === 'l2'
        ? call('sqrt', sumOf(values.map(squared)))
        : sizes.reduce((a, b) => call('greatest', a, b));
  return [
    [{ name: '~length', expr: length }],
    columns.map(c => ({
      name: c,
      expr: cases(
        [{ when: call('eq', column('~length'), number(0)), result: doubleColumn(c) }],
        over(doubleColumn(c), column('~length')),
      ),
    })),
  ];
};
