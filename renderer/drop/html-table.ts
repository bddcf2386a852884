/** A table copied from a web page or a spreadsheet, out of its HTML. Read as text: nothing of it becomes part of this page. */
import { tableOf } from '../../engine/connectors/html/table.ts';
import { tabbed } from '../preview/csv.ts';

/** The first table of a copied piece as text with tabs, its names first; undefined where it holds none. */
export const textOfHtml = (html: string): string | undefined => {
  // Without marked headers the first row is taken for the names, as with text.
  const header = /<th[\s>]/i.test(html) ? 'auto' : 1;
  try {
    const { names, rows } = tableOf(html, { table: 1, header }, 'the clipboard');
    return names.length === 0 ? undefined : tabbed([names, ...rows]);
  } catch {
    return undefined;
  }
};
