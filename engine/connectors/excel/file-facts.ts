import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { engineError } from '../../diagnostics/errors.ts';

/** What is known of a file without reading it whole. */
export type FileFacts = {
  readonly bytes: number;
  /** Of size, time of change, and both ends: the end of a workbook holds the checksums of all its parts. */
  readonly fingerprint: string;
  /** Up to 64 kB from the start. */
  readonly head: Buffer;
};

const edge = 65_536;

const readAt = async (file: FileHandle, length: number, position: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
};

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EISDIR: 'it is a folder',
  EBUSY: 'another program holds it',
  EMFILE: 'too many files are open',
};

/** Looks at a file. `shown` is its path as the pipeline says it. Throws `file-missing` or `file-unreadable`. */
export const fileFacts = async (absolute: string, shown: string): Promise<FileFacts> => {
  let file: FileHandle | undefined;
  try {
    file = await open(absolute, 'r');
    const stat = await file.stat();
    if (!stat.isFile())
      throw engineError('file-unreadable', { path: shown, reason: 'it is not a file' }, { param: 'path' });
    const head = await readAt(file, Math.min(edge, stat.size), 0);
    const tail = await readAt(file, Math.min(edge, stat.size), Math.max(0, stat.size - edge));
    const hash = createHash('sha256').update(`${stat.size} ${stat.mtimeMs} `).update(head).update(tail);
    return { bytes: stat.size, fingerprint: hash.digest('hex'), head };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw engineError(
        'file-missing',
        { path: basename(shown), folder: dirname(shown) },
        { param: 'path' },
        error,
      );
    if (reasons[code] === undefined) throw error;
    throw engineError('file-unreadable', { path: shown, reason: reasons[code] }, { param: 'path' }, error);
  } finally {
    await file?.close();
  }
};

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
