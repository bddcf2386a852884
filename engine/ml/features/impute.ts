/** Filling gaps: nulls and NaN become a value that the training rows gave. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { anyOf, call, cases, cast, column, isNull, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import { type DataType, familyOf } from '../../schema/types.ts';
import type { Data } from '../engine.ts';
import { levelsOf } from '../feature.ts';
import type { Layers } from '../score/layers.ts';
import { name, text, typeName } from '../shapes.ts';
import { constant } from '../words.ts';
import { observe } from './observe.ts';
import { quantiles } from './quantiles.ts';

export const imputeShape = z.strictObject({
  step: z.literal('impute'),
  strategy: z.enum(['mean', 'median', 'mode', 'constant']),
  /** The value as text, read as `type`. */
  columns: z.array(z.strictObject({ column: name, type: typeName, value: text })),
});
export type ImputeStep = z.infer<typeof imputeShape>;

export type ImputeParams = {
  readonly columns: readonly { readonly column: string; readonly type: DataType }[];
  readonly strategy: ImputeStep['strategy'];
  /** For `constant`. */
  readonly value?: string;
};

/** Mean and median make a DOUBLE of an integer column: a mean that is cut to an integer would be another number. */
export const fitImpute = async (data: Data, params: ImputeParams): Promise<ImputeStep> => {
  const names = params.columns.map(c => c.column);
  const done = (columns: ImputeStep['columns']): ImputeStep => ({
    step: 'impute',
    strategy: params.strategy,
    columns,
  });
  switch (params.strategy) {
    case 'mean': {
      const seen = await observe(data, names);
      return done(seen.map(s => ({ column: s.column, type: 'DOUBLE', value: s.mean.toExponential() })));
    }
    case 'median': {
      const found = await quantiles(data, names, [0.5]);
      return done(
        names.map((n, j) => ({ column: n, type: 'DOUBLE', value: (found[j]?.[0] ?? 0).toExponential() })),
      );
    }
    case 'mode': {
      const columns: ImputeStep['columns'][number][] = [];
      for (const c of params.columns) {
        const levels = (await levelsOf(data, c.column, 1_000_000)).filter(l => l.value !== 'nan');
        const [first, ...rest] = levels;
        if (first === undefined) throw engineError('ml-all-null', { column: c.column });
        // Levels come smallest first, so the smallest of the most frequent ones wins.
        const best = rest.reduce((a, b) => (b.count > a.count ? b : a), first);
        columns.push({ column: c.column, type: c.type, value: best.value });
      }
      return done(columns);
    }
    case 'constant': {
      const { value } = params;
      if (value === undefined)
        throw engineError('ml-bad-param', { name: 'value', value: 'missing', rule: 'the value to fill in' });
      return done(params.columns.map(c => ({ ...c, value })));
    }
  }
};

export const imputeLayers = (step: ImputeStep): Layers => [
  step.columns.map(({ column: name, type, value }) => {
    const own: Expr = familyOf(type) === 'float' ? cast(column(name), type) : column(name);
    const missing = familyOf(type) === 'float' ? anyOf([isNull(own), call('isnan', own)]) : isNull(own);
    const filler = familyOf(type) === 'float' ? literal(value, type) : constant(value, type);
    return { name, expr: cases([{ when: missing, result: filler }], own) };
  }),
];
