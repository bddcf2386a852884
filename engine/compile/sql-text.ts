/** Looking at SQL text without understanding it: what is a token, what is a comment. The parser does the rest. */

/** Characters `from` up to, not including, `to`, counted as JavaScript counts (UTF-16). */
export type TextRange = { readonly from: number; readonly to: number };

/** Longer formulas and queries take the parser seconds and are no work of a person. */
export const longestSql = 100_000;

/** A quoted text, a quoted name, a number, a word, an operator or else one character. */
const token =
  /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|[\d.]*\d[\w.]*|[\p{L}_][\p{L}\p{M}\p{N}_$]*|::|[-+*/<>=~!@%^&|]+|[\s\S]/uy;

/** The range of the token that starts at a position. At the end of the text it is empty. */
export const tokenAt = (text: string, from: number): TextRange => {
  token.lastIndex = from;
  const match = from < text.length ? token.exec(text) : null;
  return { from, to: from + (match?.[0].length ?? 0) };
};

/** Where a count of UTF-8 bytes ends: positions in syntax trees are such counts. */
export const charOfByte = (text: string, byte: number): number =>
  new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, Math.max(0, byte))).length;

/** Where a count of Unicode characters ends: positions of the parser's errors are such counts. */
export const charOfCodePoint = (text: string, count: number): number => {
  let at = 0;
  for (let seen = 0; seen < count && at < text.length; seen++)
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
};

/** Parts that hold no SQL: quoted texts and names, texts between dollars, and comments, which may nest. */
const opaque = /'|"|--|\/\*|(?<![\p{L}\p{N}_$])\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$|;/gu;

type Mark = TextRange & { readonly what: 'comment' | 'semicolon' };

/** Where a quoted part ends. `E'…'` reads backslashes; in other texts only a doubled quote stands for a quote. */
const endOfQuoted = (text: string, from: number): number => {
  const quote = text[from] ?? '';
  const before = text[from - 1] ?? '';
  const escapes = quote === "'" && /[eE]/.test(before) && !/[\p{L}\p{N}_$]/u.test(text[from - 2] ?? '');
  for (let i = from + 1; i < text.length; i++) {
    if (escapes && text[i] === '\\') i++;
    else if (text[i] === quote) {
      if (text[i + 1] !== quote) return i + 1;
      i++;
    }
  }
  return text.length;
};

const endOfComment = (text: string, from: number): number => {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const two = text.slice(i, i + 2);
    if (two === '/*') depth++;
    else if (two === '*/' && --depth === 0) return i + 2;
    if (two === '/*' || two === '*/') i++;
  }
  return text.length;
};

/** Comments and semicolons of a text, those in quotes left out, in order. */
export const marksOf = (text: string): readonly Mark[] => {
  const marks: Mark[] = [];
  opaque.lastIndex = 0;
  for (let match = opaque.exec(text); match !== null; match = opaque.exec(text)) {
    const [found, from] = [match[0], match.index];
    let to = from + found.length;
    if (found === "'" || found === '"') to = endOfQuoted(text, from);
    else if (found === '--') {
      const line = text.slice(from).search(/[\n\r]/);
      to = line < 0 ? text.length : from + line;
    } else if (found === '/*') to = endOfComment(text, from);
    else if (found !== ';') {
      const close = text.indexOf(found, to);
      to = close < 0 ? text.length : close + found.length;
    }
    if (found === ';') marks.push({ from, to, what: 'semicolon' });
    else if (found === '--' || found === '/*') marks.push({ from, to, what: 'comment' });
    opaque.lastIndex = to;
  }
  return marks;
};

/** A query without the semicolon that ends it, so that it can stand in brackets. What follows one stays. */
export const withoutEnd = (query: string): string => {
  const marks = marksOf(query);
  const first = marks.find(mark => mark.what === 'semicolon');
  if (first === undefined) return query;
  const blank = marks
    .filter(mark => mark.from > first.from)
    .reduceRight((text, { from, to }) => text.slice(0, from) + text.slice(to), query)
    .slice(first.to);
  return blank.trim() === '' ? query.slice(0, first.from) : query;
};

/** A query with a space in place of each comment. */
export const withoutComments = (query: string): string =>
  marksOf(query)
    .filter(mark => mark.what === 'comment')
    .reduceRight((text, { from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, query);
