import { type DataType, familyOf } from '../../schema/types.ts';

/** A value as SQLite holds it; integers come as bigint, so that none is rounded. */
export type SqliteValue = bigint | number | string | Uint8Array | null;

/** A double as text that DuckDB casts back to the same double. */
const realText = (n: number): string =>
  Object.is(n, -0) ? '-0.0' : n === Infinity ? 'inf' : n === -Infinity ? '-inf' : `${n}`;

/** Bytes as DuckDB reads them in a cast to BLOB: `\x0A\xFF`. */
const blobText = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += `\\x${byte < 16 ? '0' : ''}${byte.toString(16).toUpperCase()}`;
  return text;
};

/** Bytes of DuckDB's text of a BLOB, where printable characters stand for themselves. */
export const blobBytes = (text: string): Uint8Array =>
  Buffer.from(
    text.replace(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** Any value as text; a whole real keeps its point, as in SQLite. */
const anyText = (value: Exclude<SqliteValue, null>): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 1e15 ? value.toFixed(1) : realText(value);
  return blobText(value);
};

type Render = (value: Exclude<SqliteValue, null>) => string | undefined;

const safe = 2n ** 53n;

/** A text value counts as a value of the type only where it is spelt like one. */
const spelt =
  (pattern: RegExp): Render =>
  value =>
    typeof value === 'string' && pattern.test(value) ? value : undefined;

const spelledInteger = spelt(/^[+-]?[0-9]+$/);
const spelledNumber = spelt(/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/);
const spelledTimestamp = spelt(/^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?$/);

const integer: Render = value =>
  typeof value === 'bigint'
    ? value.toString()
    : typeof value === 'number' && Number.isSafeInteger(value)
      ? value.toFixed(0)
      : spelledInteger(value);

const float: Render = value =>
  typeof value === 'number'
    ? realText(value)
    : typeof value === 'bigint'
      ? value <= safe && value >= -safe
        ? value.toString()
        : undefined
      : spelledNumber(value);

const boolean: Render = value =>
  value === 1n || value === 'true' ? 'true' : value === 0n || value === 'false' ? 'false' : undefined;

const decimal = (type: DataType): Render => {
  const scale = Number(/,\s*(\d+)\)$/.exec(type)?.[1] ?? 0);
  return value =>
    typeof value === 'bigint'
      ? value.toString()
      : typeof value === 'number'
        ? Number(value.toFixed(scale)) === value
          ? value.toFixed(scale)
          : undefined
        : spelledNumber(value);
};

/**
 * How values of a column become text for a type. The function gives undefined for a value that is not of the type:
 * nothing is rounded or guessed.
 */
export const renderer = (type: DataType): Render => {
  switch (familyOf(type)) {
    case 'text':
      return anyText;
    case 'integer':
      return integer;
    case 'float':
      return float;
    case 'decimal':
      return decimal(type);
    case 'boolean':
      return boolean;
    case 'date':
      return spelt(/^\d{4}-\d\d-\d\d$/);
    case 'timestamp':
      return spelledTimestamp;
    case 'blob':
      return value => (value instanceof Uint8Array ? blobText(value) : undefined);
    default:
      return anyText;
  }
};

/** Any value as text, for columns whose type the user set: the engine's cast decides. */
export const asText: Render = anyText;
