import type { Schema } from '../../schema/types.ts';
import type { Stage, World } from '../contract.ts';
import { stillThere } from '../database/chosen.ts';
import { csvBuffer } from '../database/csv-buffer.ts';
import { endpointOf } from '../database/endpoint.ts';
import type { MysqlSourceOptions } from '../database/options.ts';
import {
  connectionsFor,
  partitionColumn,
  type SliceReader,
  shareOut,
  slicesBetween,
} from '../database/partition.ts';
import { whereClause } from '../database/query-text.ts';
import type { SliceKind } from '../database/slices.ts';
import { type StageFile, stageFile } from '../database/stage-file.ts';
import { type Bytes, mysqlKind, type Session, withSession } from './connect.ts';
import { cellWriters, writeRow } from './csv.ts';
import { beginReading, schemaOf, serverColumns, sourceClause } from './describe.ts';
import { queryError } from './errors.ts';
import { quoteName } from './quote.ts';
import { withReaders } from './readers.ts';
import { readable, type ServerColumn, sliceKind } from './types.ts';

const flushAt = 1 << 18;

/** Writes a statement's rows into the file, whole rows at a time, so that several may write into one file. */
const pour = async (
  rows: AsyncIterable<readonly Bytes[]>,
  writers: ReturnType<typeof cellWriters>,
  file: StageFile,
  onRows: (rows: number, bytes: number) => void,
): Promise<void> => {
  const csv = csvBuffer();
  let waiting = 0;
  const flush = async () => {
    const chunk = csv.take();
    await file.write(chunk);
    onRows(waiting, chunk.length);
    waiting = 0;
  };
  for await (const row of rows) {
    writeRow(csv, row, writers);
    waiting++;
    if (csv.size() >= flushAt) await flush();
  }
  await flush();
};

/** A bound with the type of its column, so that an index on the column still serves. */
const bounded: Readonly<Record<SliceKind, (bound: string) => string>> = {
  integer: bound => bound,
  number: bound => bound,
  date: bound => `DATE'${bound}'`,
  timestamp: bound => `TIMESTAMP'${bound}'`,
};

/** `0000-00-00` and its kin are on no calendar; they go to the first slice. */
const onCalendar: Readonly<Record<SliceKind, string | undefined>> = {
  integer: undefined,
  number: undefined,
  date: ">= DATE'0001-01-01'",
  timestamp: ">= TIMESTAMP'0001-01-01 00:00:00'",
};

const reference = (name: string): string => `\`q\`.${quoteName(name)}`;

/** One condition a slice, from the smallest and largest value of the partition's column. */
const slicesOf = async (
  session: Session,
  options: MysqlSourceOptions,
  columns: readonly ServerColumn[],
): Promise<readonly string[]> => {
  const { partition } = options;
  if (!partition || partition.parts === 1) return ['TRUE'];
  const { column, kind } = partitionColumn(columns, schemaOf(columns, options), partition.column, sliceKind);
  const q = reference(column.name);
  const finite = onCalendar[kind] && `${q} ${onCalendar[kind]}`;
  const rows = await session.texts(
    `SELECT min(${q}), max(${q}) FROM ${sourceClause(options)}${whereClause([options.where, finite])}`,
  );
  return slicesBetween(rows[0] ?? [], { reference: q, kind, literal: bounded[kind] }, partition.parts);
};

/** Streams every row into the stage's CSV file: one state of the server, at most four connections, memory bounded. */
export const load = async (
  options: MysqlSourceOptions,
  columns: Schema,
  stage: Stage,
  world: World,
): Promise<void> => {
  const endpoint = await endpointOf(options.connection, mysqlKind, world);
  const file = stageFile(stage.csvFile());
  const done = { rows: 0, bytes: 0 };
  const onRows = (rows: number, bytes: number) => {
    done.rows += rows;
    done.bytes += bytes;
    world.progress({ ...done });
  };
  try {
    await withSession(endpoint, world, async session => {
      await beginReading(session);
      const all = await serverColumns(session, options);
      const server = stillThere(all, schemaOf(all, options), columns, options);
      // The driver stumbles over names such as `__proto__`, so it is shown names of ours.
      const list = server
        .map((column, i) => `${readable(column, reference(column.name))} AS c${i}`)
        .join(', ');
      const sql = (slice: string) =>
        `SELECT ${list} FROM ${sourceClause(options)}${whereClause([options.where, slice])}`;
      const writers = cellWriters(server, options);
      const reading =
        (on: Session): SliceReader =>
        async next => {
          for (let slice = next(); slice !== undefined; slice = next())
            await pour(on.stream(sql(slice)), writers, file, onRows);
        };
      const slices = await slicesOf(session, options, all);
      const count = connectionsFor(slices);
      if (count === 1) await shareOut(slices, [reading(session)]);
      else
        await withReaders(session, count, options, endpoint, world, readers =>
          shareOut(readers.length === 1 ? ['TRUE'] : slices, readers.map(reading)),
        );
    });
    await file.close();
  } catch (error) {
    file.drop();
    throw queryError(error, endpoint, false);
  }
};
