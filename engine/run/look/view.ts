/** Sorting, filtering and searching of held rows: a table of their row numbers in the order of the view. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { text } from '../../connectors/quote.ts';
import type { Filter, View } from '../../contract/data.ts';
import { familyOf, fieldNamed, type Schema } from '../../schema/types.ts';
import { held, textSql } from './wire.ts';

export type ViewTable = { readonly table: string; readonly rows: number };

export type Views = {
  /** The table of a view; undefined where the rows are looked at as they are. */
  of(view: View, from: string, connection: DuckDBConnection): Promise<ViewTable | undefined>;
};

/** Going back to the view before is free. */
const mostViews = 3;

const signs = {
  equals: '=',
  'not-equals': 'IS DISTINCT FROM',
  less: '<',
  'at-most': '<=',
  more: '>',
  'at-least': '>=',
} as const;

const holds = (haystack: string, needle: string): string =>
  `contains(lower(${haystack}), lower(${text(needle)}))`;

/** The condition of one filter. A value that is none of the column's type fits no row. */
const filterSql = (schema: Schema, { column, op, value = '' }: Filter): string => {
  const field = fieldNamed(schema, column);
  if (field === undefined) return 'false';
  const name = held(schema.indexOf(field));
  if (op === 'null') return `${name} IS NULL`;
  if (op === 'not-null') return `${name} IS NOT NULL`;
  if (op === 'contains') return holds(textSql(name, field.type), value);
  const asText = ['list', 'struct', 'map', 'other', 'blob'].includes(familyOf(field.type));
  const left = asText ? textSql(name, field.type) : name;
  const right =
    asText || field.type === 'VARCHAR' ? text(value) : `TRY_CAST(${text(value)} AS ${field.type})`;
  return `${right} IS NOT NULL AND ${left} ${signs[op]} ${right}`;
};

const conditions = (schema: Schema, { filter, search }: View): readonly string[] => [
  ...filter.map(f => filterSql(schema, f)),
  ...(search === ''
    ? []
    : [
        `(${schema.map(({ type }, i) => `coalesce(${holds(textSql(held(i), type), search)}, false)`).join(' OR ')})`,
      ]),
];

/** The order of a view; equal rows stay in their order, and nulls come last both ways. */
const orderSql = (schema: Schema, { sort }: View): string =>
  [
    ...sort.flatMap(({ column, descending }) => {
      const field = fieldNamed(schema, column);
      if (field === undefined) return [];
      return [`${held(schema.indexOf(field))} ${descending ? 'DESC' : 'ASC'} NULLS LAST`];
    }),
    'rowid',
  ].join(', ');

export const viewSql = (schema: Schema, view: View, from: string): string => {
  const all = conditions(schema, view);
  const where = all.length === 0 ? '' : ` WHERE ${all.map(c => `(${c})`).join(' AND ')}`;
  return `SELECT rowid AS r FROM ${from}${where} ORDER BY ${orderSql(schema, view)}`;
};

const isPlain = ({ sort, filter, search }: View): boolean =>
  sort.length === 0 && filter.length === 0 && search === '';

export const viewsOf = (schema: Schema): Views => {
  const made = new Map<string, ViewTable>();
  let last = 0;
  return {
    of: async (view, from, connection) => {
      if (isPlain(view)) return undefined;
      const key = JSON.stringify([view, from]);
      const known = made.get(key);
      if (known !== undefined) {
        // Most recently used last.
        made.delete(key);
        made.set(key, known);
        return known;
      }
      last += 1;
      const table = `view_${last}`;
      await connection.run(`CREATE TABLE ${table} AS ${viewSql(schema, view, from)}`);
      const reader = await connection.runAndReadAll(`SELECT count(*) FROM ${table}`);
      const found = { table, rows: Number(reader.getRows()[0]?.[0] ?? 0) };
      made.set(key, found);
      for (const [old, { table: gone }] of made) {
        if (made.size <= mostViews) break;
        made.delete(old);
        await connection.run(`DROP TABLE ${gone}`);
      }
      return found;
    },
  };
};
