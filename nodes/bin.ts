import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, column, integer, labelled, newName } from '../engine/catalogue/params.ts';
import { binExamples } from './examples/bin.ts';
import { lowerBin } from './shared/bin-edges.ts';

export const bin = defineNode({
  kind: 'bin',
  version: 1,
  title: 'Bin',
  summary:
    'Sorts the values of a number column into bins of equal width, of equal size, or between edges of your own.',
  docs: `\`equal-width\` cuts the range from the smallest to the largest value into \`bins\` of the same width. \`equal-frequency\` cuts at
the quantiles (interpolated), so that bins hold about as many rows each; equal values always share a bin, so with many ties some
bins are larger and others empty. \`custom\` takes the \`edges\`.

Bins include their left edge and not their right one, as in \`[0, 10)\`; with \`closed\` right it is the other way round, as in
\`(0, 10]\`. The outermost edge belongs to its bin on both sides. When all values are equal, they share one bin.

The new column holds the number of the bin from 0, one of the \`labels\`, or the interval as text. Null and NaN have no bin: null. So
have values outside of custom edges, unless \`outside\` sends them to the nearest bin or fails the run.`,
  category: 'Columns',
  icon: 'chart-bar',
  keywords: ['bucket', 'discretize', 'cut', 'qcut', 'histogram', 'quantile', 'group numbers', 'ntile'],
  params: z.strictObject({
    column: column({ label: 'Column', types: ['integer', 'decimal', 'float'] }),
    name: newName({ label: 'Name of the new column', help: 'The column with _bin when empty.' }).optional(),
    method: choice(['equal-width', 'equal-frequency', 'custom'], { label: 'Bins' }).default('equal-width'),
    bins: integer({
      label: 'Number of bins',
      min: 1,
      max: 500,
      when: { method: ['equal-width', 'equal-frequency'] },
    }).default(5),
    edges: labelled(z.array(z.number()).max(501), {
      when: { method: ['custom'] },
      label: 'Edges',
      widget: 'list',
      help: 'In ascending order, one more than there are bins.',
    }).default([]),
    closed: choice(['left', 'right'], { label: 'Edge that belongs to a bin', advanced: true }).default(
      'left',
    ),
    output: choice(['number', 'label', 'interval'], { label: 'New column holds' }).default('number'),
    labels: labelled(z.array(z.string()), {
      label: 'Labels',
      widget: 'list',
      when: { output: ['label'] },
    }).default([]),
    outside: choice(['null', 'nearest', 'fail'], {
      label: 'Values outside of the edges',
      advanced: true,
    }).default('null'),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with their bin') },
  lower: ({ params, input, id }) => lowerBin(params, input(), id),
  examples: binExamples,
});
