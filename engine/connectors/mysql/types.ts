import type { DataType } from '../../schema/types.ts';
import type { SliceKind } from '../database/slices.ts';

/** One column of a result, as the protocol tells it. */
export type ServerColumn = {
  readonly name: string;
  /** The protocol's type number. */
  readonly type: number;
  readonly unsigned: boolean;
  /** Character set 63: bytes, not text. */
  readonly binary: boolean;
  /** Display width in characters or bytes. */
  readonly length: number;
  readonly decimals: number;
  /** MariaDB's name for types that the protocol has no number for. */
  readonly extended?: string;
};

/** How a column's bytes become text that DuckDB casts to the data type. */
export type Shape = 'number' | 'text' | 'blob' | 'boolean' | 'date' | 'timestamp' | 'instant' | 'time';

type TypeChoice = { readonly tinyInt1: 'boolean' | 'integer' };

type Known = { readonly type: DataType; readonly shape: Shape };

const number = (type: DataType): Known => ({ type, shape: 'number' });
const text: Known = { type: 'VARCHAR', shape: 'text' };
const blob: Known = { type: 'BLOB', shape: 'blob' };

const decimal = (column: ServerColumn): Known => {
  // The width counts the sign and the point, which the precision does not.
  const precision = column.length - (column.unsigned ? 0 : 1) - (column.decimals > 0 ? 1 : 0);
  return precision >= 1 && precision <= 38 && column.decimals <= precision
    ? number(`DECIMAL(${precision},${column.decimals})`)
    : text;
};

/** The data type and shape of a column. What has no counterpart (JSON, ENUM, SET, INET6 …) is its text. */
export const knownAs = (column: ServerColumn, choice: TypeChoice): Known => {
  const whole = (signed: string) => number(column.unsigned ? `U${signed}` : signed);
  switch (column.type) {
    case 0:
    case 246:
      return decimal(column);
    case 1:
      return column.length === 1 && !column.unsigned && choice.tinyInt1 === 'boolean'
        ? { type: 'BOOLEAN', shape: 'boolean' }
        : whole('TINYINT');
    case 2:
      return whole('SMALLINT');
    case 3:
    case 9:
      return whole('INTEGER');
    case 4:
      return number('FLOAT');
    case 5:
      return number('DOUBLE');
    case 8:
      return whole('BIGINT');
    case 13:
      return number('INTEGER');
    case 16:
      return column.length === 1 ? { type: 'BOOLEAN', shape: 'boolean' } : number('UBIGINT');
    case 7:
    case 17:
      return { type: 'TIMESTAMP WITH TIME ZONE', shape: 'instant' };
    case 10:
    case 14:
      return { type: 'DATE', shape: 'date' };
    case 11:
    case 19:
      return { type: 'TIME', shape: 'time' };
    case 12:
    case 18:
      return { type: 'TIMESTAMP', shape: 'timestamp' };
    case 255:
      return blob;
    case 249:
    case 250:
    case 251:
    case 252:
    case 253:
    case 254:
    case 15:
      if (column.extended === 'uuid') return { type: 'UUID', shape: 'text' };
      return column.binary && column.extended === undefined ? blob : text;
    default:
      return text;
  }
};

/**
 * The SQL that gives a column so that its text is exact. MySQL prints a FLOAT with six digits and a BIT as bytes;
 * as a double and a number they are whole.
 */
export const readable = (column: ServerColumn, reference: string): string => {
  if (column.type === 4) return `(${reference} + 0e0)`;
  return column.type === 16 ? `(${reference} + 0)` : reference;
};

/** How a column splits into slices, or undefined when it cannot. A YEAR cannot: MySQL reads 29 as 2029. */
export const sliceKind = (column: ServerColumn): SliceKind | undefined => {
  switch (column.type) {
    case 1:
    case 2:
    case 3:
    case 8:
    case 9:
      return 'integer';
    case 0:
    case 4:
    case 5:
    case 246:
      return 'number';
    case 10:
    case 14:
      return 'date';
    case 7:
    case 12:
    case 17:
    case 18:
      return 'timestamp';
    default:
      return undefined;
  }
};
