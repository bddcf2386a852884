import { differences, digestOf, digestSql } from './digest.mjs';
import { duck, identifier, literal } from './duck.mjs';

/** @param {readonly import('./digest.mjs').Column[]} columns */
const csvTypes = columns => columns.map(c => `${literal(c.name)}: ${literal(c.type)}`).join(', ');

/**
 * The relation that reads a result back. CSV gets its types from the case, so that no guess hides a difference.
 * @param {string} path
 * @param {'parquet' | 'csv'} format
 * @param {readonly import('./digest.mjs').Column[]} columns
 */
const relationOf = (path, format, columns) =>
  format === 'parquet'
    ? `read_parquet(${literal(path)})`
    : `read_csv(${literal(path)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
        columns = {${csvTypes(columns)}})`;

/** @param {string} path @param {'parquet' | 'csv'} format */
const columnNames = async (path, format) => {
  const from = format === 'parquet' ? 'read_parquet' : 'read_csv';
  const rows = await duck([
    `DESCRIBE SELECT * FROM ${from}(${literal(path)}${format === 'csv' ? ', all_varchar = true, header = true' : ''})`,
  ]);
  return rows.map(row => String(row.column_name));
};

/**
 * The digest of a query's rows: what every system must arrive at.
 * @param {string} sql
 * @param {readonly import('./digest.mjs').Column[]} columns
 */
export const digestOfQuery = async (sql, columns) => {
  const [row] = await duck([digestSql(`(${sql})`, columns)]);
  return digestOf(row ?? {});
};

/**
 * Compares a result file with what it should hold: column names and their order, rows, sums, hashes of whole rows.
 * @param {{ path: string, format: 'parquet' | 'csv', columns: readonly import('./digest.mjs').Column[],
 *   expected: import('./digest.mjs').Digest }} result
 * @returns {Promise<string[]>} what differs, in words; empty when the result is right
 */
export const mismatches = async ({ path, format, columns, expected }) => {
  try {
    const names = await columnNames(path, format);
    const wanted = columns.map(column => column.name);
    if (names.join('\0') !== wanted.join('\0'))
      return [`columns ${names.map(identifier).join(', ')} instead of ${wanted.map(identifier).join(', ')}`];
    const [row] = await duck([digestSql(relationOf(path, format, columns), columns)]);
    return differences(expected, digestOf(row ?? {}));
  } catch (error) {
    return [`the result cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
};
