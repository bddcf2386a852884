import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { choice, integer, newName, column as pick } from '../engine/catalogue/params.ts';
import { call, cast, literal } from '../engine/plan/build.ts';
import { withColumns } from '../engine/plan/chain.ts';
import type { Expr } from '../engine/plan/expr.ts';
import { type DataType, familyOf, fieldNamed } from '../engine/schema/types.ts';
import { dateMathExamples } from './examples/date-math.ts';

const units = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;
type Unit = (typeof units)[number];

const intervals = {
  year: ['to_years', 'INTEGER'],
  quarter: ['to_quarters', 'INTEGER'],
  month: ['to_months', 'INTEGER'],
  week: ['to_weeks', 'INTEGER'],
  day: ['to_days', 'INTEGER'],
  hour: ['to_hours', 'BIGINT'],
  minute: ['to_minutes', 'BIGINT'],
  second: ['to_seconds', 'BIGINT'],
} as const;

const ofTheDay: readonly Unit[] = ['hour', 'minute', 'second'];

/** The time moved by some units; a date stays a date where the unit is a day or more. */
const moved = (value: Expr, type: DataType, unit: Unit, amount: Expr, back: boolean): Expr => {
  const [interval, integerType] = intervals[unit];
  const count = cast(amount, integerType);
  const sum = call('date_add', value, call(interval, back ? call('negate', count) : count));
  return familyOf(type) === 'date' && !ofTheDay.includes(unit) ? cast(sum, 'DATE') : sum;
};

const microseconds: { readonly [unit in Unit]?: number } = {
  week: 7 * 86_400e6,
  day: 86_400e6,
  hour: 3_600e6,
  minute: 60e6,
  second: 1e6,
};

/** Complete units between two times. Those of a fixed length are counted alike on every engine. */
const completeUnits = (start: Expr, end: Expr, unit: Unit): Expr => {
  const length = microseconds[unit];
  if (length === undefined) return call('date_sub', literal(unit), start, end);
  const between = call('subtract', call('epoch_us', end), call('epoch_us', start));
  return call('int_divide', between, literal(String(length), 'BIGINT'));
};

export const dateMath = defineNode({
  kind: 'date-math',
  version: 1,
  title: 'Date arithmetic',
  summary: 'Moves a date, takes the difference of two dates, or cuts a date down to a unit.',
  docs: `- \`add\`, \`subtract\`: moves by an amount, or by the whole number in a column. A month later than 31 January is the last
  day of February. A date stays a date unless hours, minutes or seconds are added: then it becomes a timestamp.
- \`difference\`: units from the column to \`other\`, negative when that is earlier. \`whole\` counts complete units, the way
  \`add\` counts them: from 31 January to 29 February is a month, from 15 January to 14 February is none.
  \`boundaries\` counts the turns between: a month in both cases, and a day from 23:00 to 1:00.
- \`truncate\`: the start of the year, month, week (Monday) and so on.

Null gives null. Without \`into\` the result takes the column's place.`,
  category: 'Columns',
  icon: 'calendar-plus',
  keywords: ['date', 'add', 'subtract', 'difference', 'datediff', 'truncate', 'interval', 'age', 'duration'],
  params: z.strictObject({
    column: pick({ types: ['date', 'timestamp'], label: 'Column' }),
    operation: choice(['add', 'subtract', 'difference', 'truncate'], { label: 'Operation' }),
    unit: choice(units, { label: 'Unit' }).default('day'),
    amount: integer({
      label: 'Amount',
      help: 'To add or subtract.',
      min: -1_000_000_000,
      max: 1_000_000_000,
    }).optional(),
    amountColumn: pick({ types: ['integer'], label: 'Amount from a column' }).optional(),
    other: pick({
      types: ['date', 'timestamp'],
      label: 'Other column',
      help: 'For a difference.',
    }).optional(),
    count: choice(['whole', 'boundaries'], { label: 'Count of a difference' }).default('whole'),
    into: newName({ label: 'New column' }).optional(),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('Rows with the result') },
  lower: ({ params, input }) => {
    const { rel, schema } = input();
    const { column, unit, operation } = params;
    const type = fieldNamed(schema, column.name)?.type ?? 'TIMESTAMP';
    const problems = problemsOf(params, type);
    if (problems.length > 0) return { problems };
    const amount = params.amountColumn ?? literal(params.amount ?? 0);
    const result = (): Expr => {
      if (operation === 'truncate') {
        const cut = call('date_trunc', literal(unit), column);
        return familyOf(type) === 'date' ? cast(cut, 'DATE') : cut;
      }
      if (operation === 'difference') {
        const [start, end] = [cast(column, 'TIMESTAMP'), cast(params.other ?? column, 'TIMESTAMP')];
        return params.count === 'whole'
          ? completeUnits(start, end, unit)
          : call('date_diff', literal(unit), start, end);
      }
      return moved(column, type, unit, amount, operation === 'subtract');
    };
    const added = [{ name: params.into ?? column.name, expr: result() }];
    return { outputs: { out: withColumns({ rel, names: schema.map(f => f.name) }, added).rel } };
  },
  examples: dateMathExamples,
});

type Settings = {
  readonly operation: 'add' | 'subtract' | 'difference' | 'truncate';
  readonly unit: Unit;
  readonly column: { readonly name: string };
  readonly amount?: number | undefined;
  readonly amountColumn?: unknown;
  readonly other?: unknown;
};

const problemsOf = (params: Settings, type: DataType): readonly Problem[] => {
  const { operation, unit, column } = params;
  const moves = operation === 'add' || operation === 'subtract';
  if (moves && params.amount === undefined && params.amountColumn === undefined)
    return [
      {
        param: 'amount',
        message: `There is no amount to ${operation}. Give “amount”, or a column in “amountColumn”.`,
      },
    ];
  if (moves && params.amount !== undefined && params.amountColumn !== undefined)
    return [{ param: 'amount', message: 'There are two amounts. Take away “amount” or “amountColumn”.' }];
  if (operation === 'difference' && params.other === undefined)
    return [{ param: 'other', message: `The difference needs a second date. Name its column in “other”.` }];
  if (operation === 'truncate' && familyOf(type) === 'date' && ofTheDay.includes(unit))
    return [
      {
        param: 'unit',
        message: `Column “${column.name}” holds dates, which have no ${unit}. Choose day or more.`,
      },
    ];
  return [];
};
