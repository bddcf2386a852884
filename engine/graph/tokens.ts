import { limits } from './limits.ts';

/** What the grammar wanted where the text went wrong. */
export type Expected =
  | 'value'
  | 'key'
  | 'colon'
  | 'comma-or-brace'
  | 'comma-or-bracket'
  | 'end'
  | 'digit'
  | 'escape'
  | 'closing-quote';

/** Why scanning cannot go on, and at which byte. */
export type Stop =
  | { readonly code: 'syntax'; readonly at: number; readonly expected: Expected }
  | {
      readonly code: 'too-deep' | 'text-too-long' | 'too-many-json-values' | 'too-many-json-keys';
      readonly at: number;
    };

const syntax = (at: number, expected: Expected): Stop => ({ code: 'syntax', at, expected });

const isDigit = (c: number | undefined): boolean => c !== undefined && c >= 48 && c <= 57;
const isHex = (c: number | undefined): boolean =>
  isDigit(c) || (c !== undefined && ((c >= 65 && c <= 70) || (c >= 97 && c <= 102)));

/** The first byte at or after `at` that is not JSON white space. */
export const afterSpace = (bytes: Uint8Array, at: number): number => {
  let i = at;
  for (;;) {
    const c = bytes[i];
    if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return i;
    i++;
  }
};

// " \ / b f n r t
const simpleEscapes = new Set([34, 92, 47, 98, 102, 110, 114, 116]);

/** The byte after the text that opens at `at`, or why it is none. */
export const textEnd = (bytes: Uint8Array, at: number): number | Stop => {
  const last = at + limits.textBytes;
  let i = at + 1;
  for (;;) {
    const c = bytes[i];
    if (c === 34) return i + 1;
    if (c === undefined || c < 32) return syntax(i, 'closing-quote');
    if (i >= last) return { code: 'text-too-long', at };
    if (c !== 92) {
      i++;
      continue;
    }
    const escaped = bytes[i + 1];
    if (escaped !== undefined && simpleEscapes.has(escaped)) i += 2;
    else if (escaped === 117 && [2, 3, 4, 5].every(offset => isHex(bytes[i + offset]))) i += 6;
    else return syntax(i, 'escape');
  }
};

const afterDigits = (bytes: Uint8Array, at: number): number => {
  let i = at;
  while (isDigit(bytes[i])) i++;
  return i;
};

/** The byte after the number that starts at `at`, or why it is none. */
export const numberEnd = (bytes: Uint8Array, at: number): number | Stop => {
  const start = bytes[at] === 45 ? at + 1 : at;
  if (!isDigit(bytes[start])) return syntax(start, 'digit');
  let i = bytes[start] === 48 ? start + 1 : afterDigits(bytes, start);
  if (bytes[i] === 46) {
    if (!isDigit(bytes[i + 1])) return syntax(i + 1, 'digit');
    i = afterDigits(bytes, i + 1);
  }
  if (bytes[i] === 101 || bytes[i] === 69) {
    const sign = bytes[i + 1];
    const power = sign === 43 || sign === 45 ? i + 2 : i + 1;
    if (!isDigit(bytes[power])) return syntax(power, 'digit');
    i = afterDigits(bytes, power);
  }
  return i;
};

const words = ['true', 'false', 'null'].map(word => Array.from(word, letter => letter.charCodeAt(0)));

/** The byte after `true`, `false` or `null` at `at`, or why it is none. */
export const wordEnd = (bytes: Uint8Array, at: number): number | Stop => {
  const word = words.find(letters => letters.every((letter, offset) => bytes[at + offset] === letter));
  return word === undefined ? syntax(at, 'value') : at + word.length;
};
