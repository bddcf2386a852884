/** Cells as CSV, exact to the digit, for the clipboard. */

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

export const pageRows = (page: Page, columns: readonly number[]): readonly (readonly unknown[])[] => {
  const table = tableFromIPC(page.arrow);
  const at = columns.map(c => page.picked.indexOf(c));
  return Array.from({ length: page.rows }, (_, row) =>
    at.map(i => (i < 0 ? null : (table.getChildAt(i)?.get(row) ?? null))),
  );
};
