import type { FunctionName } from '../plan/functions.ts';
import { javaDatePattern } from './patterns.ts';
import { pyText } from './python.ts';
import type { Arg, Printed, Refused, Spelling } from './spelling.ts';
import { familyAt, infix, operand, refuse, textOf } from './spelling.ts';

type Some = { readonly [K in FunctionName]?: Spelling };

const naive = (text: string): string => `${text}.cast("timestamp_ntz")`;

/** The number that a part of a date is, by the part's name. */
const partText = (part: string, x: Arg | undefined): string | Printed | undefined => {
  const value = x?.text ?? '';
  switch (part) {
    case 'year':
    case 'quarter':
    case 'month':
    case 'hour':
    case 'minute':
    case 'second':
      return `F.${part}(${value})`;
    case 'day':
    case 'dayofmonth':
      return `F.dayofmonth(${value})`;
    case 'week':
    case 'weekofyear':
      return `F.weekofyear(${value})`;
    case 'doy':
    case 'dayofyear':
      return `F.dayofyear(${value})`;
    case 'dow':
    case 'dayofweek':
    case 'weekday':
      return infix(`F.dayofweek(${value}) - 1`);
    case 'isodow':
      return infix(`F.weekday(${value}) + 1`);
    case 'isoyear':
      return `F.extract(F.lit("YEAROFWEEK"), ${value})`;
    default:
      return undefined;
  }
};

const partOf =
  (part: string): Spelling =>
  ([x]) =>
    partText(part, x) ?? refuse(`the part “${part}” has no counterpart`);

const units = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second'] as const;
type Unit = (typeof units)[number];

/** The unit that an argument names in any of its spellings. */
const unitOf = (arg: Arg | undefined): Unit | undefined => {
  const word = textOf(arg)?.toLowerCase();
  return units.find(unit => word === unit || word === `${unit}s`);
};

const difference = (unit: Unit, start: Arg, end: Arg): string | Printed | Refused => {
  const [a, b] = [start.text, end.text];
  const cut = (x: string) => `F.unix_seconds(F.date_trunc("${unit}", ${x}))`;
  switch (unit) {
    case 'day':
      return `F.datediff(${b}, ${a})`;
    case 'week':
      return refuse("weeks from a Sunday are counted otherwise; use date_diff('day', …) // 7");
    case 'month':
      return infix(`(F.year(${b}) * 12 + F.month(${b})) - (F.year(${a}) * 12 + F.month(${a}))`);
    case 'quarter':
      return infix(`(F.year(${b}) * 4 + F.quarter(${b})) - (F.year(${a}) * 4 + F.quarter(${a}))`);
    case 'year':
      return infix(`F.year(${b}) - F.year(${a})`);
    case 'hour':
      return `((${cut(b)} - ${cut(a)}) / 3600).cast("bigint")`;
    case 'minute':
      return `((${cut(b)} - ${cut(a)}) / 60).cast("bigint")`;
    case 'second':
      return infix(`${cut(b)} - ${cut(a)}`);
  }
};

const withDatePattern = (
  pattern: Arg | undefined,
  use: 'print' | 'read',
  then: (java: string) => string,
): string | Refused => {
  const text = textOf(pattern);
  if (text === undefined) return refuse('the date pattern must be written down');
  const java = javaDatePattern(text, use);
  return 'problem' in java ? refuse(java.problem) : then(java.pattern);
};

const interval =
  (unit: 'days' | 'hours' | 'mins' | 'secs' | 'weeks'): Spelling =>
  ([n]) =>
    `F.make_dt_interval(${unit === 'weeks' ? 'days' : unit}=${unit === 'weeks' ? `${operand(n)} * 7` : unit === 'secs' ? `${operand(n)}.cast("decimal(18,6)")` : n?.text})`;

const fraction =
  (scale: number): Spelling =>
  ([n]) =>
    `F.make_dt_interval(secs=(${operand(n)} / ${scale}).cast("decimal(18,6)"))`;

const months =
  (each: number): Spelling =>
  ([n]) =>
    each === 12
      ? `F.make_ym_interval(years=${n?.text})`
      : `F.make_ym_interval(months=${each === 1 ? n?.text : `${operand(n)} * ${each}`})`;

const zoned = (x: Arg | undefined): string => `${operand(x)}.cast("timestamp_ltz")`;

export const dateSpellings: Some = {
  date_part: ([part, x]) => {
    const word = textOf(part)?.toLowerCase();
    const text = word === undefined ? undefined : (partText(word, x) ?? partText(word.replace(/s$/, ''), x));
    return text ?? refuse('this part of a date has no counterpart; use year(…), month(…) and the like');
  },
  date_trunc: ([part, x]) => {
    const unit = unitOf(part);
    if (unit === undefined) return refuse('this part of a date has no counterpart');
    const cut = `F.date_trunc("${unit}", ${x?.text})`;
    return x?.type === 'TIMESTAMP WITH TIME ZONE' ? cut : naive(cut);
  },
  date_diff: ([part, start, end]) => {
    const unit = unitOf(part);
    return unit === undefined || start === undefined || end === undefined
      ? refuse('this part of a date has no counterpart')
      : difference(unit, start, end);
  },
  date_sub: refuse('it has no such function; use date_diff(…), which counts boundaries'),
  date_add: ([x, by]) => {
    if (familyAt(by) !== 'interval') return refuse('a date moves by an interval such as to_days(3)');
    return infix(`${x?.type === 'DATE' ? naive(operand(x)) : operand(x)} + ${operand(by)}`);
  },
  year: partOf('year'),
  quarter: partOf('quarter'),
  month: partOf('month'),
  week: partOf('week'),
  day: partOf('day'),
  dayofweek: partOf('dayofweek'),
  isodow: partOf('isodow'),
  dayofyear: partOf('dayofyear'),
  isoyear: partOf('isoyear'),
  hour: partOf('hour'),
  minute: partOf('minute'),
  second: partOf('second'),
  dayname: ([x]) => `F.date_format(${x?.text}, "EEEE")`,
  monthname: ([x]) => `F.date_format(${x?.text}, "MMMM")`,
  last_day: 'last_day',
  make_date: args =>
    args.length === 3
      ? `F.make_date(${args.map(a => a.text).join(', ')})`
      : refuse('make_date takes year, month and day'),
  make_timestamp: args =>
    args.length === 6
      ? `F.make_timestamp_ntz(${args.map((a, i) => (i === 5 ? `${operand(a)}.cast("decimal(16,6)")` : a.text)).join(', ')})`
      : refuse('make_timestamp takes six parts'),
  strftime: ([x, pattern]) =>
    withDatePattern(pattern, 'print', java => `F.date_format(${x?.text}, ${pyText(java)})`),
  strptime: ([x, pattern]) =>
    withDatePattern(pattern, 'read', java => `F.to_timestamp_ntz(${x?.text}, F.lit(${pyText(java)}))`),
  try_strptime: ([x, pattern]) =>
    withDatePattern(pattern, 'read', java => naive(`F.try_to_timestamp(${x?.text}, F.lit(${pyText(java)}))`)),
  to_timestamp: 'timestamp_seconds',
  epoch: ([x]) => infix(`F.unix_micros(${zoned(x)}) / 1000000.0`),
  epoch_ms: ([x]) =>
    familyAt(x) === 'integer' ? naive(`F.timestamp_millis(${x?.text})`) : `F.unix_millis(${zoned(x)})`,
  epoch_us: ([x]) =>
    familyAt(x) === 'integer' ? refuse('it reads microseconds otherwise') : `F.unix_micros(${zoned(x)})`,
  age: refuse('it has no such interval; use date_diff(…)'),
  time_bucket: refuse('it has no such function; use date_trunc(…)'),
  timezone: refuse('naive and zoned times convert differently'),
  to_years: months(12),
  to_quarters: months(3),
  to_months: months(1),
  to_weeks: interval('weeks'),
  to_days: interval('days'),
  to_hours: interval('hours'),
  to_minutes: interval('mins'),
  to_seconds: interval('secs'),
  to_milliseconds: fraction(1000),
  to_microseconds: fraction(1_000_000),
  current_date: () => 'F.current_date()',
  current_timestamp: () => 'F.current_timestamp()',
};
