/** Names of files that come from elsewhere, made fit for every system. */
import { extname } from 'node:path';

/** What the program can read, and pipelines themselves. */
const known = new Set([
  '.csv',
  '.tsv',
  '.txt',
  '.parquet',
  '.json',
  '.ndjson',
  '.jsonl',
  '.xlsx',
  '.sqlite',
  '.sqlite3',
  '.db',
  '.millrace',
]);

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const mostLength = 120;

/** A plain name in one folder, or undefined where it is no kind of file that is read here. */
export const safeName = (given: string): string | undefined => {
  const last = given.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    // Nothing invisible, nothing that a system gives a meaning to.
    .replace(/[\p{C}<>:"|?*]/gu, '_')
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]+$/, '');
  const extension = extname(plain);
  if (!known.has(extension.toLowerCase())) return undefined;
  const stem = plain.slice(0, -extension.length).slice(0, mostLength) || 'file';
  return `${reserved.test(stem) ? `_${stem}` : stem}${extension}`;
};

/** `orders.csv`, `orders 2.csv`, `orders 3.csv`, … */
export const numbered = (name: string, n: number): string => {
  const extension = extname(name);
  return n === 1 ? name : `${name.slice(0, -extension.length)} ${n}${extension}`;
};
