import { type CheerioAPI, load } from 'cheerio';
import { engineError } from '../../diagnostics/errors.ts';
import { counted, visible } from '../../diagnostics/words.ts';
import { uniqueNames } from '../http/csv.ts';
import { deepestPage, isTooDeep } from './depth.ts';
import { type Grid, gridOf, type Part, textIn } from './grid.ts';
import type { HtmlOptions } from './options.ts';

/** A table ready for typing: column names and rows of text, all of one width. */
type TextTable = { readonly names: readonly string[]; readonly rows: readonly (readonly string[])[] };

const selected = ($: CheerioAPI, selector: string): readonly Part[] => {
  try {
    const found = $.root().find(selector).toArray();
    const tables = found.flatMap(part => (part.name === 'table' ? [part] : $(part).find('table').toArray()));
    return [...new Set(tables)];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw engineError('html-bad-selector', { selector, reason }, { param: 'selector' });
  }
};

/** `2: 12 rows, “Prices”`, so that a person can pick one. */
const summary = (table: Part, number: number): string => {
  const caption = (table.children ?? []).find(child => child.name === 'caption');
  const grid = gridOf(table);
  const said = visible(caption === undefined ? (grid?.rows[0]?.join(', ') ?? '') : textIn(caption), 30);
  return `${number} (${grid === undefined ? 'very large' : counted(grid.rows.length, 'row')}${said === '' ? '' : `: ${said}`})`;
};

const headerRows = (
  grid: Grid,
  header: HtmlOptions['header'],
  source: string,
): { first: number; end: number } => {
  if (header === 'none') return { first: 0, end: 0 };
  if (header !== 'auto') {
    if (header > grid.rows.length)
      throw engineError(
        'html-header-row',
        { source, row: header, rows: grid.rows.length },
        { param: 'header' },
      );
    return { first: header - 1, end: header };
  }
  const marked = grid.isHeader.findIndex(isHeader => !isHeader);
  // A table that is all headers still has rows: only the first one names columns.
  return { first: 0, end: marked === -1 ? Math.min(1, grid.rows.length) : marked };
};

/** Names of several header rows, one below the other: `2024 Sales`; a merged name is said once. */
const joinedNames = (rows: readonly (readonly string[])[], width: number): readonly string[] =>
  Array.from({ length: width }, (_, x) => [...new Set(rows.map(row => row[x] ?? ''))].join(' ').trim());

/**
 * The wanted table of a page. Broken HTML is read as a browser would. Throws `EngineError` where there is no such table.
 */
export const tableOf = (
  html: string,
  options: Pick<HtmlOptions, 'table' | 'header' | 'selector'>,
  source: string,
): TextTable => {
  if (isTooDeep(html)) throw engineError('html-too-deep', { source, limit: deepestPage });
  const $ = load(html);
  const all: readonly Part[] = $('table').toArray();
  const tables = options.selector === undefined ? all : selected($, options.selector);
  const table = tables[options.table - 1];
  if (table === undefined) {
    const listed = tables.length > 0 ? tables : all;
    throw engineError(
      'html-no-table',
      {
        source,
        wanted: `table ${options.table}${options.selector === undefined ? '' : ` at ${visible(options.selector, 80)}`}`,
        tables: listed.slice(0, 12).map((each, i) => summary(each, i + 1)),
      },
      { param: options.selector === undefined ? 'table' : 'selector' },
    );
  }
  const grid = gridOf(table);
  if (grid === undefined)
    throw engineError('html-table-too-large', { source, limit: 5_000_000 }, { param: 'table' });
  const { first, end } = headerRows(grid, options.header, source);
  const width = grid.rows[0]?.length ?? 0;
  return { names: uniqueNames(joinedNames(grid.rows.slice(first, end), width)), rows: grid.rows.slice(end) };
};
