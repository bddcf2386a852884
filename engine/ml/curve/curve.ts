/** Curves through one feature: exponential, power, and the line that outliers cannot pull away (Theil-Sen). */
import { ExponentialRegression, PowerRegression, TheilSenRegression } from 'ml-regression';
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { call } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { columnsOf } from '../in-memory.ts';
import { get } from '../kernels.ts';
import type { PassOptions } from '../passes.ts';
import { real } from '../shapes.ts';
import { weightColumns } from '../weights.ts';
import { doubleColumn, number, plus, times } from '../words.ts';

export const curveShape = z
  .strictObject({
    kind: z.literal('curve'),
    features: z.array(featureShape).length(1),
    /** `exponential`: a e^(b x). `power`: a x^b. `line`: a + b x. */
    form: z.enum(['exponential', 'power', 'line']),
    a: real,
    b: real,
    /** Rows that the curve was drawn through, and rows there were. */
    used: z.int().min(1),
    rows: z.int().min(1),
  })
  .refine(m => termsOf(m.features).length === 1, 'a curve has one number');

export type CurveModel = z.infer<typeof curveShape>;

export type CurveParams = {
  readonly feature: Feature;
  readonly label: string;
  readonly method: 'exponential' | 'power' | 'theil-sen';
  /** Of the rows, for the curves by least squares. */
  readonly weight?: string;
} & PassOptions;

/** The median of the slopes between all pairs of rows: two million of them at most, since they are held in memory. */
const mostPaired = 2000;
/** Beyond this, rows are taken at even steps. */
const mostRows = 1_000_000;

/**
 * Least squares of the logarithms for `exponential` and `power` (rows weigh by ratio, not by difference), the median of
 * pairwise slopes for `theil-sen` (Sen 1968). Throws `ml-bad-param` for more than one number, `ml-negative` where a
 * logarithm has no value, `ml-few-rows` for fewer than two different ones.
 */
export const fitCurve = async (data: Data, params: CurveParams): Promise<CurveModel> => {
  const terms = termsOf([params.feature]);
  const [term] = terms;
  if (terms.length !== 1 || term === undefined)
    throw engineError('ml-bad-param', {
      name: 'features',
      value: `${terms.length} numbers`,
      rule: 'one column with numbers. Name such a column, or index its categories first',
    });
  const goal = { name: params.label, expr: doubleColumn(params.label) };
  const most = params.method === 'theil-sen' ? mostPaired : mostRows;
  const weighted = params.method === 'theil-sen' ? undefined : params.weight;
  const asked = [term, goal, ...weightColumns(weighted)];
  const { columns, rows } = await columnsOf(data, asked, most, params);
  const [allX, allY, weights] = columns.map(values => Array.from(values)) as [number[], number[], number[]?];
  const least = weights?.reduce((a, b) => Math.min(a, b), 0) ?? 0;
  if (weighted !== undefined && least < 0) throw engineError('ml-bad-weight', { column: weighted, least });
  // A row of no weight is none, whatever stands in it.
  const counts = (_: number, r: number): boolean => weights === undefined || (weights[r] as number) > 0;
  const [x, y, w] = [allX.filter(counts), allY.filter(counts), weights?.filter(counts)];
  if (new Set(x).size < 2)
    throw engineError('ml-few-rows', { rows: new Set(x).size, needed: 2, what: 'a curve' });
  const what = params.method === 'power' ? 'A power curve' : 'An exponential curve';
  if (params.method !== 'theil-sen') refuseBelowZero(y, params.label, what);
  if (params.method === 'power') refuseBelowZero(x, term.name, what);
  const about = { kind: 'curve' as const, features: [params.feature], used: x.length, rows };
  switch (params.method) {
    case 'exponential': {
      if (w === undefined) {
        const found = new ExponentialRegression(x, y);
        return { ...about, form: 'exponential', a: found.B, b: found.A };
      }
      const { a, b } = weightedLine(x, y.map(Math.log), w);
      return { ...about, form: 'exponential', a: Math.exp(a), b };
    }
    case 'power': {
      if (w === undefined) {
        const found = new PowerRegression(x, y);
        return { ...about, form: 'power', a: found.A, b: found.B };
      }
      const { a, b } = weightedLine(x.map(Math.log), y.map(Math.log), w);
      return { ...about, form: 'power', a: Math.exp(a), b };
    }
    case 'theil-sen': {
      const found = new TheilSenRegression(x, y);
      // Of an even number of rows the library takes one of the two in the middle.
      const left = x.map((v, r) => (y[r] as number) - found.slope * v);
      return { ...about, form: 'line', a: medianOf(left), b: found.slope };
    }
  }
};

/** a + b x by weighted least squares, which the library does not have; around the means, so that large numbers keep their digits. */
const weightedLine = (
  x: readonly number[],
  y: readonly number[],
  w: readonly number[],
): { readonly a: number; readonly b: number } => {
  const all = w.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: readonly number[]): number =>
    of.reduce((sum, v, r) => sum + v * (w[r] as number), 0) / all;
  const [mx, my] = [mean(x), mean(y)];
  const off = x.map(v => v - mx);
  const b = mean(off.map((d, r) => d * ((y[r] as number) - my))) / mean(off.map(d => d * d));
  return { a: my - b * mx, b };
};

const medianOf = (values: readonly number[]): number => {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? get(sorted, half) : (get(sorted, half - 1) + get(sorted, half)) / 2;
};

const refuseBelowZero = (values: readonly number[], column: string, what: string): void => {
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (!(least > 0)) throw engineError('ml-negative', { column, least, what });
};

export const curveExpr = (model: CurveModel): Expr => {
  const x = termsOf(model.features)[0]?.expr as Expr;
  switch (model.form) {
    case 'exponential':
      return times(number(model.a), call('exp', times(number(model.b), x)));
    case 'power':
      return times(number(model.a), call('power', x, number(model.b)));
    case 'line':
      return plus(number(model.a), times(number(model.b), x));
  }
};
