import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { limits } from './limits.ts';
import { placeOf } from './path.ts';
import type { Loss } from './scan.ts';
import { afterSpace, type Expected, type Stop } from './tokens.ts';

type Position = { line: number; column: number };

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Line and column of bytes, both from 1; a column is a UTF-16 unit, as editors count. Asked in ascending order, it
 * walks the file once.
 */
export const positions = (bytes: Uint8Array): ((at: number) => Position) => {
  let line = 1;
  let column = 1;
  let i = bytes[0] === 0xef ? 3 : 0;
  return at => {
    for (const end = Math.min(at, bytes.length); i < end; i++) {
      const c = bytes[i] ?? 0;
      if (c === 10) {
        line++;
        column = 1;
      } else if ((c & 0xc0) !== 0x80) column += c >= 0xf0 ? 2 : 1;
    }
    return { line, column };
  };
};

/** The word or character at a byte; empty at the end of the file. */
const foundAt = (bytes: Uint8Array, at: number): string => {
  const text = utf8.decode(bytes.subarray(at, at + 80));
  return /^-?[A-Za-z_][A-Za-z0-9_]{0,30}/.exec(text)?.[0] ?? [...text][0] ?? '';
};

type Hint = 'comment' | 'single-quote' | 'number-word' | 'trailing-comma' | 'line-break';

const hintOf = (expected: Expected, found: string): Hint | undefined => {
  if (expected === 'closing-quote' && (found === '\n' || found === '\r')) return 'line-break';
  if (found === '/' || found === '#') return 'comment';
  if (found === "'") return 'single-quote';
  if (/^-?(nan|inf|infinity)$/i.test(found)) return 'number-word';
  return (expected === 'key' && found === '}') || (expected === 'value' && found === ']')
    ? 'trailing-comma'
    : undefined;
};

/** Whether version control left a line such as `<<<<<<< ours` here. */
const isConflict = (bytes: Uint8Array, at: number): boolean =>
  (at === 0 || bytes[at - 1] === 10) &&
  /^(<{7}|={7}|>{7}|\|{7})(?![<=>|])/.test(utf8.decode(bytes.subarray(at, at + 8)));

const conflictsIn = (bytes: Uint8Array): number => utf8.decode(bytes).match(/^<{7}(?!<)/gm)?.length ?? 0;

/** The diagnostic for text that cannot be read as JSON within the limits. */
export const unreadable = (bytes: Uint8Array, stop: Stop): Diagnostic => {
  const position = positions(bytes)(stop.at);
  switch (stop.code) {
    case 'too-deep':
      return diagnostic('too-deep', { ...position, limit: limits.depth }, position);
    case 'text-too-long':
      return diagnostic('text-too-long', { ...position, limit: limits.textBytes }, position);
    case 'too-many-json-values':
      return diagnostic('too-many-json-values', { ...position, limit: limits.values }, position);
    case 'too-many-json-keys':
      return diagnostic('too-many-json-keys', { ...position, limit: limits.openKeys }, position);
    case 'syntax': {
      if (bytes[stop.at] === 0) return diagnostic('nul-byte', position, position);
      if (stop.at >= bytes.length && afterSpace(bytes, bytes[0] === 0xef ? 3 : 0) >= bytes.length)
        return diagnostic('empty-file', {});
      if (isConflict(bytes, stop.at))
        return diagnostic(
          'merge-conflict',
          { ...position, conflicts: Math.max(1, conflictsIn(bytes)) },
          position,
        );
      const found = foundAt(bytes, stop.at);
      const hint = hintOf(stop.expected, found);
      const data = { ...position, expected: stop.expected, found, ...(hint && { hint }) };
      return diagnostic('not-json', data, position);
    }
  }
};

/** The diagnostic for what parsing would change in silence. `root` is the parsed document, to name the node. */
export const lossy = (loss: Loss, position: Position, root: unknown): Diagnostic => {
  const place = { ...placeOf(root, loss.path), ...position };
  return loss.code === 'duplicate-key'
    ? diagnostic('duplicate-key', { ...position, key: loss.key, path: loss.path }, place)
    : diagnostic('inexact-number', { ...position, written: loss.written, path: loss.path }, place);
};

/** UTF-16 and UTF-32 by their byte order mark or by the zero bytes between plain letters. */
export const encodingProblem = (bytes: Uint8Array): Diagnostic | undefined => {
  const [a, b, c, d] = bytes;
  const wide =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (wide) return diagnostic('wrong-encoding', { encoding: 'UTF-32' });
  const marked = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  const spaced =
    bytes.length >= 4 &&
    ((a !== 0 && b === 0 && c !== 0 && d === 0) || (a === 0 && b !== 0 && c === 0 && d !== 0));
  return marked || spaced ? diagnostic('wrong-encoding', { encoding: 'UTF-16' }) : undefined;
};

/** Where the first byte stands that is not UTF-8, by halving: rare enough to need no decoder of our own. */
export const notUtf8 = (bytes: Uint8Array): Diagnostic => {
  const isGood = (length: number, stream: boolean): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isGood(middle, true)) good = middle;
    else bad = middle;
  }
  // What begins a character that never comes is where the trouble starts.
  while (good > 0 && !isGood(good, false)) good--;
  const position = positions(bytes)(good);
  return diagnostic('not-utf8', position, position);
};
