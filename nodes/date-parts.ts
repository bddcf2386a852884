import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, labelled, column as pick, text } from '../engine/catalogue/params.ts';
import { call, cast, literal } from '../engine/plan/build.ts';
import { withColumns } from '../engine/plan/chain.ts';
import type { Expr, NamedExpr } from '../engine/plan/expr.ts';
import { familyOf, fieldNamed } from '../engine/schema/types.ts';
import { datePartsExamples } from './examples/date-parts.ts';

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

/** Where a part that comes round begins, and after how many it begins again. */
const rounds: Partial<Record<Part, { readonly from: number; readonly length: (value: Expr) => Expr }>> = {
  quarter: { from: 1, length: () => literal(4) },
  month: { from: 1, length: () => literal(12) },
  week: { from: 1, length: () => literal(52) },
  day: { from: 1, length: value => call('day', call('last_day', value)) },
  weekday: { from: 1, length: () => literal(7) },
  day_of_year: {
    from: 1,
    length: value => call('dayofyear', call('make_date', call('year', value), literal(12), literal(31))),
  },
  hour: { from: 0, length: () => literal(24) },
  minute: { from: 0, length: () => literal(60) },
  second: { from: 0, length: () => literal(60) },
};

/** A part as a point on a circle, on which the last hour of a day lies beside the first of the next. */
const circleOf = (part: Part, value: Expr, name: string): readonly NamedExpr[] => {
  const round = rounds[part];
  if (round === undefined) return [];
  const since = cast(call('subtract', partOf(part, value), literal(round.from)), 'DOUBLE');
  const turn = call('divide', since, cast(round.length(value), 'DOUBLE'));
  const angle = call('multiply', turn, call('multiply', literal(2, 'DOUBLE'), call('pi')));
  return [
    { name: `${name}_sin`, expr: call('sin', angle) },
    { name: `${name}_cos`, expr: call('cos', angle) },
  ];
};
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
without their fraction.

For models, \`form\` \`circle\` gives what comes round as a point on a circle, sine and cosine (\`ordered_hour_sin\`,
\`ordered_hour_cos\`): as a number 23 o'clock is far from midnight, and there it lies beside it. A day goes round in its
month, a day of the year in its year, a week in 52; year, dates and \`is_weekend\` do not come round and stay as they are.
Nothing is learned from the rows, so rows for a model must come through this step too.`,
  category: 'Columns',
  icon: 'calendar-range',
  keywords: [
    'year',
    'month',
    'weekday',
    'week',
    'quarter',
    'hour',
    'calendar',
    'extract',
    'datepart',
    'cyclic',
    'sine',
    'cosine',
  ],
  params: z.strictObject({
    column: pick({ types: ['date', 'timestamp'], label: 'Column' }),
    parts: labelled(z.array(choice(partNames)).min(1), { label: 'Parts', widget: 'list' }),
    form: choice(['number', 'circle', 'both'], {
      label: 'Parts that come round',
      help: 'As a number, or as a point on a circle: sine and cosine.',
    }).default('number'),
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
    const added = [...new Set(params.parts)].flatMap(part => {
      const name = `${prefix}${part}`;
      const circle = params.form === 'number' ? [] : circleOf(part, params.column, name);
      const asNumber = params.form !== 'circle' || circle.length === 0;
      return [...(asNumber ? [{ name, expr: partOf(part, params.column) }] : []), ...circle];
    });
    return { outputs: { out: withColumns({ rel, names: schema.map(f => f.name) }, added).rel } };
  },
  examples: datePartsExamples,
});
