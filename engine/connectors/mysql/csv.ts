import { engineError } from '../../diagnostics/errors.ts';
import type { CsvBuffer } from '../database/csv-buffer.ts';
import type { MysqlSourceOptions } from '../database/options.ts';
import { knownAs, type ServerColumn, type Shape } from './types.ts';

/** Puts one cell that is not null into the CSV. */
export type CellWriter = (csv: CsvBuffer, bytes: Buffer) => void;

const refused = (column: string, value: string, why: string, way: string) =>
  engineError('database-value', { column, value: value.slice(0, 40), why, way });

/** `0000-00-00`, `2020-00-15`: dates that MySQL holds and no calendar has. */
const impossible = (bytes: Buffer): boolean =>
  (bytes[5] === 0x30 && bytes[6] === 0x30) || (bytes[8] === 0x30 && bytes[9] === 0x30);

const dates =
  (column: string, zeroDates: MysqlSourceOptions['zeroDates'], suffix: string): CellWriter =>
  (csv, bytes) => {
    if (!impossible(bytes)) {
      csv.raw(bytes);
      csv.ascii(suffix);
    } else if (zeroDates === 'error')
      throw refused(
        column,
        bytes.toString(),
        'which is not a date',
        'Set “zeroDates” to “null” to read such dates as missing',
      );
  };

const boolean =
  (column: string): CellWriter =>
  (csv, bytes) => {
    const value = bytes.toString('latin1');
    if (value !== '0' && value !== '1')
      throw refused(
        column,
        value,
        'which is neither true (1) nor false (0)',
        'Set “tinyInt1” to “integer” to read the column as a number',
      );
    csv.ascii(value === '1' ? 'true' : 'false');
  };

const time =
  (column: string): CellWriter =>
  (csv, bytes) => {
    const value = bytes.toString('latin1');
    if (!/^([01]\d|2[0-3]):/.test(value))
      throw refused(
        column,
        value,
        'which is a duration and not a time of day',
        'Read its seconds, with “TIME_TO_SEC” in a query',
      );
    csv.ascii(value);
  };

const writerFor = (shape: Shape, column: string, zeroDates: MysqlSourceOptions['zeroDates']): CellWriter => {
  switch (shape) {
    case 'number':
      return (csv, bytes) => csv.raw(bytes);
    case 'text':
      return (csv, bytes) => csv.quoted(bytes);
    case 'blob':
      return (csv, bytes) => csv.blob(bytes);
    case 'boolean':
      return boolean(column);
    case 'time':
      return time(column);
    case 'date':
    case 'timestamp':
      return dates(column, zeroDates, '');
    // The session's time zone is UTC, which the text does not say.
    case 'instant':
      return dates(column, zeroDates, '+00');
  }
};

/** For each column, how its cells become CSV. */
export const cellWriters = (
  columns: readonly ServerColumn[],
  options: MysqlSourceOptions,
): readonly CellWriter[] =>
  columns.map(column => writerFor(knownAs(column, options).shape, column.name, options.zeroDates));

/** Puts one row into the CSV: null is nothing at all, an empty text is `""`. */
export const writeRow = (
  csv: CsvBuffer,
  row: readonly (Buffer | null)[],
  writers: readonly CellWriter[],
): void => {
  for (let i = 0; i < writers.length; i++) {
    if (i > 0) csv.ascii(',');
    const cell = row[i];
    if (cell !== null && cell !== undefined) writers[i]?.(csv, cell);
  }
  csv.ascii('\n');
};
