import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, columns, path, text, toggle } from '../engine/catalogue/params.ts';
import { delimiterOf, jsonOptions } from './shared/connector-options.ts';
import { formulaRemark, quotedFormulas, refusedFormulas } from './shared/formulas.ts';
import { partitionProblems } from './shared/partitions.ts';

/** The engine takes the first byte of what is longer, without a word. */
const isOneCharacter = (text: string): boolean => /^[\x01-\x7f]$/.test(delimiterOf(text));

const quoteProblems = (params: { readonly delimiter: string; readonly quote: string }): readonly Problem[] =>
  delimiterOf(params.delimiter) === params.quote
    ? [{ param: 'quote', message: 'The quote is the same as the delimiter. Give one another character.' }]
    : [];

export const writeCsv = defineNode({
  kind: 'write-csv',
  version: 1,
  title: 'Write CSV',
  summary: 'Writes rows to a CSV file, or to a folder with one subfolder per value of some columns.',
  docs: `Null is written as nothing and an empty text as \`""\`. A spreadsheet that opens the file runs texts that start
with \`=\`, \`+\`, \`-\` or \`@\` as formulas: \`warn\` writes them and tells (a run does; exported programs do not look), \`keep\` does not look, \`quote\` puts an apostrophe before them,
\`refuse\` stops the run. Numbers are left alone. Partitions are folders named \`column=value\`; their columns are not in
the files.`,
  category: 'Sinks',
  icon: 'save',
  keywords: ['tsv', 'text', 'file', 'export'],
  params: z.strictObject({
    path: path({
      access: 'write',
      extensions: ['csv', 'tsv', 'txt'],
      label: 'File, or folder when partitioned',
    }),
    delimiter: text({ label: 'Delimiter', help: 'One character, or \\t for a tab.' })
      .refine(isOneCharacter, { message: 'It must be one character of ASCII, or \\t' })
      .default(','),
    header: toggle({ label: 'Write the names first' }).default(true),
    quote: text({ label: 'Quote', advanced: true })
      .refine(isOneCharacter, { message: 'It must be one character of ASCII' })
      .default('"'),
    nullValue: text({ label: 'Text for null' }).default(''),
    quoteAll: toggle({ label: 'Quote every value', advanced: true }).optional(),
    dateFormat: text({ label: 'Date format', advanced: true }).optional(),
    timestampFormat: text({ label: 'Timestamp format', advanced: true }).optional(),
    compression: choice(['none', 'gzip', 'zstd'], { label: 'Compression', advanced: true }).optional(),
    formulas: choice(['warn', 'keep', 'quote', 'refuse'], {
      label: 'Texts that spreadsheets run as formulas',
      help: 'warn: write them and tell; keep: for programs, do not look; quote: for people with spreadsheets.',
    }).default('warn'),
    partitionBy: columns({ label: 'Partition by' }).optional(),
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: ({ path }) => [{ kind: 'write', path }],
  lower: ({ params, input, id }) => {
    const { partitionBy, formulas, ...options } = params;
    const { rel, schema } = input();
    const names = partitionBy?.map(c => c.name) ?? [];
    const problems = [...partitionProblems(names, schema), ...quoteProblems(params)];
    if (problems.length > 0) return { problems };
    const remark = formulas === 'warn' ? formulaRemark(schema) : undefined;
    const safe =
      formulas === 'quote'
        ? quotedFormulas(rel, schema)
        : formulas === 'refuse'
          ? refusedFormulas(rel, schema, id)
          : rel;
    return {
      sinks: [
        {
          connector: 'csv',
          options: jsonOptions({
            ...options,
            delimiter: delimiterOf(params.delimiter),
            ...(names.length > 0 && { partitionBy: names }),
          }),
          input: safe,
          ...(remark && { remark }),
        },
      ],
    };
  },
  examples: [
    {
      title: 'Null and empty text differ; quotes and line ends are kept',
      params: { path: 'notes.csv' },
      inputs: {
        in: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'the "note"', type: 'VARCHAR' },
          ],
          rows: [
            ['1', 'größer, als\nzwei'],
            ['2', ''],
            ['3', null],
          ],
        },
      },
      writes: { 'notes.csv': 'id,"the ""note"""\n1,"größer, als\nzwei"\n2,""\n3,\n' },
    },
    {
      title: 'Formulas are quoted for spreadsheets, numbers are not',
      params: { path: 'out.tsv', delimiter: '\\t', formulas: 'quote' },
      inputs: {
        in: {
          columns: [
            { name: 'text', type: 'VARCHAR' },
            { name: 'amount', type: 'DOUBLE' },
          ],
          rows: [
            ['=1+1', -2.5],
            [' @SUM(A1)', 1],
            ['-7,5', null],
            ['a=b', 0],
          ],
        },
      },
      writes: { 'out.tsv': "text\tamount\n'=1+1\t-2.5\n' @SUM(A1)\t1.0\n-7,5\t\na=b\t0.0\n" },
    },
    {
      title: 'A folder with one subfolder per country',
      params: { path: 'orders', partitionBy: ['country'] },
      inputs: {
        in: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'country', type: 'VARCHAR' },
          ],
          rows: [
            ['1', 'DE'],
            ['2', 'FR'],
          ],
        },
      },
      writes: { 'orders/country=DE/data_0.csv': 'id\n1\n', 'orders/country=FR/data_0.csv': 'id\n2\n' },
      readsBack: {
        orders: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'country', type: 'VARCHAR' },
          ],
          rows: [
            ['1', 'DE'],
            ['2', 'FR'],
          ],
        },
      },
    },
    {
      title: 'No rows',
      params: { path: 'empty.csv' },
      inputs: { in: { columns: [{ name: 'id', type: 'BIGINT' }], rows: [] } },
      writes: { 'empty.csv': 'id\n' },
    },
  ],
});
