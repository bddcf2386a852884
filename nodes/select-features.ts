import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer, number, column as pick } from '../engine/catalogue/params.ts';
import { numeric, type Schema } from '../engine/schema/types.ts';
import { selectFeaturesExamples } from './examples/features.ts';
import { computed, fittedStep, isNumber, noColumns, onSparkLater } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

const scores: Schema = [
  { name: 'column', type: 'VARCHAR' },
  { name: 'kept', type: 'BOOLEAN' },
  { name: 'score', type: 'DOUBLE' },
  { name: 'p', type: 'DOUBLE' },
];

const byLabel = ['anova', 'chi-square', 'mutual-information', 'regression'] as const;

export const selectFeatures = defineNode({
  kind: 'select-features',
  version: 1,
  title: 'Select features',
  summary: 'Learns which columns say something, and has models below leave out the others.',
  docs: `Which columns stay is only known once the rows are read, so the table keeps all of them; a train node below reads those
that were kept. The output \`scores\` tells them.

- \`variance\` leaves out columns whose variance is at most the threshold, \`correlation\` those that another kept column
  says again (correlation above the threshold).
- \`anova\` (F of the differences between classes), \`chi-square\` (counts and 0/1 against classes), \`mutual-information\` and
  \`regression\` (F of the correlation with a number) keep the best columns about the label.`,
  category: 'Features',
  icon: 'funnel',
  keywords: ['selectkbest', 'feature selection', 'variance threshold', 'chi2', 'anova', 'mutual information'],
  params: z.strictObject({
    columns: columns({
      label: 'Columns',
      help: 'All numeric ones but the label when empty.',
      types: numeric,
    }).default([]),
    method: choice(['variance', 'correlation', ...byLabel], { label: 'By' }).default('variance'),
    label: pick({ label: 'Label', when: { method: [...byLabel] } }).optional(),
    best: integer({ label: 'Columns to keep', min: 1, when: { method: [...byLabel] } }).default(10),
    threshold: number({
      label: 'Threshold',
      help: '0 for the variance, 0.95 for the correlation when empty.',
      min: 0,
      when: { method: ['variance', 'correlation'] },
    }).optional(),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Rows'), scores: table('Scores') },
  lower: context => {
    const { params, input, local } = context;
    const { schema } = input();
    const labelled = (byLabel as readonly string[]).includes(params.method);
    const label = schema.find(f => f.name === params.label?.name);
    const problem = problemOf(labelled, label !== undefined, params.method);
    if (problem !== undefined) return { problems: [problem] };
    const names = picked(schema, params.columns, f => isNumber(f) && f.name !== label?.name).map(f => f.name);
    if (names.length === 0) return { problems: [noColumns('a number', schema)] };
    const step = fittedStep(context, {
      spec: {
        step: 'select',
        method: params.method,
        columns: names,
        best: params.best,
        threshold: params.threshold ?? (params.method === 'correlation' ? 0.95 : 0),
        ...(label !== undefined && { label: { column: label.name, type: label.type } }),
      },
      made: [],
      columns: schema,
    });
    return {
      ...step,
      outputs: { ...step.outputs, scores: computed('selection', {}, [local('fitted')], scores) },
    };
  },
  examples: selectFeaturesExamples,
  unsupported: { spark: onSparkLater },
});

const problemOf = (needed: boolean, given: boolean, method: string): Problem | undefined => {
  if (needed === given) return undefined;
  return {
    param: 'label',
    message: needed
      ? `The label is missing that “${method}” compares columns with. Name it.`
      : `“${method}” looks at the columns alone. Take the label away, or choose another way.`,
  };
};
