/** Figures of one column over all of its rows, in two questions. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Profile } from '../../contract/data.ts';
import { cutAt } from '../../contract/data.ts';
import { isNestedType } from '../../schema/nested.ts';
import { type DataType, familyOf, type TypeFamily } from '../../schema/types.ts';
import { heldTable } from './held.ts';
import type { Found } from './store.ts';
import { held, textSql } from './wire.ts';

const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
export const bins = 24;
const mostTop = 10;

/** The families that lie on a line: they have quantiles and a histogram. */
const measured: ReadonlySet<TypeFamily> = new Set([
  'integer',
  'decimal',
  'float',
  'date',
  'timestamp',
  'time',
]);

export const isMeasured = (type: DataType): boolean => measured.has(familyOf(type));

export const isNumber = (type: DataType): boolean => ['integer', 'decimal', 'float'].includes(familyOf(type));

/** A value as a place on the line; what is not finite has none. */
export const placeSql = (column: string, type: DataType): string => {
  const family = familyOf(type);
  if (family === 'float') return `CASE WHEN isfinite(${column}) THEN CAST(${column} AS DOUBLE) END`;
  if (isNumber(type)) return `CAST(${column} AS DOUBLE)`;
  if (family === 'time') return `CAST(epoch(${column}) AS DOUBLE)`;
  return `CASE WHEN isfinite(${column}) THEN epoch(${column}) END`;
};

const cell = (value: unknown): string | undefined =>
  value === null || value === undefined ? undefined : String(value);
const count = (value: unknown): number => Number(value ?? 0);

/** One row of a SELECT, all as text. */
const one = async (
  connection: DuckDBConnection,
  select: string,
  from: string,
): Promise<readonly unknown[]> => {
  const reader = await connection.runAndReadAll(`SELECT ${select} FROM ${from}`);
  return reader.getRows()[0] ?? [];
};

const statistics = (c: string, type: DataType): readonly string[] => {
  const number = isNumber(type);
  const line = isMeasured(type);
  const text = type === 'VARCHAR';
  const asText = (sql: string) => `CAST(${sql} AS VARCHAR)`;
  const ordered = !isNestedType(type) && type !== 'BLOB';
  const finite = familyOf(type) === 'float' ? `CASE WHEN isfinite(${c}) THEN ${c} END` : c;
  return [
    'count(*)',
    `count(${c})`,
    ordered ? `left(${asText(`min(${c})`)}, ${cutAt})` : 'NULL',
    ordered ? `left(${asText(`max(${c})`)}, ${cutAt})` : 'NULL',
    number ? asText(`avg(${finite})`) : 'NULL',
    number ? asText(`stddev_samp(CAST(${finite} AS DOUBLE))`) : 'NULL',
    line ? `CAST(quantile_disc(${c}, [${quantiles.join(', ')}]) AS VARCHAR[])` : 'NULL',
    text ? `min(length(${c}))` : 'NULL',
    text ? asText(`avg(length(${c}))`) : 'NULL',
    text ? `max(length(${c}))` : 'NULL',
    text ? `count(*) FILTER (WHERE ${c} = '')` : 'NULL',
    line ? `min(${placeSql(c, type)})` : 'NULL',
    line ? `max(${placeSql(c, type)})` : 'NULL',
  ];
};

const histogram = async (
  connection: DuckDBConnection,
  place: string,
  low: number,
  high: number,
): Promise<number[]> => {
  const counts = Array.from({ length: bins }, () => 0);
  const span = high - low;
  const bin =
    span > 0 && Number.isFinite(span)
      ? `least(${bins - 1}, CAST(floor((p - ${sqlNumber(low)}) / ${sqlNumber(span)} * ${bins}) AS INTEGER))`
      : '0';
  const reader = await connection.runAndReadAll(
    `SELECT ${bin} AS b, count(*) FROM (SELECT ${place} AS p FROM ${heldTable}) WHERE p IS NOT NULL GROUP BY b`,
  );
  for (const [b, n] of reader.getRows()) counts[Math.max(0, count(b))] = count(n);
  return counts;
};

/** A double as SQL, digit for digit. */
export const sqlNumber = (value: number): string => `CAST('${value}' AS DOUBLE)`;

/** The figures of the column at that place. */
export const profileOf = async (
  { held: rows }: Found,
  column: number,
  signal: AbortSignal,
): Promise<Profile> => {
  const type = rows.schema[column]?.type ?? 'VARCHAR';
  const c = held(column);
  return rows.figures(async connection => {
    const [all, given, min, max, mean, deviation, at, shortest, meanLength, longest, empty, low, high] =
      await one(connection, statistics(c, type).join(', '), heldTable);
    const groups = `SELECT ${c} AS v, count(*) AS n FROM ${heldTable} WHERE ${c} IS NOT NULL GROUP BY v`;
    const shown = type === 'BLOB' ? 'hex(array_slice(v, 1, 64))' : `left(${textSql('v', type)}, ${cutAt})`;
    const top = await connection.runAndReadAll(
      `WITH g AS MATERIALIZED (${groups}) SELECT ${shown} AS t, n, (SELECT count(*) FROM g) FROM g ORDER BY n DESC, v LIMIT ${mostTop}`,
    );
    const tops = top.getRows();
    const distinct = count(tops[0]?.[2]);
    const values = (at as { items?: readonly unknown[] } | null)?.items ?? [];
    return {
      column,
      rows: count(all),
      nulls: count(all) - count(given),
      distinct,
      ...optional({ min: cell(min), max: cell(max), mean: cell(mean), deviation: cell(deviation) }),
      quantiles: values.flatMap((value, i) => {
        const [place, shownValue] = [quantiles[i], cell(value)];
        return place === undefined || shownValue === undefined ? [] : [{ at: place, value: shownValue }];
      }),
      // Where every value is there once, none is more frequent than another.
      top:
        distinct === count(given) && distinct > mostTop
          ? []
          : tops.map(([value, n]) => ({ value: String(value), rows: count(n) })),
      ...(typeof low === 'number' &&
        typeof high === 'number' && {
          histogram: await histogram(connection, placeSql(c, type), low, high),
        }),
      ...(shortest !== null &&
        shortest !== undefined && {
          lengths: {
            min: count(shortest),
            mean: cell(meanLength) ?? '',
            max: count(longest),
            empty: count(empty),
          },
        }),
    };
  }, signal);
};

const optional = <T extends Record<string, string | undefined>>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]?: string;
  };
