import type { DataType } from '../../schema/types.ts';
import type { Cell } from '../contract.ts';
import { eraLast, hexOfBlobText, listItems } from '../database/texts.ts';

type Convert = (text: string) => string;

const same: Convert = text => text;

/** The element type of a one-dimensional list that has an array counterpart, or undefined. */
export const arrayElement = (type: DataType): DataType | undefined => {
  const m = /^(.*)\[\d*\]$/s.exec(type);
  const element = m?.[1];
  return element === undefined || element.endsWith(']') || /^(STRUCT|MAP|UNION)\(/.test(element)
    ? undefined
    : element;
};

const converterOf = (type: DataType): Convert => {
  const element = arrayElement(type);
  if (element !== undefined) {
    const convert = converterOf(element);
    return text => {
      const items = listItems(text).map(item =>
        item === null ? 'NULL' : `"${convert(item).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
      );
      return `{${items.join(',')}}`;
    };
  }
  if (type === 'BLOB') return text => `\\x${hexOfBlobText(text)}`;
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) return eraLast;
  return same;
};

/** For each data type, the function from DuckDB's text to the text that PostgreSQL's COPY reads. */
export const cellConverters = (types: readonly DataType[]): readonly ((cell: Cell) => Cell)[] =>
  types.map(type => {
    const convert = converterOf(type);
    return convert === same ? cell => cell : cell => (cell === null ? null : convert(cell));
  });
