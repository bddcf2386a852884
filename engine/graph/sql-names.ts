/**
 * Gives the tables of a query other names, where the nodes that they come from get other ids. Works on words and not on a
 * tree, so that the text stays as it was written and a query that is not finished is rewritten too.
 */
import { bareName } from '../schema/keywords.ts';
import { type SqlToken, sqlTokens } from './sql-tokens.ts';

/** What a token that spells a table's name stands for. */
type Role =
  /** The table itself, after `from` and the like. */
  | 'table'
  /** A table that has an alias. */
  | 'aliased'
  /** The table in front of one of its columns. */
  | 'qualifier'
  /** A table that the query itself defines under this name. */
  | 'defined'
  /** The name of what the query defines, a column, an alias: no table. */
  | 'other';

type Frame = {
  /** `call`: arguments of a function, where `from` is no clause. */
  readonly kind: 'query' | 'call' | 'tables';
  /** Whether a comma here is followed by a table. */
  inFrom: boolean;
  /** Whether a comma here is followed by a definition. */
  inWith: boolean;
  recursive: boolean;
  /** Names that the query in this frame has defined so far. */
  readonly defined: Set<string>;
  /** The definition whose body this frame is; it counts in the frame above from its end on. */
  readonly defines?: string;
};

const wordsBeforeTable: ReadonlySet<string> = new Set([
  'from',
  'join',
  'pivot',
  'unpivot',
  'pivot_wider',
  'pivot_longer',
  'summarize',
  'describe',
  'table',
]);
/** Words that end a list of tables. */
const wordsAfterFrom: ReadonlySet<string> = new Set(
  'where group order having limit offset window qualify union except intersect select sample fetch'.split(
    ' ',
  ),
);
/** Words that may follow a table and are no alias of it. */
const wordsAfterTable: ReadonlySet<string> = new Set([
  ...wordsAfterFrom,
  ...'on using join inner left right full outer cross natural asof positional semi anti lateral tablesample pivot unpivot for with at'.split(
    ' ',
  ),
]);
const wordsOfQuery: ReadonlySet<string> = new Set(
  'select with from values pivot unpivot summarize describe table'.split(' '),
);

const fold = (name: string): string => name.toLowerCase();

/** The role of every name in the query, by the place of its token. */
const rolesOf = (tokens: readonly SqlToken[]): ReadonlyMap<number, Role> => {
  const roles = new Map<number, Role>();
  const frames: Frame[] = [
    { kind: 'query', inFrom: false, inWith: false, recursive: false, defined: new Set() },
  ];
  const word = (i: number): string | undefined => {
    const token = tokens[i];
    return token?.kind === 'name' && !token.quoted ? fold(token.text) : undefined;
  };
  const mark = (i: number): string | undefined => (tokens[i]?.kind === 'mark' ? tokens[i].text : undefined);
  const top = (): Frame => frames.at(-1) as Frame;
  const isDefined = (name: string): boolean => frames.some(frame => frame.defined.has(name));

  /** The place after `as`, or after a list of columns and `as`, where a definition's body opens. */
  const bodyAt = (i: number): number | undefined => {
    let at = i + 1;
    if (mark(at) === '(') {
      while (at < tokens.length && mark(at) !== ')') at++;
      at++;
    }
    if (word(at) !== 'as') return undefined;
    at++;
    if (word(at) === 'not') at++;
    if (word(at) === 'materialized') at++;
    return mark(at) === '(' ? at : undefined;
  };
  /** Bodies of definitions by the place of their bracket. */
  const bodies = new Map<number, string>();

  let wantsTable = false;
  for (let i = 0; i < tokens.length; i++) {
    const frame = top();
    const sign = mark(i);
    if (sign === '(') {
      const defines = bodies.get(i);
      const first = word(i + 1);
      const isQuery = defines !== undefined || (first !== undefined && wordsOfQuery.has(first));
      const kind: Frame['kind'] = isQuery ? 'query' : wantsTable ? 'tables' : 'call';
      frames.push({
        kind,
        inFrom: kind === 'tables',
        inWith: false,
        recursive: false,
        defined: new Set(),
        ...(defines !== undefined && { defines }),
      });
      wantsTable = kind === 'tables';
      continue;
    }
    if (sign === ')') {
      if (frames.length > 1) frames.pop();
      if (frame.defines !== undefined) top().defined.add(frame.defines);
      wantsTable = false;
      continue;
    }
    if (sign === ',') {
      wantsTable = frame.inFrom;
      continue;
    }
    if (tokens[i]?.kind !== 'name') {
      wantsTable = false;
      continue;
    }
    const name = fold(tokens[i]?.text ?? '');
    const keyword = word(i);
    const before = mark(i - 1);
    if (frame.inWith && (before === ',' || word(i - 1) === 'with' || word(i - 1) === 'recursive')) {
      const body = bodyAt(i);
      if (body !== undefined && keyword !== 'recursive') {
        roles.set(i, 'other');
        bodies.set(body, name);
        if (frame.recursive) frame.defined.add(name);
        continue;
      }
    }
    if (before !== '.' && keyword !== undefined && frame.kind !== 'call') {
      const isDistinct =
        keyword === 'from' && word(i - 1) === 'distinct' && /^(is|not)$/.test(word(i - 2) ?? '');
      // The name of a column may be one of these words as well; a table's would have to be quoted.
      if (keyword === 'with' && mark(i + 1) !== '(') {
        frame.inWith = true;
        continue;
      }
      if (keyword === 'recursive' && frame.inWith && word(i - 1) === 'with') {
        frame.recursive = true;
        continue;
      }
      if (wordsBeforeTable.has(keyword) && !isDistinct && !wantsTable) {
        frame.inFrom = keyword === 'from' || keyword === 'join' || frame.inFrom;
        frame.inWith = false;
        wantsTable = true;
        continue;
      }
      if (wordsAfterFrom.has(keyword)) {
        frame.inFrom = false;
        frame.inWith = false;
        wantsTable = false;
        continue;
      }
      if (keyword === 'lateral') continue;
    }
    const next = mark(i + 1);
    if (wantsTable && next !== '(' && next !== '.') {
      const after = word(i + 1);
      const quotedAfter = tokens[i + 1]?.quoted === true;
      const isAliased = quotedAfter || (after !== undefined && !wordsAfterTable.has(after));
      roles.set(i, isDefined(name) ? 'defined' : isAliased ? 'aliased' : 'table');
    } else if (before === '.') roles.set(i, 'other');
    else if (next === '.') roles.set(i, isDefined(name) ? 'defined' : 'qualifier');
    else roles.set(i, 'other');
    wantsTable = false;
  }
  return roles;
};

/** The query with its tables renamed, all at once: two may change names. Keys are names as the query reads them. */
export const renameTables = (query: string, names: ReadonlyMap<string, string>): string => {
  const wanted = new Map([...names].map(([from, to]) => [fold(from), to]));
  const tokens = sqlTokens(query);
  if (!tokens.some(t => t.kind === 'name' && wanted.has(fold(t.text)))) return query;
  const roles = rolesOf(tokens);
  const spelled = (name: string, role?: (role: Role | undefined, i: number) => boolean): boolean =>
    tokens.some(
      (t, i) => t.kind === 'name' && fold(t.text) === name && (role === undefined || role(roles.get(i), i)),
    );
  /** Names that stand for something else as well keep their meaning by an alias. */
  const needsAlias = new Set(
    [...wanted].flatMap(([from, to]) =>
      spelled(from, (role, i) => role === 'defined' || (role === 'other' && tokens[i - 1]?.text !== '.')) ||
      (spelled(fold(to)) && !wanted.has(fold(to)))
        ? [from]
        : [],
    ),
  );
  /** A name that the query defines itself would hide the table. */
  const hidden = new Set(
    [...wanted].flatMap(([from, to]) =>
      spelled(fold(to), role => role === 'defined') || defines(tokens, fold(to)) ? [from] : [],
    ),
  );
  let text = '';
  let done = 0;
  tokens.forEach((token, i) => {
    const from = fold(token.text);
    const to = token.kind === 'name' ? wanted.get(from) : undefined;
    const role = roles.get(i);
    if (to === undefined || hidden.has(from)) return;
    const keeps = needsAlias.has(from);
    if (role !== 'table' && role !== 'aliased' && (role !== 'qualifier' || keeps)) return;
    const written = token.quoted ? `"${to}"` : bareName(to);
    const old = query.slice(token.from, token.to);
    text += query.slice(done, token.from) + (keeps && role === 'table' ? `${written} AS ${old}` : written);
    done = token.to;
  });
  return text + query.slice(done);
};

/** Whether `with` defines this name anywhere: `name as (`, or `name (columns) as (`. */
const defines = (tokens: readonly SqlToken[], name: string): boolean =>
  tokens.some(
    (t, i) =>
      t.kind === 'name' &&
      fold(t.text) === name &&
      /^(with|recursive|,)$/i.test(tokens[i - 1]?.text ?? '') &&
      (/^as$/i.test(tokens[i + 1]?.text ?? '') || tokens[i + 1]?.text === '(') &&
      tokens.slice(i + 1, i + 40).some(after => after.text === '('),
  );
