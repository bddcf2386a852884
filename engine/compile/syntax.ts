/** From the parser's syntax tree to our expression tree: the only way a formula enters a plan. */
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Expr } from '../plan/expr.ts';
import { type Failure, formulaLead, placeOf, Refusal, refuse } from './refusal.ts';
import { charOfCodePoint, longestSql, marksOf, type TextRange, tokenAt } from './sql-text.ts';
import { translate } from './translate.ts';
import { isNode, nodeAt, nodesAt, type Parsed, type TreeNode, textAt } from './tree.ts';

type Translated = Expr | Failure;
export const failed = (t: Translated): t is Failure => 'failure' in t;

/** Turns the parse of `SELECT <text>` into an expression, or says what is wrong with it. Throws nothing. */
export const formulaExpr = (text: string, parsed: Parsed): Translated => {
  const unfit = unfitText(text);
  if (unfit !== undefined) return unfit;
  if (!parsed.ok) return unreadable(text, parsed);
  const select = parsed.statements[0];
  const refusal =
    select === undefined || parsed.statements.length !== 1 ? 'more than one statement' : outerRefusal(select);
  if (refusal !== undefined || select === undefined)
    return refuse(
      text,
      refusal ?? 'no expression',
      'Write one expression over the columns, such as amount > 0.',
    );
  const item = nodesAt(select, 'select_list')[0];
  if (item === undefined) return refuse(text, 'no expression', 'Write one expression over the columns.');
  if (textAt(item, 'alias') !== '')
    return refuse(text, 'an alias', 'Leave out the “as” part; names have a setting of their own.');
  try {
    return translate(item, { text, lambdas: new Set() });
  } catch (thrown) {
    if (thrown instanceof Refusal) return { failure: thrown.failure };
    throw thrown;
  }
};

/** What the text alone shows. A comment is refused: `a --1` reads as a minus and would silently mean `a`. */
const unfitText = (text: string): Failure | undefined => {
  const nul = text.indexOf('\u0000');
  if (nul >= 0) {
    const problem = 'it holds a NUL character. Delete it';
    return {
      failure: { ...diagnostic('expression-syntax', { text, problem }), from: nul, to: nul + 1 },
    };
  }
  if (text.length > longestSql) {
    const problem = `it has ${text.length} characters; at most ${longestSql} are read`;
    return { failure: diagnostic('expression-syntax', { text: text.slice(0, 200), problem }) };
  }
  const comment = marksOf(text).find(mark => mark.what === 'comment');
  if (comment === undefined) return undefined;
  const hint = text.startsWith('--', comment.from)
    ? 'Two minus signs start a comment: write a - -1 with a space between them, or delete what follows.'
    : 'Delete it; a node has a note of its own.';
  return refuse(text, 'a comment', hint, { from: comment.from, to: comment.to });
};

/** The parser's error, at the token it stumbled over. At or past the end something is missing: the last token is shown. */
const unreadable = (text: string, parsed: Extract<Parsed, { ok: false }>): Failure => {
  // Several statements, one of which is no SELECT.
  if (/^Only SELECT/i.test(parsed.problem))
    return refuse(
      text,
      'something that is no expression',
      'Write one expression over the columns, such as amount > 0.',
    );
  const failure = diagnostic('expression-syntax', { text, problem: parserWords(parsed.problem) });
  if (parsed.position === undefined) return { failure };
  const from = charOfCodePoint(text, parsed.position - formulaLead);
  const place =
    from < text.length ? tokenAt(text, from) : { from: Math.max(0, text.length - 1), to: text.length };
  return { failure: { ...failure, ...place } };
};

/** What stands around the one item of the select list, if anything does. */
const outerRefusal = (select: TreeNode): string | undefined => {
  if (textAt(select, 'type') !== 'SELECT_NODE') return 'a set operation';
  if (nodesAt(select, 'select_list').length !== 1) return 'more than one expression';
  if (textAt(nodeAt(select, 'from_table') ?? {}, 'type') !== 'EMPTY') return 'a “from” part';
  if (nodeAt(select, 'where_clause') !== undefined) return 'a “where” part';
  if (nodesAt(select, 'modifiers').length > 0) return 'a “distinct”, “order by” or “limit” part';
  if (nodesAt(select, 'group_expressions').length > 0) return 'a “group by” part';
  if (textAt(select, 'aggregate_handling') !== 'STANDARD_HANDLING') return 'a “group by” part';
  for (const key of ['having', 'qualify', 'sample']) if (isNode(select[key])) return `a “${key}” part`;
  const ctes = nodeAt(select, 'cte_map');
  if (ctes !== undefined && nodesAt(ctes, 'map').length > 0) return 'a “with” part';
  return undefined;
};

/** Where each column name of a formula stands first, by the name as it was written without its quotes. */
export const columnPlaces = (text: string, parsed: Parsed): ReadonlyMap<string, TextRange> => {
  const places = new Map<string, TextRange>();
  const waiting: unknown[] = parsed.ok ? [...parsed.statements] : [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (Array.isArray(next)) waiting.push(...next);
    else if (isNode(next)) {
      if (textAt(next, 'class') === 'COLUMN_REF' && Array.isArray(next.column_names)) {
        const name = String(next.column_names[0]);
        const place = placeOf(next, text);
        const known = places.get(name);
        if (place !== undefined && (known === undefined || place.from < known.from)) places.set(name, place);
      }
      waiting.push(...Object.values(next).filter(value => typeof value === 'object' && value !== null));
    }
  }
  return places;
};

/** The parser's words, first line only and without its own caret art. */
export const parserWords = (problem: string): string =>
  (problem.split('\n')[0] ?? problem).replace(/[.\s]+$/, '');
