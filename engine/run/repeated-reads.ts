/** Which inputs of a written query may be read more than once, so that they are better computed once and kept. */
import { withoutComments } from '../compile/sql-text.ts';
import { eachRel, type Rel, refsOf, type SqlRel } from '../plan/relation.ts';

/** A text with escapes, a quoted text, a text between dollars, a name in quotes, a word. */
const token =
  /[eE]'(?:\\[\s\S]|[^'\\]|'')*'|'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{M}\p{N}_$]*/gu;
/** What gives a table another name, or reads it in rounds: then one mention can be many reads. */
const renames = new Set(['with', 'pivot', 'unpivot']);

const mayRepeat = ({ query, inputs }: SqlRel): SqlRel['inputs'] => {
  const text = withoutComments(query);
  const mentions = new Map<string, number>();
  for (const match of text.matchAll(token)) {
    const [word] = match;
    // `orders.amount` reads a column of a table that is mentioned elsewhere.
    if (
      /^[eE]?'/.test(word) ||
      word.startsWith('$') ||
      /^\s*\./.test(text.slice(match.index + word.length, match.index + word.length + 50))
    )
      continue;
    if (renames.has(word.toLowerCase())) return inputs;
    const name = (word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word).toLowerCase();
    mentions.set(name, (mentions.get(name) ?? 0) + 1);
  }
  return inputs.filter(({ name }) => (mentions.get(name.toLowerCase()) ?? 0) > 1);
};

/**
 * Names of relations that a query of the user's own inside this relation may read again. It looks at words, so it can
 * say yes where the answer is no, for a column that has the name of its table; never the other way around.
 */
export const readAgain = (rel: Rel): readonly string[] => {
  const found: string[] = [];
  eachRel(rel, r => {
    if (r.op === 'sql') found.push(...mayRepeat(r).flatMap(input => refsOf(input.rel)));
  });
  return found;
};
