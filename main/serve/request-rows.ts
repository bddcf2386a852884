/** Rows that a caller sends, checked against the columns that the model reads. */
import { engineError } from '../../engine/diagnostics/errors.ts';
import { listed, visible } from '../../engine/diagnostics/words.ts';
import {
  type DataType,
  type Field,
  familyOf,
  type Schema,
  type TypeFamily,
} from '../../engine/schema/types.ts';

export type Cell = string | number | boolean | null;
/** Cells in the order of the model's columns. */
export type Row = readonly Cell[];

export type Asked = { readonly rows: readonly Row[]; readonly single: boolean };

/** Rows of one request; more are several requests, or a pipeline. */
export const mostRows = 10_000;

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** A number that the type can hold. */
const ordinary = (value: unknown): boolean =>
  (typeof value === 'number' || (typeof value === 'string' && decimal.test(value))) &&
  Number.isFinite(Number(value));

const fits: Readonly<Partial<Record<TypeFamily, (value: unknown) => boolean>>> = {
  integer: v =>
    (typeof v === 'number' && Number.isInteger(v)) || (typeof v === 'string' && /^[+-]?\d{1,39}$/.test(v)),
  float: ordinary,
  decimal: ordinary,
  boolean: v => typeof v === 'boolean',
  // Half of a pair of UTF-16 is no text for anybody else.
  text: v => typeof v === 'string' && !/\p{Surrogate}/u.test(v),
};

const wants: Readonly<Partial<Record<TypeFamily, string>>> = {
  integer: 'a whole number',
  float: 'a number',
  decimal: 'a number',
  boolean: 'true or false',
  date: 'a text such as 2026-01-31',
  timestamp: 'a text such as 2026-01-31 12:00:00',
  time: 'a text such as 12:00:00',
};

/** What is said of a value that does not fit, from the outside: cut short, since it can be anything. */
const shown = (value: unknown): string => {
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * One row as it is or under `row`, many as a list or under `rows`. A column of a model is never an object or a list, so
 * a model with a column of one of these names can be told what is meant.
 */
const givenIn = (json: unknown): { readonly given: readonly unknown[]; readonly single: boolean } => {
  if (Array.isArray(json)) return { given: json, single: false };
  if (!isObject(json)) throw engineError('serve-body', {});
  const { row, rows } = json;
  if (!isObject(row) && !Array.isArray(rows)) return { given: [json], single: true };
  if (Object.keys(json).length > 1) throw engineError('serve-body', {});
  return Array.isArray(rows) ? { given: rows, single: false } : { given: [row], single: true };
};

/** Rows of a parsed JSON body. Throws `serve-body` for another shape, `serve-row` for a row that does not fit. */
export const rowsOf = (json: unknown, input: Schema): Asked => {
  const { given, single } = givenIn(json);
  return { rows: checkedRows(given, input), single };
};

/** Throws `serve-count` or `serve-row`. A NaN, which other tools write for a missing value, is null. */
export const checkedRows = (given: readonly unknown[], input: Schema): readonly Row[] => {
  if (given.length === 0 || given.length > mostRows)
    throw engineError('serve-count', { rows: given.length, limit: mostRows });
  return given.map((row, r) => {
    if (!isObject(row)) throw rowError(r, `it is ${shown(row)} and not an object of columns`);
    const missing = input.filter(f => !Object.hasOwn(row, f.name)).map(f => f.name);
    if (missing.length > 0)
      throw rowError(
        r,
        `it has no ${listed(missing.map(name => `“${name}”`))}. Columns of the model: ${listed(input.map(f => f.name))}. Send all of them, null where a value is not known`,
      );
    return input.map(({ name, type }) => cellOf(row[name], name, type, r));
  });
};

const rowError = (row: number, problem: string) => engineError('serve-row', { row, problem });

const cellOf = (value: unknown, name: string, type: DataType, row: number): Cell => {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  const check = fits[familyOf(type)] ?? ((v: unknown) => typeof v === 'string');
  if (!check(value)) throw misfit(row, { name, type }, value);
  // JSON writes large whole numbers with an exponent, which whole columns do not read.
  return typeof value === 'number' && familyOf(type) === 'integer' && !Number.isSafeInteger(value)
    ? BigInt(value).toString()
    : (value as Cell);
};

/** A value that its column cannot hold. */
export const misfit = (row: number, { name, type }: Field, value: unknown) =>
  rowError(
    row,
    `“${visible(name, 60)}” is ${shown(value)}, which is not ${type}. Send ${wants[familyOf(type)] ?? 'a text'}, or null where it is not known`,
  );
