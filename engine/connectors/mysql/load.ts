import type { Schema } from '../../schema/types.ts';
import type { Stage, World } from '../contract.ts';
import { stillThere } from '../database/chosen.ts';
import { csvBuffer } from '../database/csv-buffer.ts';
import { endpointOf } from '../database/endpoint.ts';
import type { MysqlSourceOptions } from '../database/options.ts';
import { whereClause } from '../database/query-text.ts';
import { type StageFile, stageFile } from '../database/stage-file.ts';
import { type Bytes, mysqlKind, type Session, withSession } from './connect.ts';
import { cellWriters, writeRow } from './csv.ts';
import { beginReading, schemaOf, serverColumns, sourceClause } from './describe.ts';
import { queryError } from './errors.ts';
import { quoteName } from './quote.ts';
import { readable } from './types.ts';

const flushAt = 1 << 18;

const pour = async (
  session: Session,
  sql: string,
  writers: ReturnType<typeof cellWriters>,
  file: StageFile,
  world: World,
): Promise<void> => {
  const csv = csvBuffer();
  const done = { rows: 0, bytes: 0 };
  const flush = async () => {
    const chunk = csv.take();
    done.bytes += chunk.length;
    await file.write(chunk);
    world.progress({ ...done });
  };
  for await (const row of session.stream(sql) as AsyncIterable<readonly Bytes[]>) {
    writeRow(csv, row, writers);
    done.rows++;
    if (csv.size() >= flushAt) await flush();
  }
  await flush();
};

/**
 * Streams every row into the stage's CSV file from one consistent snapshot; memory stays bounded.
 * MySQL cannot share a snapshot between connections, so `partition` splits only a run on Spark.
 */
export const load = async (
  options: MysqlSourceOptions,
  columns: Schema,
  stage: Stage,
  world: World,
): Promise<void> => {
  const endpoint = endpointOf(options.connection, mysqlKind, world);
  const file = stageFile(stage.csvFile());
  try {
    await withSession(endpoint, world, async session => {
      await beginReading(session);
      const all = await serverColumns(session, options);
      const server = stillThere(all, schemaOf(all, options), columns, options);
      // The driver stumbles over names such as `__proto__`, so it is shown names of ours.
      const list = server
        .map((column, i) => `${readable(column, `\`q\`.${quoteName(column.name)}`)} AS c${i}`)
        .join(', ');
      const sql = `SELECT ${list} FROM ${sourceClause(options)}${whereClause([options.where])}`;
      await pour(session, sql, cellWriters(server, options), file, world);
    });
    await file.close();
  } catch (error) {
    file.drop();
    throw queryError(error, endpoint, false);
  }
};
