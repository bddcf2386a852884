import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, labelled, column as pick, text } from '../engine/catalogue/params.ts';
import { call, cast, literal } from '../engine/plan/build.ts';
import { withColumns } from '../engine/plan/chain.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { familyOf, fieldNamed } from '../engine/schema/types.ts';
import { rows } from './shared/rows.ts';

const numbers = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  weekday: 'isodow',
  day_of_year: 'dayofyear',
  iso_year: 'isoyear',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
} as const;

const partNames = [
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'weekday',
  'day_of_year',
  'iso_year',
  'hour',
  'minute',
  'second',
  'date',
  'month_start',
  'is_weekend',
] as const;

type Part = (typeof partNames)[number];
const ofTheDay: readonly Part[] = ['hour', 'minute', 'second'];

const partOf = (part: Part, value: Expr): Expr => {
  if (part === 'date') return cast(value, 'DATE');
  if (part === 'month_start') return cast(call('date_trunc', literal('month'), value), 'DATE');
  if (part === 'is_weekend') return call('ge', call('isodow', value), literal(6));
  return cast(call(numbers[part], value), 'INTEGER');
};

export const dateParts = defineNode({
  kind: 'date-parts',
  version: 1,
  title: 'Date parts',
  summary: 'Adds year, month, weekday and other parts of a date or timestamp as columns.',
  docs: `Columns are named by the date column and the part: \`ordered_year\`. Numbers are INTEGER, \`date\` and \`month_start\` are
dates, \`is_weekend\` is true on Saturday and Sunday. \`weekday\` is 1 on Monday and 7 on Sunday; \`week\` is the ISO week, of
which the first can lie in December and the last in January: take \`iso_year\` with it. Null has null parts. Seconds come
without their fraction.`,
  category: 'Columns',
  icon: 'calendar-range',
  keywords: ['year', 'month', 'weekday', 'week', 'quarter', 'hour', 'calendar', 'extract', 'datepart'],
  params: z.strictObject({
    column: pick({ types: ['date', 'timestamp'], label: 'Column' }),
    parts: labelled(z.array(choice(partNames)).min(1), { label: 'Parts', widget: 'list' }),
    prefix: text({
      label: 'Start of the names',
      help: 'The column and a low line when absent.',
    }).optional(),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with parts') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const field = fieldNamed(schema, params.column.name);
    const late = params.parts.find(part => ofTheDay.includes(part));
    if (late !== undefined && field !== undefined && familyOf(field.type) === 'date') {
      const message = `Column “${field.name}” holds dates, which have no ${late}. Take ${late} away, or choose a timestamp.`;
      return { problems: [{ param: 'parts', message }] };
    }
    const prefix = params.prefix ?? `${params.column.name}_`;
    const added = [...new Set(params.parts)].map(part => ({
      name: `${prefix}${part}`,
      expr: partOf(part, params.column),
    }));
    return { outputs: { out: withColumns({ rel, names: schema.map(f => f.name) }, added).rel } };
  },
  examples: [
    {
      title: 'A leap day and the turn of a year',
      params: {
        column: 'day',
        parts: ['year', 'quarter', 'week', 'iso_year', 'weekday', 'day_of_year', 'is_weekend'],
      },
      inputs: { in: rows({ day: 'DATE' }, [['2024-02-29'], ['2024-12-29'], ['2024-12-30'], [null]]) },
      outputs: {
        out: rows(
          {
            day: 'DATE',
            day_year: 'INTEGER',
            day_quarter: 'INTEGER',
            day_week: 'INTEGER',
            day_iso_year: 'INTEGER',
            day_weekday: 'INTEGER',
            day_day_of_year: 'INTEGER',
            day_is_weekend: 'BOOLEAN',
          },
          [
            ['2024-02-29', 2024, 1, 9, 2024, 4, 60, false],
            ['2024-12-29', 2024, 4, 52, 2024, 7, 364, true],
            ['2024-12-30', 2024, 4, 1, 2025, 1, 365, false],
            [null, null, null, null, null, null, null, null],
          ],
        ),
      },
    },
    {
      title: 'Parts of a timestamp under short names',
      params: { column: 'at', parts: ['date', 'month_start', 'hour', 'second'], prefix: '' },
      inputs: { in: rows({ at: 'TIMESTAMP' }, [['2024-02-29 13:05:09.75']]) },
      outputs: {
        out: rows(
          { at: 'TIMESTAMP', date: 'DATE', month_start: 'DATE', hour: 'INTEGER', second: 'INTEGER' },
          [['2024-02-29 13:05:09.75', '2024-02-29', '2024-02-01', 13, 9]],
        ),
      },
    },
  ],
});
