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
import { rejectedColumns } from '../engine/plan/relation.ts';
import type { Json } from '../engine/schema/types.ts';

const encodings = [
  'utf-8',
  'utf-16',
  'utf-16be',
  'latin-1',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'iso-8859-2',
  'iso-8859-15',
  'macintosh',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'gb18030',
  'big5',
] as const;

export const readCsv = defineNode({
  kind: 'read-csv',
  version: 1,
  title: 'Read CSV',
  summary: 'Reads rows from a CSV or TSV file, a folder of them, or a pattern such as `2024-*.csv`.',
  docs: `What is not set is guessed from the head of the file and then fixed, so a run never guesses again.

Several files are matched by column name: the table has all columns that any of them has. Blank fields, quoted or not,
are null. Folders named
\`key=value\` become columns. A second column of the same name (letter case aside) is called \`a_2\`, one without a name \`column_3\` by its
position. A line may have 2 MB. Files in other encodings than UTF-8, UTF-16 and Latin-1 are copied to UTF-8 while they
are read.`,
  category: 'Sources',
  icon: 'file-spreadsheet',
  keywords: ['tsv', 'text', 'file', 'import', 'load'],
  params: z.strictObject({
    path: path({ access: 'read', extensions: ['csv', 'tsv', 'txt'], label: 'File, folder or pattern' }),
    delimiter: text({ label: 'Delimiter', help: 'One character, or \\t for a tab.' }).optional(),
    quote: text({ label: 'Quote', advanced: true }).optional(),
    escape: text({ label: 'Escape', advanced: true }).optional(),
    header: toggle({ label: 'First row holds the names' }).optional(),
    encoding: choice(encodings, {
      label: 'Encoding',
      help: 'UTF-8, or what a byte order mark says, unless set.',
    }).optional(),
    newlines: choice(['same', 'mixed'], {
      label: 'Ends of lines',
      help: 'mixed: CR, LF and CRLF in one file. Found in the head of the file unless set.',
      advanced: true,
    }).optional(),
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
      title: 'Names twice, names left out, a decimal comma and a windows file',
      files: { 'preise.csv': 'a;A;;__proto__\n1;2;3,5;x\n' },
      params: { path: 'preise.csv', decimal: ',', encoding: 'windows-1252' },
      outputs: {
        out: {
          columns: [
            { name: 'a', type: 'BIGINT' },
            { name: 'A_2', type: 'BIGINT' },
            { name: 'column_3', type: 'DOUBLE' },
            { name: '__proto__', type: 'VARCHAR' },
          ],
          rows: [['1', '2', 3.5, 'x']],
        },
      },
    },
    {
      title: 'Files with different columns are matched by name',
      files: { '2023.csv': 'id,note\n1,old\n', '2024.csv': 'amount,id\n2.5,2\n' },
      params: { path: '*.csv' },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'note', type: 'VARCHAR' },
            { name: 'amount', type: 'DOUBLE' },
          ],
          rows: [
            ['1', 'old', null],
            ['2', null, 2.5],
          ],
        },
      },
      ordered: true,
    },
    {
      title: 'A header and no rows',
      files: { 'empty.csv': 'id,amount\n' },
      params: { path: 'empty.csv', types: { amount: 'DECIMAL(10,2)' } },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'VARCHAR' },
            { name: 'amount', type: 'DECIMAL(10,2)' },
          ],
          rows: [],
        },
      },
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
        rejected: {
          columns: rejectedColumns,
          rows: [
            [
              'orders.csv',
              '3',
              'amount',
              `Error when converting column "amount". Could not convert string "nine" to 'DOUBLE'`,
              '2;nine',
            ],
          ],
        },
      },
    },
  ],
});
