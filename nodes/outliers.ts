import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, number, text } from '../engine/catalogue/params.ts';
import { outlierExamples } from './examples/outliers.ts';
import { lowerOutliers } from './shared/outlier-bounds.ts';

export const outliers = defineNode({
  kind: 'outliers',
  version: 1,
  title: 'Outliers',
  summary: 'Finds values far from the others and flags, drops, clips or removes them.',
  docs: `How far is too far:

- \`iqr\`: more than \`threshold\` (1.5) times the interquartile range below the first or above the third quartile
- \`z-score\`: more than \`threshold\` (3) sample standard deviations from the mean
- \`mad\`: more than \`threshold\` (3.5) times the median absolute deviation, divided by 0.6745, from the median
- \`percentile\`: below the \`lower\` (0.01) or above the \`upper\` (0.99) percentile

A value at the bound is no outlier. Quartiles and percentiles are interpolated. With \`groupBy\`, each group has bounds of its own;
a null is a group. Missing values and NaN are never outliers and, like infinities, do not move the bounds. Where more than half of
the values are equal, \`iqr\` or \`mad\` may be 0: then every other value is an outlier.

\`flag\` adds a column that is true for outliers, \`clip\` moves a value to the bound (whole numbers to the next whole number inside),
\`null\` removes the value, \`drop\` removes the row. The rows that held an outlier, as they came, leave by the second output.`,
  category: 'Quality',
  icon: 'chart-scatter',
  keywords: ['anomaly', 'extreme', 'winsorize', 'iqr', 'zscore', 'mad', 'clip', 'percentile'],
  params: z.strictObject({
    columns: columns({ label: 'Columns', types: ['integer', 'decimal', 'float'] }).min(1),
    groupBy: columns({ label: 'Within groups of' }).default([]),
    method: choice(['iqr', 'z-score', 'mad', 'percentile'], { label: 'Method' }).default('iqr'),
    threshold: number({
      label: 'Threshold',
      min: 0,
      when: { method: ['iqr', 'z-score', 'mad'] },
      help: '1.5 for iqr, 3 for z-score, 3.5 for mad when empty.',
    }).optional(),
    lower: number({ label: 'Lower percentile', min: 0, max: 1, when: { method: ['percentile'] } }).default(
      0.01,
    ),
    upper: number({ label: 'Upper percentile', min: 0, max: 1, when: { method: ['percentile'] } }).default(
      0.99,
    ),
    action: choice(['flag', 'drop', 'clip', 'null'], { label: 'Do' }).default('flag'),
    suffix: text({ label: 'Ending of the names of flags', advanced: true }).min(1).default('_outlier'),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows'), outliers: table('Rows with an outlier') },
  lower: ({ params, input, local }) => {
    if (params.method === 'percentile' && params.lower >= params.upper) {
      const message = `The lower percentile ${params.lower} is not below the upper one, ${params.upper}. Swap them.`;
      return { problems: [{ param: 'lower', message }] };
    }
    return lowerOutliers(params, input(), local);
  },
  examples: outlierExamples,
});
