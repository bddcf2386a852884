import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, integer, labelled, path, text, toggle, typeOverrides } from '../engine/catalogue/params.ts';
import { jsonOptions } from './shared/connector-options.ts';

export const readExcel = defineNode({
  kind: 'read-excel',
  version: 1,
  title: 'Read Excel',
  summary: 'Reads rows from one sheet of an .xlsx workbook, or from a range of it.',
  docs: `The table is what the used cells of the sheet span, unless a range such as \`B3:F\` is given. Formulas give the
value that Excel last computed. An empty row inside the table is a row of nulls. Types are found in the cells at the
top; a later cell that does not fit stops the run and names the cell. Old .xls files must be saved as .xlsx first.`,
  category: 'Sources',
  icon: 'sheet',
  keywords: ['xlsx', 'spreadsheet', 'workbook', 'import', 'load'],
  params: z.strictObject({
    path: path({ access: 'read', extensions: ['xlsx', 'xlsm'], label: 'Workbook' }),
    sheet: labelled(z.union([z.string().min(1), z.int().min(1)]), {
      label: 'Sheet',
      help: 'Its name, or its number from 1. The first one when left out.',
      widget: 'text',
    }).optional(),
    range: text({ label: 'Range', help: 'Such as A1:D100, A:D or B3:F.' }).min(1).optional(),
    header: toggle({ label: 'First row holds the names' }).default(true),
    skip: integer({ label: 'Rows to skip at the top', min: 0, max: 1_048_576 }).default(0),
    types: typeOverrides({ label: 'Types', help: 'Overrides of found types, by column.' }).default({}),
    errors: choice(['null', 'fail'], { label: 'Cells with an error such as #N/A' }).default('null'),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  capabilities: ({ path }) => [{ kind: 'read', path }],
  lower: ({ params }) => ({
    outputs: { out: { op: 'scan', connector: 'excel', options: jsonOptions(params) } },
  }),
  examples: [
    {
      title: 'The first sheet of a workbook',
      tables: {
        'orders.xlsx': {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'Kunde “A”', type: 'VARCHAR' },
            { name: 'day', type: 'DATE' },
            { name: 'paid', type: 'BOOLEAN' },
          ],
          rows: [
            ['1', 'Ådahl & Söhne', '2024-02-29', true],
            ['2', null, '2024-03-01', false],
          ],
        },
      },
      params: { path: 'orders.xlsx' },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'Kunde “A”', type: 'VARCHAR' },
            { name: 'day', type: 'DATE' },
            { name: 'paid', type: 'BOOLEAN' },
          ],
          rows: [
            ['1', 'Ådahl & Söhne', '2024-02-29', true],
            ['2', null, '2024-03-01', false],
          ],
        },
      },
      ordered: true,
    },
    {
      title: 'A range without names, with a type of its own',
      tables: {
        'prices.xlsx': {
          columns: [
            { name: 'sku', type: 'VARCHAR' },
            { name: 'price', type: 'DOUBLE' },
          ],
          rows: [
            ['A-1', 9.5],
            ['A-2', 12],
          ],
          params: { sheet: 'Prices' },
        },
      },
      params: {
        path: 'prices.xlsx',
        sheet: 'Prices',
        range: 'B2:B3',
        header: false,
        types: { B: 'DECIMAL(8,2)' },
      },
      outputs: {
        out: { columns: [{ name: 'B', type: 'DECIMAL(8,2)' }], rows: [['9.50'], ['12.00']] },
      },
      ordered: true,
    },
  ],
});
