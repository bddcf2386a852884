/** Words and signs of a SQL text with their places, as DuckDB's lexer cuts it: enough to tell a name from a string. */

export type SqlToken = {
  /** `name` for words and quoted names, `mark` for every single sign; strings and comments are left out. */
  readonly kind: 'name' | 'number' | 'mark';
  /** A word as written, a quoted name without its quotes, a sign. */
  readonly text: string;
  readonly quoted: boolean;
  readonly from: number;
  readonly to: number;
};

/** Tried in this order. What has no group of its own is left out. A parameter of the pipeline is none of SQL's words. */
const lexer =
  /(?<skip>\s+|--[^\n]*|\$\{[^}]*\}|[eE]'(?:[^'\\]|\\[\s\S]|'')*'?|'(?:[^']|'')*'?)|(?<block>\/\*)|\$(?<tag>[A-Za-z_\u0080-\uffff]?[\w\u0080-\uffff]*)\$|"(?<quoted>(?:[^"]|"")*)"|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<number>\d[\w.]*)|(?<mark>[\s\S])/y;

/** The place after a block comment that opens at `at`; they nest. */
const blockEnd = (text: string, at: number): number => {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  let depth = 0;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
};

export const sqlTokens = (text: string): readonly SqlToken[] => {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < text.length) {
    lexer.lastIndex = at;
    const found = lexer.exec(text);
    if (found === null) break;
    const { block, tag, quoted, word, number, mark } = found.groups ?? {};
    let to = lexer.lastIndex;
    if (block !== undefined) to = blockEnd(text, at);
    else if (tag !== undefined) {
      const end = text.indexOf(found[0], to);
      to = end < 0 ? text.length : end + found[0].length;
    } else if (quoted !== undefined)
      tokens.push({ kind: 'name', text: quoted.replaceAll('""', '"'), quoted: true, from: at, to });
    else if (word !== undefined) tokens.push({ kind: 'name', text: word, quoted: false, from: at, to });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, quoted: false, from: at, to });
    else if (mark !== undefined) tokens.push({ kind: 'mark', text: mark, quoted: false, from: at, to });
    at = to;
  }
  return tokens;
};
