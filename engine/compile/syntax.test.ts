/** Formulas, from their text to an expression or a refusal that points at the exact characters. */
import { afterAll, expect, test } from 'vitest';
import { printExpr } from '../duckdb/expr.ts';
import { eachExpr } from '../plan/expr.ts';
import { parseTexts } from '../run/host.ts';
import { openSession } from '../run/session.ts';
import { formulaSql } from './refusal.ts';
import { columnPlaces, failed, formulaExpr } from './syntax.ts';

const session = await openSession({ folders: [], files: [] });
afterAll(() => session.close());

const read = async (text: string) => {
  const [parsed] = await parseTexts([formulaSql(text)], session);
  if (parsed === undefined) throw new Error('nothing was parsed');
  return { expr: formulaExpr(text, parsed), parsed };
};

const sql = async (text: string): Promise<string> => {
  const { expr } = await read(text);
  return failed(expr) ? `refused: ${expr.failure.message}` : printExpr(expr);
};

/** Code, what was found, and the marked characters. */
const told = async (text: string): Promise<string> => {
  const { expr } = await read(text);
  if (!failed(expr)) return `allowed: ${printExpr(expr)}`;
  const { code, data, from, to } = expr.failure;
  const what = String(data.found ?? data.name ?? data.problem);
  return `${code}: ${what}${from === undefined ? '' : ` at “${text.slice(from, to)}”`}`;
};

const meanings: Readonly<Record<string, string>> = {
  'amount * 1.5 > 10 and not (paid or country is null)':
    '((("amount" * 1.5) > 10) AND (NOT ("paid" OR ("country" IS NULL))))',
  '"my ""col""" is not distinct from null': '("my ""col""" IS NOT DISTINCT FROM NULL)',
  "name like 'a!%' escape '!'": `("name" LIKE 'a!%' ESCAPE '!')`,
  'x between 1 and 2': '("x" BETWEEN 1 AND 2)',
  "x not in ('a', 'it''s')": `("x" NOT IN ('a', 'it''s'))`,
  'case x when 1 then 2 else -3 end': 'CASE WHEN ("x" = 1) THEN 2 ELSE -3 END',
  'if(a, b, c)': 'CASE WHEN "a" THEN "b" ELSE "c" END',
  "date '2024-02-29' + interval 1 month": `(CAST('2024-02-29' AS DATE) + to_months(CAST(trunc(CAST(1 AS DOUBLE)) AS INTEGER)))`,
  'try_cast(a as decimal(10, 2))': 'TRY_CAST("a" AS DECIMAL(10,2))',
  '9223372036854775807 + 12345678901234567890123': '(9223372036854775807 + 12345678901234567890123)',
  '0.1 + 1e10': '(0.1 + 1e10)',
  'sum(x) filter (where y) over (partition by a, b order by c desc nulls first rows between 2 preceding and current row)':
    'sum("x") FILTER (WHERE "y") OVER (PARTITION BY "a", "b" ORDER BY "c" DESC NULLS FIRST ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)',
  'list_transform(tags, t -> upper(t))': 'list_transform("tags", lambda "t": upper("t"))',
  'address.city': `struct_extract("address", 'city')`,
  current_date: 'current_date',
  "'a' || '' || 'é😀'": "(('a' || '') || 'é😀')",
  "'-- no comment' || '/* nor here'": "('-- no comment' || '/* nor here')",
};

for (const [text, wanted] of Object.entries(meanings))
  test(`means: ${text}`, async () => expect(await sql(text)).toBe(wanted));

const refusals: Readonly<Record<string, string>> = {
  'a > 1) or (1=1': 'expression-syntax: syntax error at or near ")" at “)”',
  '1; drop table t': 'expression-refused: something that is no expression',
  '1; select 2': 'expression-refused: more than one statement',
  'a -- x': 'expression-refused: a comment at “-- x”',
  'amount --1': 'expression-refused: a comment at “--1”',
  'a /* x */ + 1': 'expression-refused: a comment at “/* x */”',
  'a /* open': 'expression-refused: a comment at “/* open”',
  "x from read_text('/etc/passwd')": 'expression-refused: a “from” part',
  "x from 'secret.csv'": 'expression-refused: a “from” part',
  'x from (select 1)': 'expression-refused: a “from” part',
  '1 union select 2': 'expression-refused: a set operation',
  '1 limit 1': 'expression-refused: a “distinct”, “order by” or “limit” part',
  'distinct a': 'expression-refused: a “distinct”, “order by” or “limit” part',
  'a, b': 'expression-refused: more than one expression',
  'a as b': 'expression-refused: an alias',
  'a where true': 'expression-refused: a “where” part',
  'a group by a': 'expression-refused: a “group by” part',
  'a group by all': 'expression-refused: a “group by” part',
  'a qualify true': 'expression-refused: a “qualify” part',
  "1 + (select content from read_text('x'))": 'expression-refused: a subquery at “(”',
  "exists (from read_text('x'))": 'expression-refused: a subquery at “exists”',
  'a in (select 1)': 'expression-refused: a subquery at “in”',
  '*': 'expression-refused: a “*” at “*”',
  "columns('a')": 'expression-refused: a “*” at “columns”',
  '$1 + 1': 'expression-refused: a placeholder',
  '? + 1': 'expression-refused: a placeholder',
  'a collate nocase': 'expression-refused: a collation',
  "getenv('HOME')": 'unknown-function: getenv at “getenv”',
  "'é' || getenv('HOME')": 'unknown-function: getenv at “getenv”',
  "current_setting('x')": 'unknown-function: current_setting at “current_setting”',
  "read_text('x')": 'unknown-function: read_text at “read_text”',
  "foo.upper('x')": 'unknown-function: upper at “foo”',
  'uper(name)': 'unknown-function: uper at “uper”',
  'row_number()': 'expression-refused: row_number without “over (…)” at “row_number”',
  'a::colour': 'expression-refused: the unknown type “colour” at “::”',
  '#1': 'expression-refused: “POSITIONAL_REFERENCE” at “#”',
  'unnest([1])': 'unknown-function: unnest at “unnest”',
  'a +': 'expression-syntax: syntax error at end of input at “+”',
  "'ééé😀' + )": 'expression-syntax: syntax error at or near ")" at “)”',
  "a = 'open": `expression-syntax: unterminated quoted string at or near "'open" at “'open”`,
  '': 'expression-syntax: SELECT clause without selection list',
  'a\u0000 or true': 'expression-syntax: it holds a NUL character. Delete it at “\u0000”',
};

for (const [text, wanted] of Object.entries(refusals))
  test(`refused: ${text}`, async () => expect(await told(text)).toBe(wanted));

test('each column has its place, quotes included', async () => {
  const text = `'länge' || "länge" || coalesce(länge, b.c)`;
  const { parsed } = await read(text);
  const places = [...columnPlaces(text, parsed)].map(([name, { from, to }]) => [
    name,
    text.slice(from, to),
    from,
  ]);
  expect(places.sort()).toEqual([
    ['b', 'b', 38],
    ['länge', '"länge"', 11],
  ]);
});

test('thousands of conditions make a shallow tree', async () => {
  const { expr } = await read(Array.from({ length: 5000 }, (_, i) => `a <> ${i}`).join(' and '));
  if (failed(expr)) throw new Error(expr.failure.message);
  let leaves = 0;
  eachExpr(expr, e => {
    if (e.op === 'literal') leaves++;
  });
  expect(leaves).toBe(5000);
});

test('what is nested too deep is told, not met', async () => {
  expect(await told(`${'abs('.repeat(2000)}1${')'.repeat(2000)}`)).toMatch(
    /^expression-syntax: Max expression depth/,
  );
  expect(await told('('.repeat(60_000))).toMatch(/^expression-syntax: memory exhausted/);
  expect(await told('1 + '.repeat(30_000))).toMatch(/^expression-syntax: it has 120000 characters/);
});
