/** A cell as it is read on the screen: nothing invisible, nothing that runs, nothing that looks like something else. */
import { type DataType, familyOf } from '../../engine/schema/types.ts';

/** A piece of a cell's text; a mark stands for something that cannot be seen. */
export type Piece = { readonly text: string; readonly mark?: string };

export type Shown = {
  readonly tone: 'plain' | 'null' | 'empty' | 'muted';
  readonly pieces: readonly Piece[];
  /** Whether there is more text than is shown. */
  readonly more: boolean;
};

/** Characters of a text that a cell of the grid draws; a cell is rarely wider. */
const drawn = 300;
/** Combining marks on one letter; people's languages need three or four. */
const mostCombining = 6;

const names: Readonly<Record<number, string>> = {
  9: '⇥',
  10: '↵',
  13: '␍',
  127: '␡',
  160: '⍽',
  173: 'SHY',
  1564: 'ALM',
  8203: 'ZWSP',
  8204: 'ZWNJ',
  8205: 'ZWJ',
  8206: 'LRM',
  8207: 'RLM',
  8232: 'LS',
  8233: 'PS',
  8234: 'LRE',
  8235: 'RLE',
  8236: 'PDF',
  8237: 'LRO',
  8238: 'RLO',
  8288: 'WJ',
  8294: 'LRI',
  8295: 'RLI',
  8296: 'FSI',
  8297: 'PDI',
  65279: 'BOM',
};

/** The mark of a character that cannot be seen, or that changes how others are seen. */
const markOf = (code: number): string | undefined => {
  if (Object.hasOwn(names, code)) return names[code];
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code >= 0x80 && code < 0xa0) return `U+00${code.toString(16).toUpperCase()}`;
  if (code >= 0xe0000 && code < 0xe0080) return 'TAG';
  return undefined;
};

const pictograph = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
const combining = /\p{M}/u;

/** What most cells hold: nothing in it needs a mark. */
const plainLatin = /^[\x20-\x7e\u00c0-\u024f]*$/;

/** The text in pieces, every invisible character as a mark. Marks of one kind in a row are one piece with their number. */
export const piecesOf = (text: string): readonly Piece[] => {
  if (plainLatin.test(text)) return text === '' ? [] : [{ text }];
  const pieces: { text: string; mark?: string }[] = [];
  const characters = [...text];
  let plain = '';
  let marks = 0;
  let left = 0;
  const put = (mark: string | undefined) => {
    if (plain !== '') pieces.push({ text: plain });
    plain = '';
    if (mark !== undefined) pieces.push({ text: mark, mark });
  };
  const putLeft = () => {
    if (left > 0) put(`+${left}`);
    left = 0;
  };
  characters.forEach((character, i) => {
    const mark = markOf(character.codePointAt(0) ?? 0);
    // A joiner inside an emoji is part of it.
    const joins =
      mark === 'ZWJ' && pictograph.test(characters[i - 1] ?? '') && pictograph.test(characters[i + 1] ?? '');
    if (combining.test(character) && !pictograph.test(character)) {
      marks += 1;
      if (marks > mostCombining) {
        left += 1;
        return;
      }
    } else {
      marks = 0;
      putLeft();
    }
    if (mark === undefined || joins) plain += character;
    else put(mark);
  });
  putLeft();
  put(undefined);
  return pieces;
};

export const isNumeric = (type: DataType): boolean =>
  ['integer', 'decimal', 'float'].includes(familyOf(type));

/** A number with every digit, and the ones that have no digits in words. */
export const numberText = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '∞';
  if (value === -Infinity) return '-∞';
  return Object.is(value, -0) ? '-0' : String(value);
};

/** `12:00FF…` as it crosses, in words. */
const blobText = (wire: string): string => {
  const [length = '0', hex = ''] = wire.split(':');
  const more = Number(length) * 2 > hex.length;
  return `${Number(length).toLocaleString('en')} ${length === '1' ? 'byte' : 'bytes'} · ${hex.toLowerCase()}${more ? '…' : ''}`;
};

/** The text of a cell that crossed, whole and without marks: what is copied. */
export const plainText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? numberText(value) : String(value);
};

/** The cell as a grid shows it. `cutAt` is where the wire cut it. */
export const shownCell = (value: unknown, type: DataType, cutAt: number): Shown => {
  if (value === null || value === undefined) return { tone: 'null', pieces: [{ text: '∅' }], more: false };
  if (typeof value === 'number')
    return {
      tone: Number.isFinite(value) ? 'plain' : 'muted',
      pieces: [{ text: numberText(value) }],
      more: false,
    };
  if (typeof value !== 'string') return { tone: 'plain', pieces: [{ text: String(value) }], more: false };
  if (value === '') return { tone: 'empty', pieces: [{ text: 'empty' }], more: false };
  if (type === 'BLOB') return { tone: 'muted', pieces: [{ text: blobText(value) }], more: false };
  const more = value.length > cutAt && [...value].length > cutAt;
  const text = value.length > drawn ? [...value.slice(0, drawn * 2)].slice(0, drawn).join('') : value;
  return { tone: 'plain', pieces: piecesOf(text), more };
};
