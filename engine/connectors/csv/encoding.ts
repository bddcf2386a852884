/** In which encoding a file is: what its first bytes tell, and what to suggest where they tell otherwise. */
import { engineError } from '../../diagnostics/errors.ts';
import type { Opener } from '../files/facts.ts';

/** Encodings that DuckDB reads itself; the others are copied to UTF-8 first. */
const native: ReadonlySet<string> = new Set(['utf-8', 'utf-16', 'latin-1']);

export const isNative = (encoding: string | undefined): boolean =>
  encoding === undefined || native.has(encoding);

/** Lines beyond this many bytes are refused: DuckDB's readers would lose some of them without a word. */
export const longestLine = 2_000_000;
/** DuckDB reads buffers of this size; a last line that fills one is lost. */
const buffer = 32_000_000;

export type Head = {
  readonly bytes: Buffer;
  /** The whole file is in `bytes`. */
  readonly whole: boolean;
};

/** The first bytes of a file. */
export const headOf = async (path: string, world: Opener, size = longestLine): Promise<Head> => {
  const file = await world.openRead(path);
  try {
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    return { bytes: bytes.subarray(0, bytesRead), whole: bytesRead < size };
  } finally {
    await file.close();
  }
};

export const isCompressed = (path: string): boolean => /\.(gz|zst)$/i.test(path);

/** What a byte order mark says, or undefined without one. */
export const markedEncoding = ({ bytes }: Head): string | undefined => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : undefined;
};

/** What to try where a file is not UTF-8: NUL bytes mean UTF-16, anything else most likely Windows. */
export const suggestedEncoding = ({ bytes }: Head): string => {
  const start = bytes.subarray(0, 1000);
  const at = start.indexOf(0);
  if (at >= 0) return at % 2 === 1 ? 'utf-16' : 'utf-16be';
  return 'windows-1252, or whatever the program that writes it uses';
};

const newlineIn = (bytes: Buffer): boolean => bytes.includes(0x0a) || bytes.includes(0x0d);

/** Whether lines of the head end in different ways, quotes aside. */
export const mixesNewlines = ({ bytes }: Head): boolean => {
  const seen = new Set<string>();
  for (let i = 0; i < bytes.length && seen.size < 2; i++) {
    if (bytes[i] === 0x0d) {
      // A carriage return at the very end may go on beyond the head.
      if (i + 1 === bytes.length) break;
      seen.add(bytes[i + 1] === 0x0a ? 'crlf' : 'cr');
      if (bytes[i + 1] === 0x0a) i++;
    } else if (bytes[i] === 0x0a) seen.add('lf');
  }
  return seen.size > 1;
};

/** Refuses a first or last line that is too long to be read. Throws `csv-line-long`. */
export const checkLongLines = async (
  path: string,
  shown: string,
  size: number,
  head: Head,
  world: Opener,
): Promise<void> => {
  if (isCompressed(path)) return;
  const tooLong = (where: 'first' | 'last') =>
    engineError('csv-line-long', { path: shown, limit: longestLine / 1e6, where }, { param: 'path' });
  if (!head.whole && !newlineIn(head.bytes)) throw tooLong('first');
  if (size <= buffer) return;
  const file = await world.openRead(path);
  try {
    const tail = Buffer.alloc(longestLine);
    await file.read(tail, 0, longestLine, size - longestLine);
    if (!newlineIn(tail.subarray(0, -2))) throw tooLong('last');
  } finally {
    await file.close();
  }
};
