import type { DataType, Schema } from '../../schema/types.ts';
import { arrayElement } from './cells.ts';
import { quoteName } from './quote.ts';

const columnTypes: Readonly<Record<string, string>> = {
  TINYINT: 'smallint',
  SMALLINT: 'smallint',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  UTINYINT: 'smallint',
  USMALLINT: 'integer',
  UINTEGER: 'bigint',
  UBIGINT: 'numeric(20,0)',
  HUGEINT: 'numeric(39,0)',
  UHUGEINT: 'numeric(39,0)',
  BIGNUM: 'numeric',
  FLOAT: 'real',
  DOUBLE: 'double precision',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIME: 'time',
  TIME_NS: 'time',
  'TIME WITH TIME ZONE': 'timetz',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_S: 'timestamp',
  TIMESTAMP_MS: 'timestamp',
  TIMESTAMP_NS: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamptz',
  INTERVAL: 'interval',
  BLOB: 'bytea',
  UUID: 'uuid',
  JSON: 'jsonb',
};

/** The column type that holds a data type without loss; structs, maps and nested lists become their text. */
export const columnTypeOf = (type: DataType): string => {
  const element = arrayElement(type);
  if (element !== undefined) return `${columnTypeOf(element)}[]`;
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  if (decimal) return `numeric(${decimal[1]},${decimal[2]})`;
  return Object.hasOwn(columnTypes, type) ? (columnTypes[type] ?? 'text') : 'text';
};

export const createTable = (quotedTable: string, schema: Schema): string =>
  `CREATE TABLE ${quotedTable} (${schema.map(f => `${quoteName(f.name)} ${columnTypeOf(f.type)}`).join(', ')})`;
