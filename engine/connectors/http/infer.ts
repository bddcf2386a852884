import type { DataType } from '../../schema/types.ts';

/**
 * What a value looks like. `LONG` is an integer that DOUBLE cannot hold exactly, `UTC` a timestamp with an offset;
 * both only decide what a column may be mixed with.
 */
export const kinds = [
  'BIGINT',
  'LONG',
  'HUGEINT',
  'DOUBLE',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
  'UTC',
  'VARCHAR',
] as const;
export type Kind = (typeof kinds)[number];

const integer = /^-?(?:0|[1-9]\d*)$/;
/** With a point, or an exponent with a sign: `12E3` alone is more often a part number than 12,000. */
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]\d+)$/;
const moment =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,6})?)?(Z|[+-](?:0\d|1[0-8])(?::?[0-5]\d)?)?)?$/;

const isDay = (year: number, month: number, day: number): boolean =>
  year >= 1 &&
  month >= 1 &&
  month <= 12 &&
  day >= 1 &&
  day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

const integerKind = (text: string): Kind => {
  if (text === '-0') return 'DOUBLE';
  if (text.length <= 16 && Number.isSafeInteger(Number(text))) return 'BIGINT';
  if (text.length > 41) return 'VARCHAR';
  const value = BigInt(text);
  if (BigInt.asIntN(64, value) === value) return 'LONG';
  return BigInt.asIntN(128, value) === value ? 'HUGEINT' : 'VARCHAR';
};

const momentKind = (text: string): Kind => {
  const parts = moment.exec(text);
  if (parts === null || !isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return 'VARCHAR';
  if (parts[4] === undefined) return 'DATE';
  return parts[8] === undefined ? 'TIMESTAMP' : 'UTC';
};

/** What a number of a JSON document is, from its source text. */
export const kindOfNumber = (source: string): Kind => {
  if (integer.test(source)) return integerKind(source);
  return Number.isFinite(Number(source)) ? 'DOUBLE' : 'VARCHAR';
};

/** What a text of a JSON document is: its author chose text, so only dates and timestamps are read out of it. */
export const kindOfString = (text: string): Kind =>
  text.length < 10 || text.length > 35 ? 'VARCHAR' : momentKind(text);

/** What a cell of a file without types is. Leading zeros, plus signs and outer blanks mean text. */
export const kindOfText = (text: string): Kind => {
  if (integer.test(text)) return integerKind(text);
  if (decimal.test(text)) return Number.isFinite(Number(text)) ? 'DOUBLE' : 'VARCHAR';
  if (/^(?:true|false)$/i.test(text)) return 'BOOLEAN';
  return kindOfString(text);
};

const wider: Readonly<Record<string, Kind>> = {
  'BIGINT LONG': 'LONG',
  'BIGINT HUGEINT': 'HUGEINT',
  'LONG HUGEINT': 'HUGEINT',
  'BIGINT DOUBLE': 'DOUBLE',
  'DATE TIMESTAMP': 'TIMESTAMP',
};

/** The narrowest kind that holds both without loss. Undefined is a column of which nothing is known yet. */
export const join = (a: Kind | undefined, b: Kind): Kind => {
  if (a === undefined || a === b) return b;
  return wider[`${a} ${b}`] ?? wider[`${b} ${a}`] ?? 'VARCHAR';
};

/** The column type for a kind; VARCHAR where nothing is known. */
export const typeOf = (kind: Kind | undefined): DataType => {
  if (kind === 'LONG') return 'BIGINT';
  if (kind === 'UTC') return 'TIMESTAMP';
  return kind ?? 'VARCHAR';
};

/** The text that a cast to TIMESTAMP reads as the same instant in UTC; DuckDB itself drops the offset. */
export const inUtc = (text: string): string => {
  const parts = moment.exec(text);
  const zone = parts?.[8];
  if (parts === null || zone === undefined) return text;
  const [, year, month, day, hour, minute, second = '00', fraction = ''] = parts;
  if (zone === 'Z') return `${year}-${month}-${day} ${hour}:${minute}:${second}${fraction}`;
  const away =
    (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0)) *
    (zone[0] === '-' ? -1 : 1);
  const time = new Date(0);
  time.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  time.setUTCHours(Number(hour), Number(minute) - away, Number(second));
  // Beyond year 1 or 9999 there is no four-digit form; the cast then says what is wrong.
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() > 9999 || time.getUTCFullYear() < 1
    ? text
    : `${time.toISOString().slice(0, 19).replace('T', ' ')}${fraction}`;
};
