import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer } from '../engine/catalogue/params.ts';
import { allOf, anyOf, call, literal, when } from '../engine/plan/build.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { isMissing, isPresent, picked } from './shared/missing.ts';
import { rows } from './shared/rows.ts';

const shops = rows({ id: 'INTEGER', city: 'VARCHAR', sales: 'DOUBLE' }, [
  [1, 'Oslo', 5.5],
  [2, null, 3],
  [3, 'Bern', 'NaN'],
  [4, '', 1],
  [5, null, null],
]);

export const dropNulls = defineNode({
  kind: 'drop-nulls',
  version: 1,
  title: 'Drop nulls',
  summary: 'Leaves out rows with missing values; they leave by the second output.',
  docs: 'In a column of floating-point numbers, NaN counts as missing, as it does on Spark.',
  category: 'Rows',
  icon: 'eraser',
  keywords: ['missing', 'na', 'empty', 'dropna', 'clean'],
  params: z.strictObject({
    columns: columns({ label: 'Columns', help: 'All columns when empty.' }).default([]),
    how: choice(['any', 'all'], { label: 'Drop a row when values are missing in' }).default('any'),
    atLeast: integer({
      label: 'Keep rows with at least this many values',
      help: 'Wins over the choice above.',
      min: 0,
    }).optional(),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Complete rows'), rejected: table('Rows with missing values') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const fields = picked(schema, params.columns);
    const present = fields.map(isPresent);
    const missing = fields.map(isMissing);
    const counted = present.map((p): Expr => when(p, literal(1), literal(0)));
    const total = counted.length === 0 ? literal(0) : counted.reduce((a, b) => call('add', a, b));
    const condition =
      params.atLeast !== undefined
        ? call('ge', total, literal(params.atLeast))
        : params.how === 'any'
          ? allOf(present)
          : anyOf(present);
    const rejected =
      params.atLeast !== undefined
        ? call('lt', total, literal(params.atLeast))
        : params.how === 'any'
          ? anyOf(missing)
          : allOf(missing);
    return {
      outputs: {
        out: { op: 'filter', input: rel, condition },
        rejected: { op: 'filter', input: rel, condition: rejected },
      },
    };
  },
  examples: [
    {
      title: 'A row goes when one of the columns is missing; the empty text is a value',
      params: { columns: ['city', 'sales'] },
      inputs: { in: shops },
      outputs: {
        out: rows({ id: 'INTEGER', city: 'VARCHAR', sales: 'DOUBLE' }, [
          [1, 'Oslo', 5.5],
          [4, '', 1],
        ]),
        rejected: rows({ id: 'INTEGER', city: 'VARCHAR', sales: 'DOUBLE' }, [
          [2, null, 3],
          [3, 'Bern', 'NaN'],
          [5, null, null],
        ]),
      },
    },
    {
      title: 'A row goes when all of them are missing',
      params: { columns: ['city', 'sales'], how: 'all' },
      inputs: { in: shops },
      outputs: {
        out: rows({ id: 'INTEGER', city: 'VARCHAR', sales: 'DOUBLE' }, [
          [1, 'Oslo', 5.5],
          [2, null, 3],
          [3, 'Bern', 'NaN'],
          [4, '', 1],
        ]),
        rejected: rows({ id: 'INTEGER', city: 'VARCHAR', sales: 'DOUBLE' }, [[5, null, null]]),
      },
    },
    {
      title: 'At least two values of all columns',
      params: { atLeast: 2 },
      inputs: { in: shops },
      outputs: {
        out: rows({ id: 'INTEGER', city: 'VARCHAR', sales: 'DOUBLE' }, [
          [1, 'Oslo', 5.5],
          [2, null, 3],
          [3, 'Bern', 'NaN'],
          [4, '', 1],
        ]),
        rejected: rows({ id: 'INTEGER', city: 'VARCHAR', sales: 'DOUBLE' }, [[5, null, null]]),
      },
    },
  ],
});
