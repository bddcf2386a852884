import type { Readable } from 'node:stream';
import { engineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import type { Stage, World } from '../contract.ts';
import { stillThere } from '../database/chosen.ts';
import { csvStart, lastRowEnd } from '../database/csv.ts';
import { type Endpoint, endpointOf } from '../database/endpoint.ts';
import type { PostgresSourceOptions } from '../database/options.ts';
import {
  connectionsFor,
  partitionColumn,
  type SliceReader,
  shareOut,
  slicesBetween,
} from '../database/partition.ts';
import { whereClause } from '../database/query-text.ts';
import { raisedFrom } from '../database/raised.ts';
import { type StageFile, stageFile } from '../database/stage-file.ts';
import { postgresKind, type Session, withSession } from './connect.ts';
import { beginReading, schemaOf, serverColumns, sourceClause } from './describe.ts';
import { queryError } from './errors.ts';
import { quoteText } from './quote.ts';
import { type ServerColumn, sliceKind, textOf, type Unreadable, unreadableIn } from './types.ts';

/** `"q"."name"`; a name of a query's result may be longer than any table's, so it is not checked again. */
const reference = (name: string): string => `"q"."${name.replaceAll('"', '""')}"`;

/** One condition a slice, from the smallest and largest value of the partition's column. */
const slicesOf = async (
  session: Session,
  options: PostgresSourceOptions,
  columns: readonly ServerColumn[],
) => {
  const { partition } = options;
  if (!partition || partition.parts === 1) return ['TRUE'];
  const { column, kind } = partitionColumn(columns, schemaOf(columns, options), partition.column, sliceKind);
  const q = reference(column.name);
  const float = /^(numeric|float[48])$/.test(column.type.name);
  const endless = `${q}::text NOT IN ('NaN', 'Infinity', '-Infinity')`;
  const finite = kind === 'integer' ? undefined : float ? endless : `isfinite(${q})`;
  const { rows } = await session.query(
    `SELECT min(${q})::text, max(${q})::text FROM ${sourceClause(options)}${whereClause([options.where, finite])}`,
  );
  // The bound has the column's own type, so that an index on the column still serves.
  const literal = (bound: string) => `${quoteText(bound)}::${column.type.name}`;
  return slicesBetween(rows[0] ?? [], { reference: q, kind, literal }, partition.parts);
};

/** Writes a COPY's rows into the file, whole rows at a time, so that several may write into one file. */
const pour = async (
  copy: Readable,
  file: StageFile,
  onRows: (rows: number, bytes: number) => void,
): Promise<void> => {
  let position = csvStart;
  let rest: Buffer[] = [];
  for await (const chunk of copy as AsyncIterable<Buffer>) {
    const { end, after } = lastRowEnd(chunk, position);
    onRows(after.rows - position.rows, chunk.length);
    position = after;
    if (end === 0) {
      rest.push(chunk);
      continue;
    }
    const whole =
      rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([...rest, chunk.subarray(0, end)]);
    rest = end === chunk.length ? [] : [chunk.subarray(end)];
    await file.write(whole);
  }
};

const why: Readonly<Record<Unreadable, readonly [string, string]>> = {
  dimensions: ['an array of more than one dimension', 'Read its text instead, with a query and “::text”'],
  nan: [
    'which a decimal cannot hold',
    'Cast the column to “double precision” in a query, or filter such rows',
  ],
  interval: ['an interval without end', 'Filter such rows'],
};

/** The error of a read: a value that has no place in its data type is named with its column. */
const readError = (error: unknown, columns: Schema, endpoint: Endpoint) => {
  const found = unreadableIn(raisedFrom(error).message);
  if (!found) return queryError(error, endpoint, false);
  const [reason, way] = why[found.why];
  const column = columns[found.column]?.name ?? '';
  return engineError('database-value', { column, value: found.value, why: reason, way });
};

/** Streams every row into the stage's CSV file: one snapshot, at most four connections, memory bounded. */
export const load = async (
  options: PostgresSourceOptions,
  columns: Schema,
  stage: Stage,
  world: World,
): Promise<void> => {
  const endpoint = await endpointOf(options.connection, postgresKind, world);
  const file = stageFile(stage.csvFile());
  const done = { rows: 0, bytes: 0 };
  const onRows = (rows: number, bytes: number) => {
    done.rows += rows;
    done.bytes += bytes;
    world.progress({ ...done });
  };
  const copying =
    (session: Session, sql: (slice: string) => string): SliceReader =>
    async next => {
      for (let slice = next(); slice !== undefined; slice = next())
        await pour(session.copyOut(sql(slice)), file, onRows);
    };
  try {
    await withSession(endpoint, world, async session => {
      await beginReading(session);
      const all = await serverColumns(session, options);
      const server = stillThere(all, schemaOf(all, options), columns, options);
      const slices = await slicesOf(session, options, all);
      const texts = server.map((column, i) =>
        textOf(column, options.unboundedNumeric, reference(column.name), i),
      );
      const sql = (slice: string) =>
        `COPY (SELECT ${texts.join(', ')} FROM ${sourceClause(options)}${whereClause([options.where, slice])}) TO STDOUT (FORMAT csv, ENCODING 'UTF8')`;
      const others = connectionsFor(slices) - 1;
      const snapshot =
        others > 0 ? (await session.query('SELECT pg_export_snapshot()')).rows[0]?.[0] : undefined;
      const helper: SliceReader = next =>
        withSession(endpoint, world, async other => {
          await beginReading(other);
          await other.query(`SET TRANSACTION SNAPSHOT ${quoteText(snapshot ?? '')}`);
          await copying(other, sql)(next);
        });
      await shareOut(slices, [copying(session, sql), ...Array.from({ length: others }, () => helper)]);
    });
    await file.close();
  } catch (error) {
    file.drop();
    throw readError(error, columns, endpoint);
  }
};
