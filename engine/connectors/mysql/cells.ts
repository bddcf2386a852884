import { engineError } from '../../diagnostics/errors.ts';
import type { DataType, Schema } from '../../schema/types.ts';
import type { Cell } from '../contract.ts';
import { hexOfBlobText, utcText } from '../database/texts.ts';
import { dataLiteral } from './quote.ts';

type Literal = (text: string) => string;

const refused = (column: string, value: string, why: string) =>
  engineError('database-value', {
    column,
    value,
    why,
    way: 'Filter such rows, or turn the column into text first',
  });

const finite =
  (column: string): Literal =>
  text => {
    if (/^[-+]?(nan|inf)/i.test(text)) throw refused(column, text, 'which MySQL has no number for');
    return dataLiteral(text);
  };

const inCalendar =
  (column: string, utc: boolean): Literal =>
  text => {
    const value = utc ? utcText(text) : text;
    if (!/^\d{4}-/.test(value) || value.includes('BC'))
      throw refused(column, text, 'which is outside the years 0 to 9999 that MySQL can hold');
    return dataLiteral(value);
  };

const literalFor = (type: DataType, column: string): Literal => {
  if (type === 'DOUBLE' || type === 'FLOAT') return finite(column);
  if (type === 'BOOLEAN') return text => (text === 'true' ? '1' : '0');
  if (type === 'BLOB') return text => `x'${hexOfBlobText(text)}'`;
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) return inCalendar(column, type.endsWith('ZONE'));
  return dataLiteral;
};

/** For each column, the function from DuckDB's text to a literal of MySQL (see `dataLiteral` on the session). */
export const cellLiterals = (schema: Schema): readonly ((cell: Cell) => string)[] =>
  schema.map(field => {
    const literal = literalFor(field.type, field.name);
    return cell => (cell === null ? 'NULL' : literal(cell));
  });
