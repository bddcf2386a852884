import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer, columns as pick, text } from '../engine/catalogue/params.ts';
import { numeric } from '../engine/schema/types.ts';
import { quantileBinsExamples } from './examples/features.ts';
import { fittedStep, isNumber, noColumns, onSparkLater, twinOf } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const quantileBins = defineNode({
  kind: 'quantile-bins',
  version: 1,
  title: 'Quantile bins',
  summary:
    'Learns edges between which about equally many rows lie, and gives each value the number of its bin.',
  docs: `The edges are the quantiles (interpolated) of the rows that reach this step; a model puts new rows between the same edges.
Bins are numbered from 0. A value on an edge belongs to the bin above it, and values outside of what was met belong to the
first or the last bin. Edges that fall together are one, so columns with many ties have fewer bins. Null and NaN stay null.

For edges of your own, or bins of equal width, take \`bin\`: it learns nothing that a model would keep.`,
  category: 'Features',
  icon: 'chart-bar',
  keywords: ['kbinsdiscretizer', 'quantilediscretizer', 'qcut', 'bucketizer', 'discretize', 'bins'],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All numeric ones when empty.', types: numeric }).default([]),
    bins: integer({ label: 'Bins', min: 2, max: 1000 }).default(5),
    suffix: text({ label: 'Suffix of new columns', help: 'Replaces the column when empty.' }).default(''),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Rows with bins') },
  lower: context => {
    const { params, input } = context;
    const { schema } = input();
    const names = picked(schema, params.columns, isNumber).map(f => f.name);
    if (names.length === 0) return { problems: [noColumns('a number', schema)] };
    const binned = names.map(column => ({ column, output: `${column}${params.suffix}` }));
    const changed = new Set(binned.map(b => b.output));
    const columns =
      params.suffix === ''
        ? schema.map(f => (changed.has(f.name) ? { name: f.name, type: 'DOUBLE' } : f))
        : [...schema, ...binned.map(b => ({ name: b.output, type: 'DOUBLE' }))];
    const twin = twinOf(
      columns.map(c => c.name),
      'suffix',
      'Choose another suffix.',
    );
    if (twin !== undefined) return { problems: [twin] };
    return fittedStep(context, {
      spec: { step: 'quantile-bins', bins: params.bins, columns: binned },
      made: binned.map(b => ({ name: b.output, from: [b.column] })),
      columns,
    });
  },
  examples: quantileBinsExamples,
  unsupported: { spark: onSparkLater },
});
