/**
 * Target encoding: each category becomes the mean label of its rows, drawn to the mean of all. A row that is learned from
 * would find its own label in it, so there it gets the mean of the other folds; what is applied to new rows is the mean of
 * all.
 */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { call, cases, cast, column, isNull, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import type { DataType } from '../../schema/types.ts';
import type { Data } from '../engine.ts';
import { levelsOf } from '../feature.ts';
import { get } from '../kernels.ts';
import { passesOver } from '../passes.ts';
import type { Layers } from '../score/layers.ts';
import { name, real, text, typeName } from '../shapes.ts';
import { constant, doubleColumn, number } from '../words.ts';
import { byLevel, type Column, levelLimit } from './encode.ts';

const foldsShape = z.strictObject({
  seed: z.int().min(0),
  /** What the other folds say: a mean for each level, and for the rest. */
  means: z.array(z.strictObject({ means: z.array(real), otherwise: real })).min(2),
});

export const targetShape = z.strictObject({
  step: z.literal('target'),
  column: name,
  type: typeName,
  output: name,
  means: z.array(z.strictObject({ level: text, mean: real })).max(100_000),
  /** The mean of all rows: for nulls and what is met first when scoring. */
  otherwise: real,
  /** For the rows that were learned from, in their order. A saved model knows nothing of them. */
  folds: foldsShape.optional(),
});
export type TargetStep = z.infer<typeof targetShape>;

export type TargetParams = Column & {
  readonly output: string;
  readonly label: string;
  /** Counts the rows of this class, where the label is not a number. */
  readonly of?: { readonly value: string; readonly type: DataType };
  /** As so many rows of the mean of all; null weighs it by how much labels differ within a category and between. */
  readonly smoothing?: number | null;
  /** 0 is none. */
  readonly folds?: number;
  readonly seed?: number;
};

/** Count, mean and sum of squares around it. */
type Moments = { readonly count: number; readonly mean: number; readonly square: number };
const none: Moments = { count: 0, mean: 0, square: 0 };

const together = (a: Moments, b: Moments): Moments => {
  const count = a.count + b.count;
  if (b.count === 0) return a;
  const by = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (by * b.count) / count,
    square: a.square + b.square + (by * by * a.count * b.count) / count,
  };
};

/** Rows without a label teach nothing. */
export const fitTarget = async (data: Data, params: TargetParams): Promise<TargetStep> => {
  const { folds = 0, seed = 0, smoothing = 0, label } = params;
  const y = labelOf(params);
  const levels = (
    await levelsOf(
      { ...data, rel: { op: 'filter', input: data.rel, condition: call('isfinite', y) } },
      params.column,
      levelLimit,
    )
  ).map(l => l.value);
  const parts = Math.max(1, folds);
  const seen = await momentsOf(data, { ...params, levels }, y, folds > 0 ? foldOf(folds, seed) : number(0));
  // The last level is that of nulls, which count for the mean of all.
  const of = (level: number, fold: number): Moments => seen[level * parts + fold] ?? none;
  const every = Array.from({ length: parts }, (_, f) => f);
  const means = (used: readonly number[]) => {
    const each = Array.from({ length: levels.length + 1 }, (_, k) =>
      used.map(f => of(k, f)).reduce(together, none),
    );
    const all = each.reduce(together, none);
    return {
      otherwise: all.mean,
      rows: all.count,
      means: each.slice(0, -1).map(m => drawn(m, all, smoothing)),
    };
  };
  const whole = means(every);
  if (whole.rows === 0) throw engineError('ml-all-null', { column: label });
  const { column, type, output } = params;
  return {
    step: 'target',
    column,
    type,
    output,
    otherwise: whole.otherwise,
    means: levels.map((level, k) => ({ level, mean: whole.means[k] ?? whole.otherwise })),
    ...(folds > 0 && {
      folds: {
        seed,
        means: every.map(fold => {
          const other = means(every.filter(f => f !== fold));
          return { means: other.means, otherwise: other.otherwise };
        }),
      },
    }),
  };
};

/** The label as a number: 1 for the class that is counted and 0 for the others. */
const labelOf = ({ label, of }: TargetParams): Expr =>
  of === undefined
    ? doubleColumn(label)
    : cases(
        [
          { when: isNull(column(label)), result: literal(null, 'DOUBLE') },
          { when: call('eq', column(label), constant(of.value, of.type)), result: number(1) },
        ],
        number(0),
      );

/** As scikit-learn does it: a category that is not there has the mean of all. */
const drawn = (own: Moments, all: Moments, smoothing: number | null): number => {
  if (own.count === 0) return all.mean;
  if (smoothing !== null) return (own.count * own.mean + smoothing * all.mean) / (own.count + smoothing);
  const between = (own.count * all.square) / all.count;
  const within = own.square / own.count;
  const share = between + within > 0 ? between / (between + within) : 0;
  return share * own.mean + (1 - share) * all.mean;
};

/** Moments of the label by level and fold, added up in the order of the rows. */
const momentsOf = async (
  data: Data,
  step: Column & { readonly levels: readonly string[]; readonly folds?: number },
  label: Expr,
  fold: Expr,
): Promise<readonly Moments[]> => {
  const { levels, folds = 0 } = step;
  const parts = Math.max(1, folds);
  const size = (levels.length + 1) * parts;
  const [counts, means, squares] = [0, 1, 2].map(() => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const passes = passesOver(
    data,
    [
      { name: step.column, expr: byLevel(step, number, number(levels.length)) },
      { name: 'label', expr: label },
      { name: 'fold', expr: fold },
    ],
    { keep: 0, missing: 'pass' },
  );
  await passes.each(({ rows, stride, values }) => {
    for (let r = 0; r < rows; r++) {
      const y = get(values, stride + r);
      if (!Number.isFinite(y)) continue;
      const at = get(values, r) * parts + get(values, 2 * stride + r);
      const count = get(counts, at) + 1;
      const by = y - get(means, at);
      counts[at] = count;
      means[at] = get(means, at) + by / count;
      squares[at] = get(squares, at) + by * (y - get(means, at));
    }
  });
  return Array.from(counts, (count, i) => ({ count, mean: get(means, i), square: get(squares, i) }));
};

/** The fold of a row by its place: as good as chance, and the same whatever the number of threads. */
const foldOf = (folds: number, seed: number): Expr => {
  const place: Expr = { op: 'over', fn: 'row_number', args: [], partition: [], order: [] };
  const hash = call('md5_number_lower', call('concat', literal(`${seed}:`), cast(place, 'VARCHAR')));
  return cast(call('modulo', hash, literal(folds)), 'DOUBLE');
};

/** For rows that are new: the mean of all that was learned from. */
export const targetLayers = (step: TargetStep): Layers => [
  [
    {
      name: step.output,
      expr: cases(
        step.means.map(({ level, mean }) => ({
          when: call('eq', column(step.column), constant(level, step.type)),
          result: number(mean),
        })),
        number(step.otherwise),
      ),
    },
  ],
];

/** For the rows that were learned from, all of them and in their order. */
export const foldLayers = (step: TargetStep): Layers => {
  const { folds } = step;
  if (folds === undefined) return targetLayers(step);
  const levels = step.means.map(m => m.level);
  const width = levels.length + 1;
  const table = folds.means.flatMap(f => [...f.means, f.otherwise]).map(number);
  const level = byLevel({ ...step, levels }, number, number(levels.length));
  const cell = call(
    'add',
    call('add', call('multiply', column('~fold'), number(width)), column('~level')),
    number(1),
  );
  return [
    [
      { name: '~fold', expr: foldOf(folds.means.length, folds.seed) },
      { name: '~level', expr: level },
    ],
    [
      {
        name: step.output,
        expr: call('list_element', call('list_value', ...table), cast(cell, 'BIGINT')),
      },
    ],
  ];
};
