import { limits } from './limits.ts';
import { isExact } from './number-text.ts';
import { afterSpace, type Expected, numberEnd, type Stop, textEnd, wordEnd } from './tokens.ts';

/** Keys and indexes (from 0) that lead from the document to a value in it. */
export type Path = readonly (string | number)[];

/** Something that `JSON.parse` would change in silence. `at` is a byte offset. */
export type Loss =
  | { readonly code: 'duplicate-key'; readonly at: number; readonly path: Path; readonly key: string }
  | { readonly code: 'inexact-number'; readonly at: number; readonly path: Path; readonly written: string };

export type Scan = { readonly losses: readonly Loss[]; readonly stop?: Stop };

/** An object or list that is open. `keys` is absent in a list; `step` is the key or index being read. */
type Frame = { readonly keys: Set<string> | undefined; step: string | number };

type State = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'after';

const [quote, comma, colon, openBracket, closeBracket, openBrace, closeBrace] = [
  34, 44, 58, 91, 93, 123, 125,
];

const utf8 = new TextDecoder();

/** The text between two byte offsets that include its quotes. Most keys are plain ASCII, which needs no decoder. */
const keyText = (bytes: Uint8Array, from: number, to: number): string => {
  let key = '';
  for (let i = from + 1; i < to - 1; i++) {
    const c = bytes[i] ?? 0;
    if (c === 92 || c > 126) return String(JSON.parse(utf8.decode(bytes.subarray(from, to))));
    key += String.fromCharCode(c);
  }
  return key;
};

const isNumber = (c: number | undefined): boolean => c === 45 || (c !== undefined && c >= 48 && c <= 57);

/** The number as written, if parsing would change it. Up to 15 characters without an exponent always fit a double. */
const lossOf = (bytes: Uint8Array, from: number, to: number): string | undefined => {
  if (!isNumber(bytes[from])) return undefined;
  if (to - from <= 15 && !bytes.subarray(from, to).some(c => c === 101 || c === 69)) return undefined;
  const written = utf8.decode(bytes.subarray(from, Math.min(to, from + limits.numberLength)));
  return to - from <= limits.numberLength && isExact(written) ? undefined : written;
};

const scalarEnd = (bytes: Uint8Array, at: number): number | Stop => {
  const c = bytes[at];
  if (c === quote) return textEnd(bytes, at);
  return isNumber(c) ? numberEnd(bytes, at) : wordEnd(bytes, at);
};

/**
 * Reads JSON text without building anything and without recursion: finds the first byte that breaks the grammar or a
 * limit, and every key and number that would not survive parsing. `from` skips a byte order mark.
 */
export const scan = (bytes: Uint8Array, from = 0): Scan => {
  const losses: Loss[] = [];
  const stack: Frame[] = [];
  let state: State = 'value';
  let values = 0;
  let openKeys = 0;
  let at = from;

  const path = (): Path => stack.map(frame => frame.step);
  const note = (loss: Loss): void => {
    if (losses.length < limits.problems) losses.push(loss);
  };
  const close = (): void => {
    openKeys -= stack.pop()?.keys?.size ?? 0;
    state = 'after';
  };
  const stopped = (stop: Stop): Scan => ({ losses, stop });
  const unexpected = (expected: Expected): Scan => stopped({ code: 'syntax', at, expected });

  for (;;) {
    at = afterSpace(bytes, at);
    const c = bytes[at];
    const top = stack[stack.length - 1];
    const keys = top?.keys;

    if (state === 'after') {
      if (top === undefined) return at < bytes.length ? unexpected('end') : { losses };
      if (c === comma) {
        state = keys === undefined ? 'value' : 'key';
        if (keys === undefined) top.step = Number(top.step) + 1;
      } else if (c === (keys === undefined ? closeBracket : closeBrace)) close();
      else return unexpected(keys === undefined ? 'comma-or-bracket' : 'comma-or-brace');
      at++;
    } else if (
      (state === 'value-or-close' && c === closeBracket) ||
      (state === 'key-or-close' && c === closeBrace)
    ) {
      close();
      at++;
    } else if (keys !== undefined && top !== undefined && (state === 'key' || state === 'key-or-close')) {
      if (c !== quote) return unexpected('key');
      const end = textEnd(bytes, at);
      if (typeof end !== 'number') return stopped(end);
      const key = keyText(bytes, at, end);
      if (keys.has(key)) note({ code: 'duplicate-key', at, path: path().slice(0, -1), key });
      else if (++openKeys > limits.openKeys) return stopped({ code: 'too-many-json-keys', at });
      keys.add(key);
      top.step = key;
      at = afterSpace(bytes, end);
      if (bytes[at] !== colon) return unexpected('colon');
      state = 'value';
      at++;
    } else {
      values++;
      if (values > limits.values) return stopped({ code: 'too-many-json-values', at });
      if (c === openBrace || c === openBracket) {
        if (stack.length >= limits.depth) return stopped({ code: 'too-deep', at });
        stack.push(c === openBrace ? { keys: new Set(), step: '' } : { keys: undefined, step: 0 });
        state = c === openBrace ? 'key-or-close' : 'value-or-close';
        at++;
      } else {
        const end = scalarEnd(bytes, at);
        if (typeof end !== 'number') return stopped(end);
        const written = lossOf(bytes, at, end);
        if (written !== undefined)
          note({ code: 'inexact-number', at, path: path(), written: written.slice(0, 100) });
        state = 'after';
        at = end;
      }
    }
  }
};
