/** The marks of a chart: summed up where the rows are, so that a screen gets hundreds of marks and never a million rows. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Chart, ChartData } from '../../contract/data.ts';
import { engineError } from '../../diagnostics/errors.ts';
import { type DataType, type Field, familyOf, fieldNamed, type Schema } from '../../schema/types.ts';
import { heldTable } from './held.ts';
import { isNumber, placeSql, sqlNumber } from './profile.ts';
import type { Found } from './store.ts';
import { held, textSql } from './wire.ts';

type Role = 'number' | 'time' | 'category';
type Axis = { readonly name: string; readonly sql: string; readonly role: Role; readonly type: DataType };

const mostCategories = 40;
const mostColours = 10;
const mostPoints = 4000;
const mostSteps = 400;
const binsOf = { histogram: 40, heat: 24, box: 12 } as const;

const roleOf = (type: DataType): Role =>
  isNumber(type) ? 'number' : ['date', 'timestamp'].includes(familyOf(type)) ? 'time' : 'category';

/** A column as an axis. Points in time are milliseconds since 1970, as charts take them. */
const axisOf = (schema: Schema, column: string, as?: Role): Axis => {
  const field: Field | undefined = fieldNamed(schema, column);
  if (field === undefined)
    throw engineError('query-failed', { problem: `the column “${column}” is not there any more` });
  const c = held(schema.indexOf(field));
  if (as === 'number' && !isNumber(field.type))
    throw engineError('query-failed', { problem: `the column “${column}” is ${field.type}, no number` });
  const role = as ?? roleOf(field.type);
  const sql =
    role === 'category'
      ? `left(${textSql(c, field.type)}, 200)`
      : role === 'time'
        ? `${placeSql(c, field.type)} * 1000`
        : placeSql(c, field.type);
  return { name: field.name, sql, role, type: field.type };
};

const aggregates = {
  count: () => 'count(*)',
  sum: (v: string) => `sum(${v})`,
  mean: (v: string) => `avg(${v})`,
  median: (v: string) => `median(${v})`,
  min: (v: string) => `min(${v})`,
  max: (v: string) => `max(${v})`,
} as const;

type Measure = { readonly sql: string; readonly label: string };

const measureOf = (schema: Schema, { aggregate, y }: Chart): Measure => {
  if (aggregate === 'count' || y === undefined) return { sql: 'count(*)', label: 'Rows' };
  return { sql: aggregates[aggregate](axisOf(schema, y, 'number').sql), label: `${aggregate} of ${y}` };
};

type Rows = ChartData['rows'];

const ask = async (connection: DuckDBConnection, sql: string): Promise<Rows> => {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map(row =>
    row.map(value => {
      if (value === null || value === undefined) return null;
      if (typeof value === 'bigint') return Number(value);
      return typeof value === 'number' || typeof value === 'string' ? value : String(value);
    }),
  );
};

const numberAt = (rows: Rows, column: number): number => Number(rows[0]?.[column] ?? 0);

/** A table expression that keeps the most frequent values of a category and how many there are. */
const frequent = async (connection: DuckDBConnection, axis: Axis, most: number) => {
  const rows = await ask(
    connection,
    `WITH g AS (SELECT ${axis.sql} AS v, count(*) AS n FROM ${heldTable} GROUP BY v) SELECT v, n, (SELECT count(*) FROM g) FROM g ORDER BY n DESC, v LIMIT ${most}`,
  );
  return { values: rows.map(row => row[0] ?? null), of: Number(rows[0]?.[2] ?? 0) };
};

const quoted = (value: string | number | null): string =>
  value === null ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`;

const among = (sql: string, values: readonly (string | number | null)[]): string => {
  const given = values.filter(v => v !== null);
  const parts = [
    ...(given.length > 0 ? [`${sql} IN (${given.map(quoted).join(', ')})`] : []),
    ...(values.length > given.length ? [`${sql} IS NULL`] : []),
  ];
  return parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`;
};

/** The lower edge of the bin of a value, for axes with more places than a chart can show. */
const binned = async (connection: DuckDBConnection, axis: Axis, most: number) => {
  const rows = await ask(
    connection,
    `SELECT min(p), max(p), count(DISTINCT p) FROM (SELECT ${axis.sql} AS p FROM ${heldTable})`,
  );
  const [low, high, places] = [numberAt(rows, 0), numberAt(rows, 1), numberAt(rows, 2)];
  const width = (high - low) / most;
  if (places <= most || !(width > 0)) return { sql: axis.sql, width: 0 };
  const index = `least(${most - 1}, floor((${axis.sql} - ${sqlNumber(low)}) / ${sqlNumber(width)}))`;
  return { sql: `${sqlNumber(low)} + ${sqlNumber(width)} * ${index}`, width };
};

type Field3 = ChartData['fields'][number];
const field = (name: string, role: Role, label: string): Field3 => ({ name, role, label });

type Part = Omit<ChartData, 'of'>;

/** Colours of the most frequent values; rows of other values are left out, which is said. */
const coloured = async (connection: DuckDBConnection, schema: Schema, colour: string | undefined) => {
  if (colour === undefined) return undefined;
  const axis = axisOf(schema, colour, 'category');
  const { values, of } = await frequent(connection, axis, mostColours);
  return {
    axis,
    where: of > values.length ? among(axis.sql, values) : 'true',
    shown: of > values.length ? { what: 'colours' as const, count: values.length, of } : undefined,
  };
};

const bar = async (connection: DuckDBConnection, schema: Schema, chart: Chart): Promise<Part> => {
  const x = axisOf(schema, chart.x, 'category');
  const { values, of } = await frequent(connection, x, mostCategories);
  const colour = await coloured(connection, schema, chart.colour);
  const measure = measureOf(schema, chart);
  const rows = await ask(
    connection,
    `SELECT ${x.sql} AS x, ${measure.sql} AS value${colour ? `, ${colour.axis.sql} AS colour` : ''} FROM ${heldTable}
     WHERE ${of > values.length ? among(x.sql, values) : 'true'} AND ${colour?.where ?? 'true'} GROUP BY ALL ORDER BY value DESC NULLS LAST, x`,
  );
  const shown =
    of > values.length ? { what: 'categories' as const, count: values.length, of } : colour?.shown;
  return {
    fields: [
      field('x', 'category', x.name),
      field('value', 'number', measure.label),
      ...(colour ? [field('colour', 'category', colour.axis.name)] : []),
    ],
    rows,
    ...(shown && { shown }),
  };
};

const line = async (connection: DuckDBConnection, schema: Schema, chart: Chart): Promise<Part> => {
  const x = axisOf(schema, chart.x);
  if (x.role === 'category') return bar(connection, schema, chart);
  const bin = await binned(connection, x, mostSteps);
  const colour = await coloured(connection, schema, chart.colour);
  const measure = measureOf(schema, chart);
  const rows = await ask(
    connection,
    `SELECT ${bin.sql} AS x, ${measure.sql} AS value${colour ? `, ${colour.axis.sql} AS colour` : ''} FROM ${heldTable}
     WHERE ${x.sql} IS NOT NULL AND ${colour?.where ?? 'true'} GROUP BY ALL ORDER BY x`,
  );
  return {
    fields: [
      field('x', x.role, x.name),
      field('value', 'number', measure.label),
      ...(colour ? [field('colour', 'category', colour.axis.name)] : []),
    ],
    rows,
    ...(colour?.shown && { shown: colour.shown }),
  };
};

const scatter = async (
  connection: DuckDBConnection,
  schema: Schema,
  chart: Chart,
  of: number,
): Promise<Part> => {
  const [x, y] = [axisOf(schema, chart.x), axisOf(schema, chart.y ?? chart.x)];
  const colour = await coloured(connection, schema, chart.colour);
  // The same rows each time: a chart that changes when it is drawn again tells nothing.
  const sample = of > mostPoints ? ` USING SAMPLE reservoir(${mostPoints} ROWS) REPEATABLE (1)` : '';
  const rows = await ask(
    connection,
    `SELECT ${x.sql} AS x, ${y.sql} AS y${colour ? `, ${colour.axis.sql} AS colour` : ''} FROM (SELECT * FROM ${heldTable}${sample})
     WHERE ${x.sql} IS NOT NULL AND ${y.sql} IS NOT NULL AND ${colour?.where ?? 'true'}`,
  );
  const shown = of > mostPoints ? { what: 'rows' as const, count: rows.length, of } : colour?.shown;
  return {
    fields: [
      field('x', x.role, x.name),
      field('y', y.role, y.name),
      ...(colour ? [field('colour', 'category', colour.axis.name)] : []),
    ],
    rows,
    ...(shown && { shown }),
  };
};

const histogram = async (connection: DuckDBConnection, schema: Schema, chart: Chart): Promise<Part> => {
  const x = axisOf(schema, chart.x);
  if (x.role === 'category') return bar(connection, schema, { ...chart, aggregate: 'count' });
  const colour = await coloured(connection, schema, chart.colour);
  const bin = await binned(connection, x, binsOf.histogram);
  const rows = await ask(
    connection,
    `SELECT ${bin.sql} AS x, (${bin.sql}) + ${sqlNumber(bin.width)} AS x2, count(*) AS value${colour ? `, ${colour.axis.sql} AS colour` : ''}
     FROM ${heldTable} WHERE ${x.sql} IS NOT NULL AND ${colour?.where ?? 'true'} GROUP BY ALL ORDER BY x`,
  );
  return {
    fields: [
      field('x', x.role, x.name),
      field('x2', x.role, x.name),
      field('value', 'number', 'Rows'),
      ...(colour ? [field('colour', 'category', colour.axis.name)] : []),
    ],
    rows,
    ...(colour?.shown && { shown: colour.shown }),
  };
};

const box = async (connection: DuckDBConnection, schema: Schema, chart: Chart): Promise<Part> => {
  const x = axisOf(schema, chart.x, 'category');
  const y = axisOf(schema, chart.y ?? chart.x, 'number');
  const { values, of } = await frequent(connection, x, mostCategories);
  const rows = await ask(
    connection,
    `WITH v AS (SELECT ${x.sql} AS x, ${y.sql} AS y FROM ${heldTable} WHERE ${of > values.length ? among(x.sql, values) : 'true'}),
     q AS (SELECT x, quantile_cont(y, 0.25) AS q1, quantile_cont(y, 0.5) AS q2, quantile_cont(y, 0.75) AS q3 FROM v WHERE y IS NOT NULL GROUP BY x)
     SELECT v.x, min(y) FILTER (WHERE y >= q1 - 1.5 * (q3 - q1)) AS low, any_value(q1), any_value(q2), any_value(q3), max(y) FILTER (WHERE y <= q3 + 1.5 * (q3 - q1)) AS high
     FROM v JOIN q ON v.x IS NOT DISTINCT FROM q.x WHERE y IS NOT NULL GROUP BY v.x ORDER BY v.x`,
  );
  return {
    fields: [
      field('x', 'category', x.name),
      ...['low', 'q1', 'median', 'q3', 'high'].map(name => field(name, 'number', y.name)),
    ],
    rows,
    ...(of > values.length && { shown: { what: 'categories' as const, count: values.length, of } }),
  };
};

const heat = async (connection: DuckDBConnection, schema: Schema, chart: Chart): Promise<Part> => {
  const measure = measureOf(schema, {
    ...chart,
    y: chart.colour,
    aggregate: chart.colour === undefined ? 'count' : chart.aggregate,
  });
  const sides = await Promise.all(
    [chart.x, chart.y ?? chart.x].map(async column => {
      const axis = axisOf(schema, column);
      if (axis.role === 'category') {
        const { values, of } = await frequent(connection, axis, mostCategories);
        return {
          axis,
          sql: axis.sql,
          width: 0,
          shown: of > values.length ? { what: 'categories' as const, count: values.length, of } : undefined,
          where: of > values.length ? among(axis.sql, values) : 'true',
        };
      }
      return {
        axis,
        ...(await binned(connection, axis, binsOf.heat)),
        shown: undefined,
        where: `${axis.sql} IS NOT NULL`,
      };
    }),
  );
  const [x, y] = sides;
  if (x === undefined || y === undefined) return { fields: [], rows: [] };
  const shown = x.shown ?? y.shown;
  const rows = await ask(
    connection,
    `SELECT ${x.sql} AS x, ${y.sql} AS y, ${measure.sql} AS value${x.width > 0 ? `, any_value(${x.sql}) + ${sqlNumber(x.width)} AS x2` : ''}${y.width > 0 ? `, any_value(${y.sql}) + ${sqlNumber(y.width)} AS y2` : ''}
     FROM ${heldTable} WHERE ${x.where} AND ${y.where} GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return {
    fields: [
      field('x', x.axis.role, x.axis.name),
      field('y', y.axis.role, y.axis.name),
      field('value', 'number', measure.label),
      ...(x.width > 0 ? [field('x2', x.axis.role, x.axis.name)] : []),
      ...(y.width > 0 ? [field('y2', y.axis.role, y.axis.name)] : []),
    ],
    rows,
    ...(shown && { shown }),
  };
};

const kinds = { bar, line, scatter, histogram, box, heat } as const;

export const chartOf = async ({ held: rows }: Found, chart: Chart, signal: AbortSignal): Promise<ChartData> =>
  rows.figures(
    async connection => ({
      ...(await kinds[chart.kind](connection, rows.schema, chart, rows.rows)),
      of: rows.rows,
    }),
    signal,
  );
