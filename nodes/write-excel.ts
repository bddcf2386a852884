import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { path, text, toggle } from '../engine/catalogue/params.ts';
import { sheetNamed } from '../engine/connectors/excel/options.ts';
import { jsonOptions } from './shared/connector-options.ts';

export const writeExcel = defineNode({
  kind: 'write-excel',
  version: 1,
  title: 'Write Excel',
  summary: 'Writes rows to a new .xlsx workbook with one sheet.',
  docs: `Numbers, dates and booleans become cells of their kind; integers and decimals that a spreadsheet would round
are written as text. Text is always a text cell, so that \`=1+1\` is shown and never computed. A sheet holds 1,048,576
rows; more stop the run.`,
  category: 'Sinks',
  icon: 'sheet',
  keywords: ['xlsx', 'spreadsheet', 'workbook', 'export'],
  params: z.strictObject({
    path: path({ access: 'write', extensions: ['xlsx'], label: 'Workbook' }),
    sheet: sheetNamed(text({ label: 'Sheet' })).default('Sheet1'),
    header: toggle({ label: 'Write the names first' }).default(true),
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: ({ path }) => [{ kind: 'write', path }],
  lower: ({ params, input }) => ({
    sinks: [{ connector: 'excel', options: jsonOptions(params), input: input().rel }],
  }),
  examples: [
    {
      title: 'Text that looks like a formula stays text',
      params: { path: 'report.xlsx', sheet: 'Report' },
      inputs: {
        in: {
          columns: [
            { name: 'note', type: 'VARCHAR' },
            { name: 'amount', type: 'DOUBLE' },
            { name: 'at', type: 'TIMESTAMP' },
          ],
          rows: [
            ['=1+1', -2.5, '2024-02-29 12:30:00'],
            ['日本 “ü”', null, null],
          ],
        },
      },
      readsBack: {
        'report.xlsx': {
          columns: [
            { name: 'note', type: 'VARCHAR' },
            { name: 'amount', type: 'DOUBLE' },
            { name: 'at', type: 'TIMESTAMP' },
          ],
          rows: [
            ['=1+1', -2.5, '2024-02-29 12:30:00'],
            ['日本 “ü”', null, null],
          ],
        },
      },
    },
  ],
});
