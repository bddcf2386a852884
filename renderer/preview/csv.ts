/** Cells as text for the clipboard, exact to the digit: as CSV, with tabs, as HTML. */

import { tableFromIPC } from 'apache-arrow';
import type { Page } from '../../engine/contract/data.ts';
import { plainText } from './cell-text.ts';

/** Quotes where the text would be read otherwise; an empty text is quoted so that it is not read as null. */
export const csvField = (value: unknown): string => {
  const text = plainText(value);
  if (value === '') return '""';
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const csvText = (header: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  [header, ...rows].map(row => row.map(csvField).join(',')).join('\n');

const tabField = (value: unknown): string => {
  const text = plainText(value);
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Rows as spreadsheets put them on a clipboard: cells apart by tabs, odd ones in quotes. */
export const tabbed = (rows: readonly (readonly unknown[])[]): string =>
  rows.map(row => row.map(tabField).join('\t')).join('\n');

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const htmlCell = (value: unknown): string =>
  plainText(value)
    .replaceAll(/[&<>]/g, sign => entities[sign] ?? sign)
    .replaceAll('\n', '<br>');

/** Rows as a table for programs that paste one, such as mails and spreadsheets. */
export const htmlText = (header: readonly string[], rows: readonly (readonly unknown[])[]): string => {
  const line = (tag: 'th' | 'td', cells: readonly unknown[]): string =>
    `<tr>${cells.map(cell => `<${tag}>${htmlCell(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${line('th', header)}</thead><tbody>${rows.map(row => line('td', row)).join('')}</tbody></table>`;
};

export const pageRows = (page: Page, columns: readonly number[]): readonly (readonly unknown[])[] => {
  const table = tableFromIPC(page.arrow);
  const at = columns.map(c => page.picked.indexOf(c));
  return Array.from({ length: page.rows }, (_, row) =>
    at.map(i => (i < 0 ? null : (table.getChildAt(i)?.get(row) ?? null))),
  );
};
