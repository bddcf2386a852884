/** Our own SQL laid out for reading. It knows texts, names and brackets; what it prints means the same, word by word. */
import { bareName } from '../schema/keywords.ts';

type Token = { readonly text: string; readonly quoted: boolean };

/** Texts, quoted names, words and signs; blanks fall away. */
const tokens = (sql: string): readonly Token[] =>
  [
    ...sql.matchAll(
      /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_]*|\d[\w.]*|\s+|<=|>=|<>|\|\||::|:=|=>|./gsu,
    ),
  ].flatMap(([text]) => {
    if (/^\s/.test(text)) return [{ text: ' ', quoted: false }];
    const name = /^"((?:[^"]|"")*)"$/s.exec(text)?.[1];
    if (name !== undefined) return [{ text: bareName(name.replaceAll('""', '"')), quoted: true }];
    return [{ text, quoted: text.startsWith("'") }];
  });

/** Clauses that begin a line, longest first. */
const clauses = [
  'UNION ALL BY NAME',
  'UNION ALL',
  'INTERSECT ALL',
  'EXCEPT ALL',
  'INTERSECT',
  'EXCEPT',
  'INNER JOIN',
  'LEFT JOIN',
  'RIGHT JOIN',
  'FULL JOIN',
  'SEMI JOIN',
  'ANTI JOIN',
  'CROSS JOIN',
  'ASOF LEFT JOIN',
  'ASOF JOIN',
  'GROUP BY',
  'ORDER BY',
  'UNPIVOT',
  'SELECT',
  'FROM',
  'WHERE',
  'LIMIT',
  'OFFSET',
  'ON',
];

const width = 100;

/** Where brackets of a text close, outside quotes; -1 when they do not. */
const closing = (list: readonly Token[], from: number): number => {
  let depth = 0;
  for (let i = from; i < list.length; i++) {
    const { text, quoted } = list[i] ?? { text: '', quoted: true };
    if (quoted) continue;
    if (text === '(') depth += 1;
    if (text === ')') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return -1;
};

const joined = (list: readonly Token[]): string =>
  list
    .map(t => t.text)
    .join('')
    .trim();

const startsClause = (list: readonly Token[], at: number): string | undefined => {
  const before = list[at - 1]?.text;
  if (list[at]?.quoted || (before !== undefined && before !== ' ' && before !== '(')) return undefined;
  return clauses.find(clause => {
    const words = clause.split(' ');
    return words.every((word, n) => {
      const token = list[at + 2 * n];
      return (
        token !== undefined &&
        !token.quoted &&
        token.text === word &&
        (n === 0 || list[at + 2 * n - 1]?.text === ' ')
      );
    });
  });
};

const indent = (text: string): string => `  ${text.replaceAll('\n', '\n  ')}`;

/** Splits at commas outside brackets. */
const items = (list: readonly Token[]): readonly (readonly Token[])[] => {
  const found: Token[][] = [[]];
  let depth = 0;
  for (const token of list) {
    if (!token.quoted && /[([{]/.test(token.text)) depth += 1;
    if (!token.quoted && /[)\]}]/.test(token.text)) depth -= 1;
    if (!token.quoted && token.text === ',' && depth === 0) found.push([]);
    else found.at(-1)?.push(token);
  }
  return found;
};

/** What follows a clause's word, with subqueries laid out on lines of their own. */
const inner = (list: readonly Token[]): string => {
  let out = '';
  for (let i = 0; i < list.length; i++) {
    const token = list[i];
    if (token === undefined) continue;
    const next = list[i + 1];
    if (!token.quoted && token.text === '(' && next?.text === 'SELECT' && !next.quoted) {
      const end = closing(list, i);
      if (end > 0) {
        out += `(\n${indent(layOut(list.slice(i + 1, end)))}\n)`;
        i = end;
        continue;
      }
    }
    out += token.text;
  }
  return out.trim();
};

/** `l.id AS id` is `l.id`: a column keeps its name. */
const column = (list: readonly Token[]): string =>
  inner(list).replace(/^(\w+\.(\w+|"(?:[^"]|"")*")) AS (.*)$/s, (all, path, name, alias) =>
    name === alias ? path : all,
  );

/** Without one pair of brackets around the whole. */
const unwrapped = (list: readonly Token[]): readonly Token[] => {
  const from = list.findIndex(t => t.text !== ' ');
  const last = list.findLastIndex(t => t.text !== ' ');
  return list[from]?.text === '(' && !list[from]?.quoted && closing(list, from) === last
    ? list.slice(from + 1, last)
    : list;
};

const clauseText = (clause: string, body: readonly Token[]): string => {
  if (clause === 'WHERE' || clause === 'ON') return conditions(clause, unwrapped(body));
  const text = clause === 'SELECT' ? items(body).map(column).join(', ') : inner(body);
  const line = `${clause} ${text}`.trim();
  if (line.length <= width && !text.includes('\n')) return line;
  if (clause === 'FROM' && !text.includes('\n')) return longCall(clause, body) ?? line;
  if (clause !== 'SELECT' && clause !== 'GROUP BY' && clause !== 'ORDER BY') return line;
  return `${clause}\n${items(body)
    .map(item => indent(column(item)))
    .join(',\n')}`;
};

/** A table function with many settings, one a line. */
const longCall = (clause: string, body: readonly Token[]): string | undefined => {
  const open = body.findIndex(t => t.text === '(' && !t.quoted);
  const end = open < 0 ? -1 : closing(body, open);
  if (end < 0) return undefined;
  const settings = items(body.slice(open + 1, end)).map(item => indent(inner(item)));
  return `${clause} ${joined(body.slice(0, open))}(\n${settings.join(',\n')}\n)${inner([{ text: ' ', quoted: false }, ...body.slice(end + 1)]) === '' ? '' : ` ${inner(body.slice(end + 1))}`}`;
};

/** A condition of several parts has a line for each. */
const conditions = (clause: string, body: readonly Token[]): string => {
  const line = `${clause} ${inner(body)}`;
  if (line.length <= width) return line;
  const parts: { word: string; list: Token[] }[] = [{ word: clause, list: [] }];
  let depth = 0;
  let between = false;
  for (const token of body) {
    if (!token.quoted && token.text === '(') depth += 1;
    if (!token.quoted && token.text === ')') depth -= 1;
    if (depth === 0 && !token.quoted && token.text === 'BETWEEN') between = true;
    if (depth === 0 && !token.quoted && (token.text === 'AND' || token.text === 'OR') && !between)
      parts.push({ word: token.text, list: [] });
    else parts.at(-1)?.list.push(token);
  }
  return parts
    .map((part, i) =>
      i === 0 ? `${part.word} ${inner(part.list)}` : indent(`${part.word} ${inner(part.list)}`),
    )
    .join('\n');
};

const layOut = (list: readonly Token[]): string => {
  const lines: string[] = [];
  let clause = '';
  let body: Token[] = [];
  let depth = 0;
  const flush = () => {
    if (clause !== '' || joined(body) !== '')
      lines.push(clause === '' ? inner(body) : clauseText(clause, body));
    body = [];
  };
  for (let i = 0; i < list.length; i++) {
    const token = list[i];
    if (token === undefined) continue;
    if (!token.quoted && token.text === '(') depth += 1;
    if (!token.quoted && token.text === ')') depth -= 1;
    const found = depth === 0 ? startsClause(list, i) : undefined;
    if (found === undefined) {
      body.push(token);
      continue;
    }
    flush();
    clause = found;
    i += 2 * (found.split(' ').length - 1);
  }
  flush();
  return lines
    .join('\n')
    .replace(/(^|\n)([A-Z ]*JOIN [^\n]*)\nON ([^\n]*)(?=\n|$)/g, (all, start, join, condition) =>
      join.length + condition.length + 4 <= width ? `${start}${join} ON ${condition}` : all,
    );
};

/** A SELECT of ours over lines. */
export const prettySql = (sql: string): string => layOut(tokens(sql));
