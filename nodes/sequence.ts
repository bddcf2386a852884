import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { cellValue, choice, integer, newName, number } from '../engine/catalogue/params.ts';
import { call, cast, column, literal } from '../engine/plan/build.ts';
import type { FunctionName } from '../engine/plan/functions.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { decimalsOf, moved, readMoment, stepsBetween, type Unit } from './shared/sequence-steps.ts';

const units = ['number', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const;
const mostRows = 10_000_000_000;

const intervals: Readonly<Record<Unit, FunctionName>> = {
  second: 'to_seconds',
  minute: 'to_minutes',
  hour: 'to_hours',
  day: 'to_days',
  week: 'to_weeks',
  month: 'to_months',
  quarter: 'to_quarters',
  year: 'to_years',
};

type Params = {
  readonly name: string;
  readonly unit: (typeof units)[number];
  readonly start?: string | number | boolean | null | undefined;
  readonly stop?: string | number | boolean | null | undefined;
  readonly count?: number | undefined;
  readonly step: number;
};

type Made = { readonly rel: Rel; readonly problems: readonly Problem[] };

const nothing = (name: string, type: string): Rel => ({
  op: 'values',
  columns: [{ name, type }],
  rows: [],
});

/** How many rows there are, or why that cannot be told. `toStop` counts the steps up to the stop, both ends included. */
const rowsOf = (params: Params, toStop: () => number): { count: number; problems: readonly Problem[] } => {
  if ((params.stop === undefined) === (params.count === undefined)) {
    const message =
      params.stop === undefined
        ? 'The sequence has no end. Set “stop” to its last value, or “count” to the number of rows.'
        : 'The sequence has two ends, “stop” and “count”. Set one of them and leave the other empty.';
    return { count: 0, problems: [{ param: 'count', message }] };
  }
  if (params.step === 0 && params.stop !== undefined)
    return {
      count: 0,
      problems: [
        { param: 'step', message: 'A step of 0 never gets to “stop”. Set another step, or “count”.' },
      ],
    };
  const count = params.count ?? toStop();
  if (count <= 0 && params.stop !== undefined) {
    const message = `The steps of ${params.step} lead away from “stop”, so there is no row. Change the sign of “step”.`;
    return { count: 0, problems: [{ param: 'step', message, severity: 'warning' }] };
  }
  if (count > mostRows)
    return {
      count: 0,
      problems: [{ param: 'count', message: `That is ${count} rows; at most ${mostRows} are made.` }],
    };
  return { count, problems: [] };
};

/** Whole numbers are BIGINT. With a fraction they are DOUBLE, each rounded once, so 0.1 after 0.2 is 0.3. */
const ofNumbers = (params: Params): Made => {
  const [start, stop] = [Number(params.start ?? 1), params.stop === undefined ? 0 : Number(params.stop)];
  const wrong = [
    { param: 'start', there: params.start, value: start },
    { param: 'stop', there: params.stop, value: stop },
  ].find(
    p => !Number.isFinite(p.value) || typeof p.there === 'boolean' || p.there === '' || p.there === null,
  );
  if (wrong !== undefined) {
    const message = `“${wrong.param}” is “${String(wrong.there)}”, which is not a number. Write a number, or choose a unit of time.`;
    return { rel: nothing(params.name, 'BIGINT'), problems: [{ param: wrong.param, message }] };
  }
  const digits = Math.max(decimalsOf(start), decimalsOf(params.step));
  const scale = 10 ** digits;
  const [from, by] = [Math.round(start * scale), Math.round(params.step * scale)];
  const { count, problems } = rowsOf(params, () => Math.floor((stop * scale - from) / by + 1e-9) + 1);
  const last = from + by * Math.max(0, count - 1);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(last)) {
    const message = `The sequence ends at ${last / scale}, which has more digits than can be kept exactly. Take fewer rows or a smaller step.`;
    return { rel: nothing(params.name, 'BIGINT'), problems: [{ param: 'count', message }] };
  }
  const whole: Rel = { op: 'range', name: params.name, start: from, step: by, count };
  if (digits === 0) return { rel: whole, problems };
  const value = call('divide', cast(column(params.name), 'DOUBLE'), cast(literal(scale), 'DOUBLE'));
  return { rel: { op: 'project', input: whole, columns: [{ name: params.name, expr: value }] }, problems };
};

/** Each value is counted from the start, so months that end early do not shorten the ones after them. */
const ofTime = (params: Params, unit: Unit): Made => {
  const start = readMoment(params.start);
  const stop = params.stop === undefined ? start : readMoment(params.stop);
  if (start === undefined || stop === undefined) {
    const [param, there] = start === undefined ? ['start', params.start] : ['stop', params.stop];
    const shown = there === undefined ? 'is missing' : `is “${String(there)}”, which is not a date`;
    const message = `“${param}” ${shown}. Write it as 2024-01-31, or with a time as 2024-01-31 08:00:00.`;
    return { rel: nothing(params.name, 'DATE'), problems: [{ param: param ?? 'start', message }] };
  }
  const finer = unit === 'second' || unit === 'minute' || unit === 'hour';
  const type = finer || start.timed || stop.timed ? 'TIMESTAMP' : 'DATE';
  const { count, problems } = rowsOf(params, () => stepsBetween(start, stop, unit, params.step) + 1);
  if (count > 0 && moved(start, unit, params.step * (count - 1)) === undefined) {
    const message = 'The sequence leaves the years 1 to 9999. Take fewer rows or a smaller step.';
    return { rel: nothing(params.name, type), problems: [{ param: 'count', message }] };
  }
  const steps: Rel = { op: 'range', name: params.name, start: 0, step: params.step, count };
  const interval = call(intervals[unit], cast(column(params.name), 'INTEGER'));
  const value = cast(call('date_add', literal(start.text, type), interval), type);
  return { rel: { op: 'project', input: steps, columns: [{ name: params.name, expr: value }] }, problems };
};

const days = (...rows: readonly string[]) => ({
  columns: [{ name: 'month_end', type: 'DATE' }],
  rows: rows.map(row => [row]),
});

export const sequence = defineNode({
  kind: 'sequence',
  version: 1,
  title: 'Sequence',
  summary: 'Makes a column of numbers, dates or times, one step apart.',
  docs: `Set either \`stop\`, which is included when a step lands on it, or \`count\`. Whole numbers are BIGINT; with a
fraction in \`start\` or \`step\` they are DOUBLE.

With a unit of time, \`start\` is a date such as \`2024-01-31\` or a timestamp such as \`2024-01-31 08:00:00\`. The values are
dates unless a time of day or a unit below a day is used. Steps are counted from the start and clamped to the end of a
month: monthly from 31 January gives 29 February and then 31 March.`,
  category: 'Sources',
  icon: 'list-ordered',
  keywords: ['range', 'series', 'generate_series', 'numbers', 'calendar', 'dates'],
  params: z.strictObject({
    name: newName({ label: 'Column' }).default('value'),
    unit: choice(units, { label: 'Steps of' }).default('number'),
    start: cellValue({ label: 'Start', help: 'A number, or a date as 2024-01-31. 1 when empty.' }).optional(),
    stop: cellValue({ label: 'Stop', help: 'The last value, where a step lands on it.' }).optional(),
    count: integer({ label: 'Number of rows', min: 0 }).optional(),
    step: number({ label: 'Step' }).default(1),
  }),
  inputs: {},
  outputs: { out: table('Sequence') },
  lower: ({ params }) => {
    if (params.unit !== 'number' && !Number.isInteger(params.step)) {
      const message = `A step of ${params.step} ${params.unit}s is not whole. Use a smaller unit, such as 36 hours for 1.5 days.`;
      return { problems: [{ param: 'step', message }] };
    }
    const { rel, problems } = params.unit === 'number' ? ofNumbers(params) : ofTime(params, params.unit);
    return { outputs: { out: rel }, problems };
  },
  examples: [
    {
      title: 'The stop is included',
      params: { name: 'page', start: 1, stop: 3 },
      outputs: { out: { columns: [{ name: 'page', type: 'BIGINT' }], rows: [[1], [2], [3]] } },
      ordered: true,
    },
    {
      title: 'Downwards, with fractions',
      params: { name: 'discount', start: 0.3, step: -0.1, count: 4 },
      outputs: { out: { columns: [{ name: 'discount', type: 'DOUBLE' }], rows: [[0.3], [0.2], [0.1], [0]] } },
      ordered: true,
    },
    {
      title: 'Ends of months, in a leap year',
      params: { name: 'month_end', unit: 'month', start: '2024-01-31', stop: '2024-04-30' },
      outputs: { out: days('2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30') },
      ordered: true,
    },
    {
      title: 'Every six hours',
      params: { name: 'at', unit: 'hour', start: '2024-02-28 12:00:00', step: 6, count: 3 },
      outputs: {
        out: {
          columns: [{ name: 'at', type: 'TIMESTAMP' }],
          rows: [['2024-02-28 12:00:00'], ['2024-02-28 18:00:00'], ['2024-02-29 00:00:00']],
        },
      },
      ordered: true,
    },
    {
      title: 'No rows',
      params: { count: 0 },
      outputs: { out: { columns: [{ name: 'value', type: 'BIGINT' }], rows: [] } },
    },
  ],
});
