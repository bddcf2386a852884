import { type DataType, familyOf } from '../../schema/types.ts';
import type { Shows } from './number-format.ts';
import { momentOf } from './serial.ts';

/** What a cell holds, after its number format has spoken. */
export type ValueKind = 'integer' | 'decimal' | 'text' | 'boolean' | 'date' | 'timestamp' | 'time' | 'error';

/** A cell's value: its kind, its text as DuckDB casts it, and the number behind it where there is one. */
export type CellValue = { readonly kind: ValueKind; readonly text: string; readonly number?: number };

const wholeNumber = /^[+-]?[0-9]{1,19}$/;
const int64 = (text: string): boolean => {
  const n = BigInt(text.replace(/^\+/, ''));
  return n >= -(2n ** 63n) && n < 2n ** 63n;
};

/**
 * The value of a number as it stands in the file. A whole number spelt in full is kept digit by digit, even beyond
 * what Excel itself would keep. Undefined when it is no number at all.
 */
export const numberValue = (spelt: string, shows: Shows, is1904: boolean): CellValue | undefined => {
  const number = Number(spelt);
  if (!Number.isFinite(number) || spelt.trim() === '') return undefined;
  if (shows === 'date' || shows === 'time') {
    const moment = momentOf(number, shows, is1904);
    if (moment !== undefined) return { kind: moment.kind, text: moment.text, number };
  }
  const whole = Number.isSafeInteger(number);
  if (!whole && wholeNumber.test(spelt) && int64(spelt))
    return { kind: shows === 'decimal' ? 'decimal' : 'integer', text: BigInt(spelt).toString(), number };
  return {
    kind: whole && shows !== 'decimal' ? 'integer' : 'decimal',
    text: `${number === 0 ? 0 : number}`,
    number,
  };
};

/** The value of an ISO 8601 date cell (`t="d"`, strict workbooks). */
export const isoValue = (spelt: string): CellValue => {
  const match = /^(\d{4}-\d\d-\d\d)?(?:T?(\d\d:\d\d:\d\d(?:\.\d+)?))?Z?$/.exec(spelt);
  const [date, time] = [match?.[1], match?.[2]];
  if (date === undefined) return { kind: time === undefined ? 'text' : 'time', text: time ?? spelt };
  return time === undefined || /^00:00:00(\.0+)?$/.test(time)
    ? { kind: 'date', text: date }
    : { kind: 'timestamp', text: `${date} ${time}` };
};

/**
 * How values become text for a column of that type: null for an empty cell, undefined for a value that does not fit.
 * Nothing is rounded or dropped here: 1.5 does not fit BIGINT, and a moment does not fit DATE.
 */
export const fitterFor = (
  type: DataType,
  is1904: boolean,
): ((value: CellValue) => string | null | undefined) => {
  const family = familyOf(type);
  if (family === 'text') return value => value.text;
  const fitting = fits[family] ?? (value => value.text);
  return value => (value.kind === 'text' && value.text.trim() === '' ? null : fitting(value, is1904));
};

type Fit = (value: CellValue, is1904: boolean) => string | undefined;

const matching =
  (pattern: RegExp): ((text: string) => string | undefined) =>
  text =>
    pattern.test(text) ? text : undefined;
const asInteger = matching(/^[+-]?[0-9]+$/);
const asNumber = matching(/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/);
const asDate = matching(/^\d{4}-\d\d-\d\d$/);
const asTimestamp = matching(/^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/);
const asTime = matching(/^\d\d?:\d\d(:\d\d(\.\d+)?)?$/);

const flagged = (value: CellValue): string =>
  value.kind === 'boolean' ? (value.text === 'true' ? '1' : '0') : value.text.trim();

/** A moment in a number column is its serial number, as Excel would show it without the format. */
const numberOf = (value: CellValue): string =>
  value.number !== undefined && ['date', 'timestamp', 'time'].includes(value.kind)
    ? `${value.number}`
    : flagged(value);

/** A number in a date column is a serial number that lacks its format; a moment at midnight is a day. */
const momentText = (value: CellValue, is1904: boolean): string =>
  (value.kind === 'integer' || value.kind === 'decimal') && value.number !== undefined
    ? (momentOf(value.number, 'date', is1904)?.text ?? '')
    : value.text.trim();

const float: Fit = value => asNumber(numberOf(value));

const fits: Readonly<Partial<Record<ReturnType<typeof familyOf>, Fit>>> = {
  integer: value => asInteger(numberOf(value)),
  decimal: float,
  float,
  boolean: value => {
    const text = value.text.trim().toLowerCase();
    return text === 'true' || text === '1' ? 'true' : text === 'false' || text === '0' ? 'false' : undefined;
  },
  date: (value, is1904) => asDate(momentText(value, is1904)),
  timestamp: (value, is1904) => asTimestamp(momentText(value, is1904)),
  time: value => asTime(value.text.trim()),
};
