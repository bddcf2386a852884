import type { Selection } from './options.ts';

/** The user's query as it may stand inside parentheses: a closing semicolon is a habit, not a second statement. */
const bareQuery = (query: string): string => query.trim().replace(/(\s*;)+$/, '');

/** `(query)` or the quoted table, as something to select FROM. Line ends keep a closing `--` comment harmless. */
export const fromClause = (
  selection: Selection,
  quotedTable: string | undefined,
  quotedAlias: string,
): string =>
  quotedTable === undefined
    ? `(\n${bareQuery(selection.query ?? '')}\n) AS ${quotedAlias}`
    : `${quotedTable} AS ${quotedAlias}`;

/** ` WHERE …` of the user's condition and a slice, or nothing. */
export const whereClause = (conditions: readonly (string | undefined)[]): string => {
  const given = conditions.filter(condition => condition !== undefined && condition !== 'TRUE');
  return given.length === 0 ? '' : ` WHERE ${given.map(condition => `(\n${condition}\n)`).join(' AND ')}`;
};
