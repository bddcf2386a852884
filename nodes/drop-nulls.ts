import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, columns, integer } from '../engine/catalogue/params.ts';
import { allOf, anyOf, call, column, isNotNull, isNull, literal, when } from '../engine/plan/build.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { familyOf } from '../engine/schema/types.ts';

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
    const names = params.columns.length > 0 ? params.columns.map(c => c.name) : schema.map(f => f.name);
    const floats = new Set(schema.filter(f => familyOf(f.type) === 'float').map(f => f.name));
    const present = names.map(name => {
      const value = column(name);
      return floats.has(name)
        ? call('and', isNotNull(value), call('not', call('isnan', value)))
        : isNotNull(value);
    });
    const missing = names.map(name => {
      const value = column(name);
      return floats.has(name) ? call('or', isNull(value), call('isnan', value)) : isNull(value);
    });
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
  examples: [],
});
