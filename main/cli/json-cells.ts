/** Cells as JSON that loses nothing: what a double cannot hold stays text. */
import type { Cell } from '../../engine/connectors/contract.ts';
import { isNestedType } from '../../engine/schema/nested.ts';
import type { Schema } from '../../engine/schema/types.ts';

const small = /^U?(TINYINT|SMALLINT|INTEGER)$/;

/** A number as its digits without zeros around them, and an exponent: `12.50` and `1.25e1` are both `125e-1`. */
const digitsOf = (text: string): string => {
  const [, sign = '', whole = '', rest = '', exponent = '0'] =
    /^(-?)(\d+)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = (whole + rest).replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  return `${sign}${short}e${short === '' ? 0 : Number(exponent) - rest.length + digits.length - short.length}`;
};

/** Whether a reader that knows doubles only has the same digits again: long decimals do not survive that. */
const isExact = (text: string): boolean =>
  /^-?\d+$/.test(text)
    ? Number.isSafeInteger(Number(text))
    : digitsOf(text) === digitsOf(String(Number(text))) || Number(text) === 0;

/** JSON text whose numbers survive a reader that knows doubles only: those it would change become texts. */
const safeNumbers = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?(?:\d[\d.eE+-]*|Infinity\b|inf\b)|\bNaN\b|\bnan\b/g, token =>
    token.startsWith('"') || (/\d/.test(token) && isExact(token)) ? token : JSON.stringify(token),
  );

const names: Readonly<Record<string, string>> = { nan: 'NaN', inf: 'Infinity', '-inf': '-Infinity' };

/** One cell, as the engine prints it, as JSON text. */
const jsonCell = (type: string, cell: Cell): string => {
  if (cell === null) return 'null';
  if (type === 'BOOLEAN') return cell === 'true' ? 'true' : 'false';
  if (small.test(type)) return cell;
  if (type === 'DOUBLE' || type === 'FLOAT') {
    const number = Number(cell);
    return Number.isFinite(number)
      ? Object.is(number, -0)
        ? '-0.0'
        : String(number)
      : JSON.stringify(names[cell] ?? cell);
  }
  return isNestedType(type) ? safeNumbers(cell) : JSON.stringify(cell);
};

export const jsonRow = (columns: Schema, row: readonly Cell[]): string =>
  `[${columns.map((c, i) => jsonCell(c.type, row[i] ?? null)).join(',')}]`;
