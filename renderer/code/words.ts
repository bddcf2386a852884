/** What an editor of formulas knows: columns, functions and words, ready to be offered and explained. */
import {
  type FunctionInfo,
  type FunctionName,
  functionInfo,
  functionSpelled,
  functions,
} from '../../engine/plan/functions.ts';
import { bareName } from '../../engine/schema/keywords.ts';
import { fieldNamed, type Schema } from '../../engine/schema/types.ts';

export type Allow = 'scalar' | 'aggregate' | 'all';

export type Offer = {
  readonly label: string;
  /** What is put into the text; the cursor stands at `cursor` in it. */
  readonly insert: string;
  readonly cursor: number;
  readonly kind: 'column' | 'function' | 'word';
  readonly detail: string;
  readonly info?: string;
};

const kindsOf: Readonly<Record<Allow, ReadonlySet<FunctionInfo['kind']>>> = {
  scalar: new Set(['scalar']),
  aggregate: new Set(['scalar', 'aggregate']),
  all: new Set(['scalar', 'aggregate', 'window']),
};

const sentence = ({ summary, example }: FunctionInfo): string =>
  example === undefined ? `${summary}.` : `${summary}.\n${example[0]} → ${example[1] ?? 'null'}`;

/** Functions that are called by their name; operators are written as signs. */
const called = (allow: Allow): readonly (readonly [FunctionName, FunctionInfo])[] =>
  (Object.keys(functions) as FunctionName[])
    .map(name => [name, functionInfo(name)] as const)
    .filter(([name, info]) => info.signature.startsWith(`${name}(`) && kindsOf[allow].has(info.kind));

const words = [
  'and',
  'or',
  'not',
  'is null',
  'is not null',
  'in',
  'between',
  'like',
  'case when',
  'then',
  'else',
  'end',
  'cast',
  'true',
  'false',
  'null',
];

const functionOffer = ([name, info]: readonly [FunctionName, FunctionInfo]): Offer => {
  const takesNone = info.signature === `${name}()`;
  return {
    label: name,
    insert: `${name}()`,
    cursor: name.length + (takesNone ? 2 : 1),
    kind: 'function',
    detail: info.signature.slice(name.length),
    info: sentence(info),
  };
};

const columnOffer = ({ name, type }: Schema[number]): Offer => {
  const insert = bareName(name);
  return { label: name, insert, cursor: insert.length, kind: 'column', detail: type };
};

/** All that may be written, columns first. */
export const offersFor = (columns: Schema, allow: Allow): readonly Offer[] => [
  ...columns.map(columnOffer),
  ...called(allow).map(functionOffer),
  ...words.map(word => ({
    label: word,
    insert: word,
    cursor: word.length,
    kind: 'word' as const,
    detail: '',
  })),
];

/** What a word in a formula is, in two lines at most; undefined for what nobody knows. */
export const explained = (
  word: string,
  columns: Schema,
): { readonly title: string; readonly text: string } | undefined => {
  const field = fieldNamed(columns, word.replace(/^"|"$/g, '').replaceAll('""', '"'));
  if (field !== undefined) return { title: field.name, text: field.type };
  const name = word.startsWith('"') ? undefined : functionSpelled(word);
  if (name === undefined) return undefined;
  const info = functionInfo(name);
  return { title: info.signature, text: sentence(info) };
};

/** The word around a place of a text, quoted names as a whole. */
export const wordAround = (
  text: string,
  at: number,
): { readonly from: number; readonly to: number; readonly word: string } | undefined => {
  for (const match of text.matchAll(/"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_]*/gu)) {
    const [word] = match;
    if (match.index <= at && at <= match.index + word.length)
      return { from: match.index, to: match.index + word.length, word };
  }
  return undefined;
};
