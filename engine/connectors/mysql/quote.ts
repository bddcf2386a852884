import { engineError } from '../../diagnostics/errors.ts';
import { checked, type TableName } from '../database/names.ts';

const longest = 64;

/** A name as MySQL reads it exactly. The only place that quotes names. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** A name for something new. Names end at 64 characters, not in a space, and hold no emoji. */
export const newName = (name: string): string => {
  const limit = `${longest} characters`;
  if ([...checked(name)].length > longest)
    throw engineError('database-name', { name, problem: 'long', limit });
  if (/[\u{10000}-\u{10ffff}]/u.test(name)) throw engineError('database-name', { name, problem: 'plane' });
  if (name.endsWith(' ')) throw engineError('database-name', { name, problem: 'space' });
  return quoteName(name);
};

export const quoteTable = (name: TableName): string =>
  name.schema === undefined ? quoteName(name.table) : `${quoteName(name.schema)}.${quoteName(name.table)}`;

/** A text literal that means the same in every sql_mode, for the few texts that are not data. */
export const textLiteral = (text: string): string =>
  text === '' ? "''" : `CONVERT(x'${Buffer.from(text).toString('hex')}' USING utf8mb4)`;

/** A literal for data. Only for sessions with NO_BACKSLASH_ESCAPES, where a quote is all that can end it. */
export const dataLiteral = (text: string): string =>
  `'${text.includes("'") ? text.replaceAll("'", "''") : text}'`;
