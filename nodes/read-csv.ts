import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import {
  choice,
  integer,
  labelled,
  newName,
  path,
  text,
  toggle,
  typeOverrides,
} from '../engine/catalogue/params.ts';
import type { Json } from '../engine/schema/types.ts';

export const readCsv = defineNode({
  kind: 'read-csv',
  version: 1,
  title: 'Read CSV',
  summary: 'Reads rows from a CSV or TSV file, a folder of them, or a pattern such as `2024-*.csv`.',
  docs: `What is not set is guessed from the head of the file and then fixed, so a run never guesses again.

Several files are matched by column name. Blank fields, quoted or not, are null.`,
  category: 'Sources',
  icon: 'file-spreadsheet',
  keywords: ['tsv', 'text', 'file', 'import', 'load'],
  params: z.strictObject({
    path: path({ access: 'read', extensions: ['csv', 'tsv', 'txt'], label: 'File, folder or pattern' }),
    delimiter: text({ label: 'Delimiter', help: 'One character, or \\t for a tab.' }).optional(),
    quote: text({ label: 'Quote', advanced: true }).optional(),
    escape: text({ label: 'Escape', advanced: true }).optional(),
    header: toggle({ label: 'First row holds the names' }).optional(),
    encoding: choice(['utf-8', 'utf-16', 'latin-1', 'windows-1252'], { label: 'Encoding' }).optional(),
    nullValues: labelled(z.array(z.string()), { label: 'Texts that mean null', widget: 'list' }).optional(),
    dateFormat: text({
      label: 'Date format',
      help: 'With % letters, such as %d.%m.%Y.',
      advanced: true,
    }).optional(),
    timestampFormat: text({ label: 'Timestamp format', advanced: true }).optional(),
    decimal: choice(['.', ','], { label: 'Decimal separator', advanced: true }).optional(),
    thousands: choice([',', '.'], { label: 'Thousands separator', advanced: true }).optional(),
    comment: text({ label: 'Comment character', advanced: true }).optional(),
    skip: integer({ label: 'Rows to skip at the top', min: 0 }).optional(),
    badRows: choice(['fail', 'skip', 'quarantine'], {
      label: 'Rows that do not fit',
      help: 'Fail the run, leave them out, or send them to the second output with the reason.',
    }).default('fail'),
    fileNameColumn: newName({ label: 'Column for the file name', advanced: true }).optional(),
    types: typeOverrides({ label: 'Types', help: 'Overrides of guessed types, by column.' }).optional(),
    allText: toggle({ label: 'Read everything as text', advanced: true }).optional(),
    sampleRows: integer({
      label: 'Rows to guess from',
      help: '-1 looks at the whole file.',
      min: -1,
      advanced: true,
    }).optional(),
  }),
  inputs: {},
  outputs: {
    out: table('Rows'),
    rejected: table('Rows that do not fit', {
      help: 'Filled when bad rows are quarantined: file, line, column, reason and text.',
    }),
  },
  capabilities: ({ path }) => [{ kind: 'read', path }],
  lower: ({ params, id }) => {
    const quarantine = params.badRows === 'quarantine';
    const options = {
      ...params,
      ...(params.delimiter === '\\t' && { delimiter: '\t' }),
      ...(quarantine && { rejects: `rejects_${id}` }),
    } as unknown as Json;
    return {
      outputs: {
        out: {
          op: 'scan',
          connector: 'csv',
          options,
          ...(quarantine && { rejects: `${id}.rejected` }),
        },
        ...(quarantine && { rejected: { op: 'rejects', of: `${id}.out` } }),
      },
    };
  },
  examples: [
    {
      title: 'A header, numbers and dates',
      files: { 'orders.csv': 'id,amount,day\n1,9.5,2024-02-29\n2,,2024-03-01\n' },
      params: { path: 'orders.csv' },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'amount', type: 'DOUBLE' },
            { name: 'day', type: 'DATE' },
          ],
          rows: [
            ['1', 9.5, '2024-02-29'],
            ['2', null, '2024-03-01'],
          ],
        },
      },
      ordered: true,
    },
    {
      title: 'Rows that do not fit go to a port of their own',
      files: { 'orders.csv': 'id;amount\n1;9.5\n2;nine\n' },
      params: { path: 'orders.csv', badRows: 'quarantine', types: { amount: 'DOUBLE' } },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'amount', type: 'DOUBLE' },
          ],
          rows: [['1', 9.5]],
        },
      },
    },
  ],
});
