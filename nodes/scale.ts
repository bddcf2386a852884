import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, number, columns as pick, toggle } from '../engine/catalogue/params.ts';
import { numeric } from '../engine/schema/types.ts';
import { scaleExamples } from './examples/scale.ts';
import { fittedStep, inPlace, isNumber, noColumns, onSparkLater } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const scale = defineNode({
  kind: 'scale',
  version: 1,
  title: 'Scale',
  summary: 'Learns how large the numbers of columns are, and brings them to one size.',
  docs: `- \`standard\`: mean 0, deviation 1. scikit-learn divides by the deviation of the population, Spark by that of a sample.
- \`min-max\`: the smallest is \`low\`, the largest \`high\`; new rows may lie beyond.
- \`max-abs\`: the largest size is 1; zeros stay zeros.
- \`robust\`: median 0, and the distance between two quantiles 1, so that a few extreme values do not matter.

A column that never varies keeps its scale (min-max puts it at \`low\`). Null and NaN are left out while learning and stay
as they are. Columns become DOUBLE.`,
  category: 'Features',
  icon: 'scaling',
  keywords: [
    'standardscaler',
    'minmaxscaler',
    'robustscaler',
    'maxabsscaler',
    'normalize',
    'standardise',
    'z-score',
  ],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All numeric ones when empty.', types: numeric }).default([]),
    method: choice(['standard', 'min-max', 'max-abs', 'robust'], { label: 'How' }).default('standard'),
    centre: toggle({ label: 'Move the middle to 0', when: { method: ['standard', 'robust'] } }).default(true),
    scale: toggle({ label: 'Divide by the spread', when: { method: ['standard', 'robust'] } }).default(true),
    deviation: choice(['population', 'sample'], {
      label: 'Deviation of',
      when: { method: ['standard'] },
      advanced: true,
    }).default('population'),
    low: number({ label: 'Low end', when: { method: ['min-max'] } }).default(0),
    high: number({ label: 'High end', when: { method: ['min-max'] } }).default(1),
    lower: number({ label: 'Lower quantile', min: 0, max: 1, when: { method: ['robust'] } }).default(0.25),
    upper: number({ label: 'Upper quantile', min: 0, max: 1, when: { method: ['robust'] } }).default(0.75),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Scaled rows') },
  lower: context => {
    const { columns, ...how } = context.params;
    const { schema } = context.input();
    const problem = problemOf(how);
    if (problem !== undefined) return { problems: [problem] };
    const names = picked(schema, columns, isNumber).map(f => f.name);
    if (names.length === 0) return { problems: [noColumns('a number', schema)] };
    return fittedStep(context, {
      spec: { step: 'scale', columns: names, ...how },
      ...inPlace(schema, names, () => 'DOUBLE'),
    });
  },
  examples: scaleExamples,
  unsupported: { spark: onSparkLater },
});

const problemOf = (p: {
  readonly method: string;
  readonly low: number;
  readonly high: number;
  readonly lower: number;
  readonly upper: number;
}): Problem | undefined => {
  if (p.method === 'min-max' && p.low >= p.high)
    return {
      param: 'high',
      message: `The high end is ${p.high}; it must be more than the low end, ${p.low}.`,
    };
  if (p.method === 'robust' && p.lower >= p.upper)
    return {
      param: 'upper',
      message: `The upper quantile is ${p.upper}; it must be more than the lower one, ${p.lower}.`,
    };
  return undefined;
};
