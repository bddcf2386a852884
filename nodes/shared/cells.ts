/** Values that a user types for cells, and whether a column can hold them. */
import { literal } from '../../engine/plan/build.ts';
import type { LiteralExpr } from '../../engine/plan/expr.ts';
import { type Field, familyOf } from '../../engine/schema/types.ts';

export type Cell = string | number | boolean | null;

/** What the integer types hold; beyond 2^53 a number in a file is not exact, so it is not taken. */
const ranges: Readonly<Record<string, readonly [low: number, high: number]>> = {
  TINYINT: [-128, 127],
  SMALLINT: [-32768, 32767],
  INTEGER: [-(2 ** 31), 2 ** 31 - 1],
  UTINYINT: [0, 255],
  USMALLINT: [0, 65535],
  UINTEGER: [0, 2 ** 32 - 1],
  BIGINT: [-(2 ** 53), 2 ** 53],
  UBIGINT: [0, 2 ** 53],
};

const datePattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const timestampPattern =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?)?$/;

/** Whether the day of a date in ISO form exists. */
const isDay = (text: string): boolean => {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
};

const wholeFits = (value: number, type: string): boolean => {
  const [low, high] = ranges[type] ?? [-(2 ** 53), 2 ** 53];
  return Number.isInteger(value) && value >= low && value <= high;
};

const decimalFits = (value: number, type: string): boolean => {
  const [width = 18, scale = 0] = (/\((\d+),\s*(\d+)\)/.exec(type) ?? []).slice(1).map(Number);
  return Math.abs(value) < 10 ** (width - scale) && Number(value.toFixed(Math.min(scale, 100))) === value;
};

const widths: Readonly<Record<string, readonly [low: bigint, high: bigint]>> = {
  BIGINT: [-(2n ** 63n), 2n ** 63n - 1n],
  UBIGINT: [0n, 2n ** 64n - 1n],
  HUGEINT: [-(2n ** 127n), 2n ** 127n - 1n],
};

/** Whether a text is a whole number too large for a number in a file to be exact. */
const largeFits = (text: string, type: string): boolean => {
  const range = widths[type];
  if (range === undefined || !/^-?\d{16,39}$/.test(text)) return false;
  return BigInt(text) >= range[0] && BigInt(text) <= range[1];
};

/** Whether a column holds values of that sort: numbers in number columns, texts in text columns, and so on. */
export const holds = (field: Field, value: Cell): boolean => {
  const family = familyOf(field.type);
  if (value === null || family === 'unknown') return true;
  if (typeof value === 'number') {
    if (family === 'float') return true;
    if (family === 'integer') return wholeFits(value, field.type);
    return family === 'decimal' && decimalFits(value, field.type);
  }
  if (typeof value === 'boolean') return family === 'boolean';
  if (family === 'date') return datePattern.test(value) && isDay(value);
  if (family === 'integer') return largeFits(value, field.type);
  if (family === 'timestamp') return timestampPattern.test(value) && isDay(value);
  return family === 'text';
};

/** The value as a constant of the column's type. */
export const cellLiteral = (field: Field, value: Cell): LiteralExpr =>
  familyOf(field.type) === 'unknown' ? literal(value) : literal(value, field.type);

const cellWords = (value: Cell): string =>
  value === null ? 'null' : typeof value === 'string' ? `the text “${value}”` : `the value ${value}`;

/** Why a column cannot hold a value, as a sentence with the way out. */
export const unfitSentence = (field: Field, value: Cell): string => {
  const family = familyOf(field.type);
  const wanted: Readonly<Record<string, string>> = {
    integer: `a whole number within ${field.type}`,
    decimal: `a number that fits ${field.type}`,
    float: 'a number',
    text: 'a text',
    boolean: 'true or false',
    date: 'a date such as 2024-02-29',
    timestamp: 'a time such as 2024-02-29 13:05:00',
  };
  const way = wanted[family];
  return way === undefined
    ? `Column “${field.name}” is ${field.type}, which cannot be set by hand. Take it out of the columns, or use a derive node.`
    : `Column “${field.name}” is ${field.type} and cannot hold ${cellWords(value)}. Give ${way}.`;
};
