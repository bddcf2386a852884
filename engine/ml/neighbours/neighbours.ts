/** k nearest neighbours: the model is its rows. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { aggregated } from '../../plan/build.ts';
import { aggregatesOf, type Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { columnsOf } from '../in-memory.ts';
import { get } from '../kernels.ts';
import { classIndex, labelOf, labelShape } from '../label.ts';
import type { PassOptions } from '../passes.ts';
import { real, reals } from '../shapes.ts';
import { doubleColumn } from '../words.ts';

/** Each row that is predicted is compared with all of these. */
export const mostRows = 20_000;
export const mostNumbers = 2_000_000;

export const weightings = ['uniform', 'distance'] as const;

export const neighboursShape = z
  .strictObject({
    kind: z.literal('neighbours'),
    features: z.array(featureShape),
    /** Absent where numbers are predicted. */
    label: labelShape.optional(),
    k: z.int().min(1),
    weighting: z.enum(weightings),
    /** What each term is divided by before distances are told. */
    deviations: z.array(real.refine(d => d > 0, 'a deviation is more than 0')),
    /** Numbers of each term, as they were. */
    columns: z.array(reals),
    /** What each row was: the number of its class from 0, or a number. */
    targets: reals,
  })
  .superRefine((m, context) => {
    const wrong = (message: string): void => void context.addIssue({ code: 'custom', message });
    const rows = m.targets.length;
    if (m.columns.length !== termsOf(m.features).length || m.deviations.length !== m.columns.length)
      wrong('one column and deviation a term is needed');
    if (m.columns.some(c => c.length !== rows)) wrong('one number a row and term is needed');
    if (rows > mostRows || m.k > rows) wrong(`from k to ${mostRows} rows are needed`);
    const classes = m.label?.classes.length;
    if (classes !== undefined && m.targets.some(t => !Number.isInteger(t) || t < 0 || t >= classes))
      wrong('the number of a class is needed for each row');
  });
export type NeighboursModel = z.infer<typeof neighboursShape>;

export type NeighboursParams = {
  readonly features: readonly Feature[];
  readonly label: { readonly column: string; readonly type: string };
  readonly target: 'class' | 'number';
  readonly k: number;
  readonly weighting: (typeof weightings)[number];
  /** Distances in deviations of each term instead of its own unit. */
  readonly standardise: boolean;
} & PassOptions;

export const fitNeighbours = async (data: Data, params: NeighboursParams): Promise<NeighboursModel> => {
  const { features, k, weighting, target, standardise } = params;
  const terms = termsOf(features);
  const [count] = await aggregatesOf(data, [{ name: 'n', expr: aggregated('count_star', []) }]);
  const rows = Number(count);
  // Told before the rows are read.
  if (rows > mostRows || rows * terms.length > mostNumbers)
    throw engineError('ml-many-neighbours', { rows, columns: terms.length, mostRows, mostNumbers });
  const label =
    target === 'class' && rows > 0 ? await labelOf(data, params.label.column, params.label.type) : undefined;
  const answer = {
    name: params.label.column,
    expr: label === undefined ? doubleColumn(params.label.column) : classIndex(label),
  };
  const read = await columnsOf(data, [...terms, answer], mostRows, params);
  if (rows < k) throw engineError('ml-few-rows', { rows, needed: k, what: `${k} neighbours` });
  const columns = read.columns.slice(0, -1);
  return {
    kind: 'neighbours',
    features: [...features],
    ...(label !== undefined && { label }),
    k,
    weighting,
    deviations: columns.map(c => (standardise ? deviationOf(c) : 1)),
    columns: columns.map(c => Array.from(c)),
    targets: Array.from(read.columns.at(-1) ?? []),
  };
};

/** 1 for a column that never varies: all distances along it are 0. */
const deviationOf = (values: Float64Array): number => {
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const off = get(values, i) - mean;
    mean += off / (i + 1);
    squares += off * (get(values, i) - mean);
  }
  return Math.sqrt(squares / values.length) || 1;
};
