import type { DataType, Schema } from '../../schema/types.ts';
import { newName } from './quote.ts';

const columnTypes: Readonly<Record<string, string>> = {
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INTEGER: 'INT',
  BIGINT: 'BIGINT',
  UTINYINT: 'TINYINT UNSIGNED',
  USMALLINT: 'SMALLINT UNSIGNED',
  UINTEGER: 'INT UNSIGNED',
  UBIGINT: 'BIGINT UNSIGNED',
  HUGEINT: 'DECIMAL(39,0)',
  UHUGEINT: 'DECIMAL(39,0)',
  FLOAT: 'FLOAT',
  DOUBLE: 'DOUBLE',
  BOOLEAN: 'BOOLEAN',
  DATE: 'DATE',
  TIME: 'TIME(6)',
  TIME_NS: 'TIME(6)',
  TIMESTAMP: 'DATETIME(6)',
  TIMESTAMP_S: 'DATETIME',
  TIMESTAMP_MS: 'DATETIME(3)',
  TIMESTAMP_NS: 'DATETIME(6)',
  // TIMESTAMP ends in 2038 (or 2106), so instants are stored as UTC date and time.
  'TIMESTAMP WITH TIME ZONE': 'DATETIME(6)',
  BLOB: 'LONGBLOB',
  UUID: 'CHAR(36)',
  JSON: 'JSON',
};

/** The column type that holds a data type without loss; lists, structs and intervals become their text. */
export const columnTypeOf = (type: DataType): string => {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  // MySQL allows 30 digits behind the point.
  if (decimal && Number(decimal[2]) <= 30) return `DECIMAL(${decimal[1]},${decimal[2]})`;
  return Object.hasOwn(columnTypes, type) ? (columnTypes[type] ?? 'LONGTEXT') : 'LONGTEXT';
};

export const createTable = (quotedTable: string, schema: Schema): string => {
  const columns = schema.map(field => `${newName(field.name)} ${columnTypeOf(field.type)} NULL`);
  return `CREATE TABLE ${quotedTable} (${columns.join(', ')}) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4`;
};
