/** What a file is, by how it begins. */

const printable = (head: Buffer): boolean =>
  head.length > 0 &&
  head.subarray(0, 4096).every(byte => byte >= 32 || byte === 9 || byte === 10 || byte === 13);

/** What a file looks like by its first bytes, in words for a message. */
export const looksLike = (head: Buffer): string => {
  const start = head.subarray(0, 16).toString('latin1');
  const text = head
    .subarray(0, 512)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
    .toLowerCase();
  if (head.length === 0) return 'an empty file';
  if (start.startsWith('SQLite format 3\0')) return 'a SQLite database';
  if (start.startsWith('PK')) return 'a ZIP archive or an Office document';
  if (start.startsWith('PAR1')) return 'a Parquet file';
  if (start.startsWith('%PDF')) return 'a PDF document';
  if (start.startsWith('\x1f\x8b')) return 'a gzip file';
  if (start.startsWith('\xd0\xcf\x11\xe0')) return 'an old Office document';
  if (start.slice(8, 12) === 'DUCK') return 'a DuckDB database';
  if (text.startsWith('<!doctype html') || text.startsWith('<html') || text.startsWith('<table'))
    return 'a web page';
  if (text.startsWith('<?xml')) return 'an XML file';
  if (printable(head)) return 'plain text, perhaps CSV';
  return 'something else';
};
