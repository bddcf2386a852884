import type { FunctionName } from '../plan/functions.ts';

type Print = (args: readonly string[]) => string;

const infix =
  (operator: string): Print =>
  args =>
    `(${args.join(` ${operator} `)})`;

const named =
  (name: string): Print =>
  args =>
    `${name}(${args.join(', ')})`;

const first = (args: readonly string[]): string => args[0] ?? 'NULL';
const rest = (args: readonly string[]): string => args.slice(1).join(', ');

/** Functions that DuckDB writes otherwise than by our name and arguments in brackets. */
const spellings: { readonly [K in FunctionName]?: Print } = {
  and: infix('AND'),
  or: infix('OR'),
  not: args => `(NOT ${first(args)})`,
  eq: infix('='),
  ne: infix('<>'),
  lt: infix('<'),
  le: infix('<='),
  gt: infix('>'),
  ge: infix('>='),
  same: infix('IS NOT DISTINCT FROM'),
  differs: infix('IS DISTINCT FROM'),
  is_null: args => `(${first(args)} IS NULL)`,
  is_not_null: args => `(${first(args)} IS NOT NULL)`,
  in: args => `(${first(args)} IN (${rest(args)}))`,
  not_in: args => `(${first(args)} NOT IN (${rest(args)}))`,
  between: ([value, low, high]) => `(${value} BETWEEN ${low} AND ${high})`,
  add: infix('+'),
  subtract: infix('-'),
  multiply: infix('*'),
  divide: infix('/'),
  int_divide: infix('//'),
  modulo: infix('%'),
  negate: args => `(- ${first(args)})`,
  bit_and: infix('&'),
  bit_or: infix('|'),
  shift_left: infix('<<'),
  shift_right: infix('>>'),
  concat_operator: infix('||'),
  like: infix('LIKE'),
  not_like: infix('NOT LIKE'),
  ilike: infix('ILIKE'),
  not_ilike: infix('NOT ILIKE'),
  like_escape: ([value, pattern, mark]) => `(${value} LIKE ${pattern} ESCAPE ${mark})`,
  not_like_escape: ([value, pattern, mark]) => `(${value} NOT LIKE ${pattern} ESCAPE ${mark})`,
  ilike_escape: ([value, pattern, mark]) => `(${value} ILIKE ${pattern} ESCAPE ${mark})`,
  not_regexp_full_match: args => `(NOT regexp_full_match(${args.join(', ')}))`,
  // DuckDB has no initcap: each run of letters and digits gets a capital.
  initcap: ([x]) =>
    `array_to_string(list_transform(regexp_extract_all(${x}, '[\\pL\\pN]+|[^\\pL\\pN]+'), lambda w: upper(w[1]) || lower(w[2:])), '')`,
  regexp_split: named('string_split_regex'),
  // Brackets take an element of a list, a character of a text and a value of a map; no one function takes all three.
  list_element: ([x, n]) => `(${x})[${n}]`,
  struct_field: named('struct_extract'),
  range_list: named('range'),
  map: named('map'),
  count_star: () => 'count(*)',
  current_date: () => 'current_date',
  current_timestamp: () => 'now()',
  date_add: ([x, interval]) => `(${x} + ${interval})`,
};

/** The DuckDB text of a call; arguments are SQL already. */
export const printCall = (fn: FunctionName, args: readonly string[]): string =>
  (spellings[fn] ?? named(fn))(args);
