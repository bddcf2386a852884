import type { Schema } from '../../schema/types.ts';
import type { Described, World } from '../contract.ts';
import { chosenFields } from '../database/chosen.ts';
import { endpointOf } from '../database/endpoint.ts';
import { shownTable, tableName, unknownTable } from '../database/names.ts';
import type { MysqlSourceOptions } from '../database/options.ts';
import { partitionColumn } from '../database/partition.ts';
import { fromClause, whereClause } from '../database/query-text.ts';
import { raisedFrom } from '../database/raised.ts';
import { mysqlKind, type Session, withSession } from './connect.ts';
import { queryError } from './errors.ts';
import { quoteTable } from './quote.ts';
import { knownAs, type ServerColumn, sliceKind } from './types.ts';

/** The quoted table or `(the query)`, as `q`. */
export const sourceClause = (options: MysqlSourceOptions): string =>
  fromClause(
    options,
    options.table === undefined ? undefined : quoteTable(tableName(options.table, '`')),
    '`q`',
  );

/** Begins a transaction in which nothing can be changed and every statement sees the same rows. */
export const beginReading = async (session: Session): Promise<void> => {
  await session.query(repeatable);
  await session.query(beginSnapshot);
};

export const repeatable = 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ';
export const beginSnapshot = 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY';

/** Names of tables that the user may see: those of the connection's database without a prefix. */
export const someTables = async (session: Session): Promise<readonly string[]> => {
  const rows = await session.texts(
    `SELECT IF(table_schema = DATABASE(), table_name, CONCAT(table_schema, '.', table_name)) AS name
     FROM information_schema.tables
     WHERE table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY 1 LIMIT 500`,
  );
  return rows.map(row => row[0] ?? '');
};

/** The columns that the server would give for the options; no row is read. */
export const serverColumns = async (
  session: Session,
  options: MysqlSourceOptions,
): Promise<readonly ServerColumn[]> => {
  const sql = `SELECT * FROM ${sourceClause(options)}${whereClause([options.where])} LIMIT 0`;
  return session.columns(sql).catch(async (error: unknown) => {
    if (raisedFrom(error).number !== 1146 || options.table === undefined) throw error;
    const name = shownTable(tableName(options.table, '`'));
    throw unknownTable(name, await someTables(session), new Error(raisedFrom(error).message));
  });
};

export const schemaOf = (columns: readonly ServerColumn[], options: MysqlSourceOptions): Schema =>
  columns.map(column => ({ name: column.name, type: knownAs(column, options).type }));

/** Names and types of a table or query, from the server, without reading a row. */
export const describe = async (options: MysqlSourceOptions, world: World): Promise<Described> => {
  const endpoint = await endpointOf(options.connection, mysqlKind, world);
  return withSession(endpoint, world, async session => {
    try {
      await beginReading(session);
      const columns = await serverColumns(session, options);
      const schema = schemaOf(columns, options);
      if (options.partition) partitionColumn(columns, schema, options.partition.column, sliceKind);
      return { columns: chosenFields(schema, options), options: JSON.parse(JSON.stringify(options)) };
    } catch (error) {
      throw queryError(error, endpoint, false);
    }
  });
};
