import type { Schema } from '../../schema/types.ts';
import type { Described, World } from '../contract.ts';
import { chosenFields } from '../database/chosen.ts';
import { endpointOf } from '../database/endpoint.ts';
import { shownTable, tableName, unknownTable } from '../database/names.ts';
import type { PostgresSourceOptions } from '../database/options.ts';
import { partitionColumn } from '../database/partition.ts';
import { fromClause, whereClause } from '../database/query-text.ts';
import { raisedFrom } from '../database/raised.ts';
import { postgresKind, type Session, withSession } from './connect.ts';
import { queryError } from './errors.ts';
import { quoteTable } from './quote.ts';
import { dataTypeOf, type ServerColumn, type ServerType, sliceKind } from './types.ts';

/** `"schema"."table" AS "q"` or `(the query) AS "q"`. */
export const sourceClause = (options: PostgresSourceOptions): string =>
  fromClause(
    options,
    options.table === undefined ? undefined : quoteTable(tableName(options.table, '"')),
    '"q"',
  );

const typesOf = async (
  session: Session,
  oids: readonly number[],
): Promise<ReadonlyMap<string, ServerType>> => {
  const { rows } = await session.query(
    `SELECT t.oid::text, t.typname::text, CASE WHEN t.typcategory = 'A' THEN coalesce(b.typname, e.typname)::text END
     FROM pg_catalog.pg_type t
     LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem
     LEFT JOIN pg_catalog.pg_type b ON b.oid = e.typbasetype
     WHERE t.oid = ANY ($1::oid[])`,
    [`{${oids.join(',')}}`],
  );
  return new Map(
    rows.map(([oid, name, element]) => [
      oid ?? '',
      { name: name ?? '', ...(typeof element === 'string' && { element }) } satisfies ServerType,
    ]),
  );
};

const someTables = async (session: Session): Promise<readonly string[]> => {
  await session.query('ROLLBACK');
  const { rows } = await session.query(
    `SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     ORDER BY 1 LIMIT 500`,
  );
  return rows.map(row => row[0] ?? '');
};

/** The columns that the server would give for the options; no row is read. Leaves the transaction open. */
export const serverColumns = async (
  session: Session,
  options: PostgresSourceOptions,
): Promise<readonly ServerColumn[]> => {
  const sql = `SELECT * FROM ${sourceClause(options)}${whereClause([options.where])} LIMIT 0`;
  const result = await session.query(sql).catch(async (error: unknown) => {
    const missing = raisedFrom(error).code === '42P01' || raisedFrom(error).code === '3F000';
    if (!missing || options.table === undefined) throw error;
    const name = shownTable(tableName(options.table, '"'));
    throw unknownTable(name, await someTables(session), new Error(raisedFrom(error).message));
  });
  const types = await typesOf(session, [...new Set(result.fields.map(field => field.dataTypeID))]);
  return result.fields.map(field => ({
    name: field.name,
    type: types.get(String(field.dataTypeID)) ?? { name: 'unknown' },
    modifier: field.dataTypeModifier,
  }));
};

/** The schema of server columns. */
export const schemaOf = (columns: readonly ServerColumn[], options: PostgresSourceOptions): Schema =>
  columns.map(column => ({
    name: column.name,
    type: dataTypeOf(column.type, column.modifier, options.unboundedNumeric),
  }));

/** Begins a transaction in which nothing can be changed and every statement sees the same rows. */
export const beginReading = (session: Session): Promise<unknown> =>
  session.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');

/** Names and types of a table or query, from the server, without reading a row. */
export const describe = async (options: PostgresSourceOptions, world: World): Promise<Described> => {
  const endpoint = await endpointOf(options.connection, postgresKind, world);
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
