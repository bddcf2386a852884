import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, path, text, toggle } from '../engine/catalogue/params.ts';

export const writeCsv = defineNode({
  kind: 'write-csv',
  version: 1,
  title: 'Write CSV',
  summary: 'Writes rows to a CSV file, or to a folder with one subfolder per value of some columns.',
  category: 'Sinks',
  icon: 'save',
  keywords: ['tsv', 'text', 'file', 'export'],
  params: z.strictObject({
    path: path({
      access: 'write',
      extensions: ['csv', 'tsv', 'txt'],
      label: 'File, or folder when partitioned',
    }),
    delimiter: text({ label: 'Delimiter', help: 'One character, or \\t for a tab.' }).default(','),
    header: toggle({ label: 'Write the names first' }).default(true),
    quote: text({ label: 'Quote', advanced: true }).default('"'),
    nullValue: text({ label: 'Text for null' }).default(''),
    quoteAll: toggle({ label: 'Quote every value', advanced: true }).optional(),
    dateFormat: text({ label: 'Date format', advanced: true }).optional(),
    timestampFormat: text({ label: 'Timestamp format', advanced: true }).optional(),
    compression: choice(['none', 'gzip', 'zstd'], { label: 'Compression', advanced: true }).optional(),
    partitionBy: columns({ label: 'Partition by' }).optional(),
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: ({ path }) => [{ kind: 'write', path }],
  lower: ({ params, input }) => {
    const { partitionBy, ...options } = params;
    return {
      sinks: [
        {
          connector: 'csv',
          options: JSON.parse(
            JSON.stringify({
              ...options,
              delimiter: params.delimiter === '\\t' ? '\t' : params.delimiter,
              ...(partitionBy?.length && { partitionBy: partitionBy.map(c => c.name) }),
            }),
          ),
          input: input().rel,
        },
      ],
    };
  },
  examples: [],
});
