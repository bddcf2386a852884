/** Rows that a caller sends, checked against the columns that the model reads. */
import { z } from 'zod';
import { engineError } from '../../engine/diagnostics/errors.ts';
import { familyOf, type Schema, type TypeFamily } from '../../engine/schema/types.ts';

export type Cell = string | number | boolean | null;
/** Cells in the order of the model's columns. */
export type Row = readonly Cell[];

export type Asked = { readonly rows: readonly Row[]; readonly single: boolean };

/** Rows of one request; more are several requests, or a pipeline. */
export const mostRows = 10_000;

const body = z.union([
  z.strictObject({ row: z.record(z.string(), z.unknown()) }),
  z.strictObject({ rows: z.array(z.record(z.string(), z.unknown())) }),
]);

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

const fits: Readonly<Partial<Record<TypeFamily, (value: unknown) => boolean>>> = {
  integer: v =>
    (typeof v === 'number' && Number.isInteger(v)) || (typeof v === 'string' && /^[+-]?\d{1,39}$/.test(v)),
  float: v => typeof v === 'number' || (typeof v === 'string' && decimal.test(v)),
  decimal: v => typeof v === 'number' || (typeof v === 'string' && decimal.test(v)),
  boolean: v => typeof v === 'boolean',
  text: v => typeof v === 'string',
};

/** What is said of a value that does not fit, from the outside: cut short, since it can be anything. */
const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'nothing';

/** Rows of a parsed JSON body. Throws `serve-body` for another shape, `serve-row` for a row that does not fit. */
export const rowsOf = (json: unknown, input: Schema): Asked => {
  const parsed = body.safeParse(json);
  if (!parsed.success) throw engineError('serve-body', {});
  const single = 'row' in parsed.data;
  const given = 'row' in parsed.data ? [parsed.data.row] : parsed.data.rows;
  return { rows: checkedRows(given, input), single };
};

export const checkedRows = (
  given: readonly Readonly<Record<string, unknown>>[],
  input: Schema,
): readonly Row[] => {
  if (given.length === 0 || given.length > mostRows)
    throw engineError('serve-count', { rows: given.length, limit: mostRows });
  return given.map((row, r) => {
    const missing = input.filter(f => !Object.hasOwn(row, f.name)).map(f => f.name);
    if (missing.length > 0)
      throw engineError('serve-row', {
        row: r,
        problem: `it has no ${missing.map(name => `“${name}”`).join(', ')}; columns: ${input.map(f => f.name).join(', ')}`,
      });
    return input.map(({ name, type }) => {
      const value = row[name];
      if (value === null || value === undefined) return null;
      const check = fits[familyOf(type)] ?? ((v: unknown) => typeof v === 'string');
      if (!check(value))
        throw engineError('serve-row', {
          row: r,
          problem: `“${name}” is ${shown(value)}, which is not ${type}`,
        });
      return value as Cell;
    });
  });
};
