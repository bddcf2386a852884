/** What type a column of texts has, and whether a text is a value of a type. */
import { type DataType, familyOf } from '../../engine/schema/types.ts';

const whole = /^[+-]?\d+$/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;
const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const moment = /^(\d{4})-(\d{2})-(\d{2})[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$/;

/** Digits that a person reads as a name, such as a post code: `007`, `+49`. */
const isCode = (text: string): boolean => /^[+-]?0\d/.test(text) || text.startsWith('+');

const isDay = (parts: RegExpExecArray | null): boolean => {
  if (parts === null) return false;
  const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const read = new Date(Date.UTC(2000, month - 1, 1));
  read.setUTCFullYear(year, month - 1, date);
  return year > 0 && read.getUTCMonth() === month - 1 && read.getUTCDate() === date;
};

const limits: Readonly<Record<string, readonly [low: bigint, high: bigint]>> = {
  TINYINT: [-128n, 127n],
  SMALLINT: [-32768n, 32767n],
  INTEGER: [-(2n ** 31n), 2n ** 31n - 1n],
  BIGINT: [-(2n ** 63n), 2n ** 63n - 1n],
  HUGEINT: [-(2n ** 127n), 2n ** 127n - 1n],
  UTINYINT: [0n, 255n],
  USMALLINT: [0n, 65535n],
  UINTEGER: [0n, 2n ** 32n - 1n],
  UBIGINT: [0n, 2n ** 64n - 1n],
  UHUGEINT: [0n, 2n ** 128n - 1n],
};

const isInteger = (text: string, type: DataType): boolean => {
  if (!whole.test(text) || text.length > 60) return false;
  const range = limits[type];
  const value = BigInt(text.replace(/^\+/, ''));
  return range === undefined || (value >= range[0] && value <= range[1]);
};

/** Whether all digits of a text find room in a decimal, so that nothing is rounded away. */
const isDecimal = (text: string, type: DataType): boolean => {
  const [width = 18, scale = 3] = (/\((\d+),\s*(\d+)\)/.exec(type) ?? []).slice(1).map(Number);
  if (!number.test(text) || /e/i.test(text)) return false;
  const [before = '', after = ''] = text.replace(/^[+-]/, '').split('.');
  return before.replace(/^0+/, '').length <= width - scale && after.replace(/0+$/, '').length <= scale;
};

/** Whether a cell's text is a value of the type. Types that a text cannot be checked for are left to the engine. */
export const fits = (text: string, type: DataType): boolean => {
  switch (familyOf(type)) {
    case 'integer':
      return isInteger(text, type);
    case 'decimal':
      return isDecimal(text, type);
    case 'float':
      return number.test(text) || /^[+-]?(inf|infinity|nan)$/i.test(text);
    case 'boolean':
      return /^(true|false|t|f|1|0)$/i.test(text);
    case 'date':
      return isDay(day.exec(text));
    case 'timestamp':
      return type.includes('ZONE') || isDay(day.exec(text)) || isDay(moment.exec(text));
    default:
      return true;
  }
};

const guesses: readonly (readonly [DataType, (text: string) => boolean])[] = [
  ['BIGINT', text => !isCode(text) && isInteger(text, 'BIGINT')],
  ['DOUBLE', text => !isCode(text) && number.test(text) && !(whole.test(text) && text.length > 18)],
  ['BOOLEAN', text => /^(true|false)$/i.test(text)],
  ['DATE', text => isDay(day.exec(text))],
  ['TIMESTAMP', text => isDay(day.exec(text)) || isDay(moment.exec(text))],
];

/** The narrowest type that all cells are values of; VARCHAR when there is no cell to tell from. */
export const guessType = (cells: readonly (string | null)[]): DataType => {
  const there = cells.flatMap(cell => (cell === null ? [] : [cell.trim()]));
  if (there.length === 0) return 'VARCHAR';
  return guesses.find(([, is]) => there.every(is))?.[0] ?? 'VARCHAR';
};
