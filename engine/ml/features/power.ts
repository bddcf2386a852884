/** Log, Box-Cox and Yeo-Johnson: powers that make a column look most like a normal one. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { call, cases } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { Data } from '../engine.ts';
import { get } from '../kernels.ts';
import { type Passes, passesOver } from '../passes.ts';
import type { Layers } from '../score/layers.ts';
import { name, real } from '../shapes.ts';
import { doubleColumn, minus, number, over, plus } from '../words.ts';
import { observe } from './observe.ts';

export const powerShape = z.strictObject({
  step: z.literal('power'),
  method: z.enum(['log', 'log1p', 'box-cox', 'yeo-johnson']),
  columns: z.array(z.strictObject({ column: name, lambda: real })),
});
export type PowerStep = z.infer<typeof powerShape>;

type Method = 'box-cox' | 'yeo-johnson';

export const fitPower = async (
  data: Data,
  params: { readonly method: PowerStep['method']; readonly columns: readonly string[] },
): Promise<PowerStep> => {
  const { method, columns } = params;
  const seen = await observe(data, columns);
  for (const { column, least } of seen) {
    const low = method === 'log1p' ? -1 : 0;
    if (method !== 'yeo-johnson' && least <= low)
      throw engineError('ml-negative', {
        column,
        least,
        what: method === 'box-cox' ? 'Box-Cox' : 'The logarithm',
      });
  }
  if (method === 'log' || method === 'log1p')
    return { step: 'power', method, columns: columns.map(column => ({ column, lambda: 0 })) };
  const fitted: PowerStep['columns'][number][] = [];
  for (const column of columns) {
    const passes = passesOver(data, [{ name: column, expr: doubleColumn(column) }], { missing: 'pass' });
    fitted.push({ column, lambda: await bestLambda(passes, method) });
  }
  return { step: 'power', method, columns: fitted };
};

/** Seventeen powers a pass, then the two around the best one are the new ends; parabolas need no end so sharp. */
const bestLambda = async (passes: Passes, method: Method): Promise<number> => {
  const points = 17;
  let low = -8;
  let high = 8;
  for (let round = 0; round < 8; round++) {
    const at = Float64Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
    const values = await likelihoods(passes, method, at);
    const best = values.reduce((b, v, i) => (v > get(values, b) ? i : b), 0);
    low = get(at, Math.max(0, best - 1));
    high = get(at, Math.min(points - 1, best + 1));
    // Near the top the likelihood differs by its last digits only; the vertex of a parabola is surer than they are.
    if (high - low < 1e-2) return vertex(passes, method, (low + high) / 2);
  }
  return (low + high) / 2;
};

const vertex = async (passes: Passes, method: Method, start: number): Promise<number> => {
  let middle = start;
  for (const h of [1e-2, 1e-3, 1e-3]) {
    const [a, b, c, d, e] = await likelihoods(
      passes,
      method,
      Float64Array.of(middle - 2 * h, middle - h, middle, middle + h, middle + 2 * h),
    );
    const slope = ((a ?? 0) - 8 * (b ?? 0) + 8 * (d ?? 0) - (e ?? 0)) / (12 * h);
    const bend = (-(a ?? 0) + 16 * (b ?? 0) - 30 * (c ?? 0) + 16 * (d ?? 0) - (e ?? 0)) / (12 * h * h);
    if (!(bend < 0)) return middle;
    middle -= slope / bend;
  }
  return middle;
};

const likelihoods = async (passes: Passes, method: Method, lambdas: Float64Array): Promise<Float64Array> => {
  const count = lambdas.length;
  const means = new Float64Array(count);
  const squares = new Float64Array(count);
  let rows = 0;
  let logs = 0;
  await passes.each(({ rows: n, values }) => {
    for (let r = 0; r < n; r++) {
      const x = get(values, r);
      if (!Number.isFinite(x)) continue;
      rows++;
      logs += method === 'box-cox' ? Math.log(x) : Math.sign(x) * Math.log1p(Math.abs(x));
      for (let i = 0; i < count; i++) {
        const by = transformed(method, x, get(lambdas, i)) - get(means, i);
        means[i] = get(means, i) + by / rows;
        squares[i] = get(squares, i) + (by * by * (rows - 1)) / rows;
      }
    }
  });
  return lambdas.map((lambda, i) => (-rows / 2) * Math.log(get(squares, i) / rows) + (lambda - 1) * logs);
};

const transformed = (method: Method, x: number, lambda: number): number => {
  const power = (log: number, by: number): number => (Math.abs(by) < 1e-12 ? log : Math.expm1(by * log) / by);
  if (method === 'box-cox') return power(Math.log(x), lambda);
  return x >= 0 ? power(Math.log1p(x), lambda) : -power(Math.log1p(-x), 2 - lambda);
};

export const powerLayers = ({ method, columns }: PowerStep): Layers => [
  columns.map(({ column, lambda }) => ({
    name: column,
    expr: powerExpr(method, doubleColumn(column), lambda),
  })),
];

const powerExpr = (method: PowerStep['method'], x: Expr, lambda: number): Expr => {
  const raised = (base: Expr, by: number): Expr =>
    Math.abs(by) < 1e-12
      ? call('ln', base)
      : over(minus(call('power', base, number(by)), number(1)), number(by));
  const more = plus(x, number(1));
  switch (method) {
    case 'log':
      return call('ln', x);
    case 'log1p':
      return call('ln', more);
    case 'box-cox':
      return raised(x, lambda);
    case 'yeo-johnson':
      return cases(
        [{ when: call('ge', x, number(0)), result: raised(more, lambda) }],
        call('negate', raised(minus(number(1), x), 2 - lambda)),
      );
  }
};
