/** What a sql node may and may not say. Everything is decided on the syntax tree; nothing of it is ever run. */
import { afterAll, expect, test } from 'vitest';
import { parseTexts } from '../run/host.ts';
import { openSession } from '../run/session.ts';
import { queryProblems } from './query.ts';
import { withoutEnd } from './sql-text.ts';

const session = await openSession({ folders: [], files: [] });
afterAll(() => session.close());

const told = async (text: string, inputs = ['orders', 'Customers']): Promise<readonly string[]> => {
  const query = withoutEnd(text);
  const [parsed] = await parseTexts([query], session);
  if (parsed === undefined) throw new Error('nothing was parsed');
  return queryProblems(query, parsed, inputs).map(d => {
    const place = d.from === undefined ? '' : ` at “${query.slice(d.from, d.to)}”`;
    const data = d.data as Record<string, unknown>;
    return `${d.code}: ${String(data.found ?? data.name ?? data.table ?? data.problem)}${place}`;
  });
};

const allowed: readonly string[] = [
  'select * from orders',
  'from orders',
  'table orders',
  'select * from ORDERS o join customers using (id)',
  'select 1 as one; -- the end',
  "/* first /* nested */ */ select $$a;b$$ as x, '--' as y from orders;",
  'with o as (select * from orders), p as (select * from o) select * from p',
  'with orders as (select 1 as a) select a from orders',
  'with recursive n as (select 1 as i union all select i + 1 from n where i < 9) select * from n',
  'select * from (values (1, 2)) v(a, b), lateral (select v.a) l, unnest([1]) u',
  "from orders pivot (sum(amount) for country in ('FR', 'DE'))",
  'from orders unpivot (v for n in (a, b))',
  'select * exclude (id) replace (amount + 1 as amount) from orders',
  'select a from orders union all by name select b from orders except select c from orders',
  'select sum(x) over w from orders window w as (partition by a order by b rows 2 preceding)',
  'select a, grouping(a) from orders group by rollup (a) having count(*) > 1 qualify row_number() over () = 1',
  'select {x: 1}.x, [1, 2][1], map {1: 2}, list_transform([1], lambda e: e + 1), interval 1 day, x::int from orders',
  'select distinct on (a) * from orders order by all limit 10 offset 2',
  'select * from orders o where exists (select 1 from customers c where c.id = o.id) and a in (select b from o2)'.replace(
    'o2',
    'orders',
  ),
  'select range from range(10), generate_series(1, 3)',
  'select "from" as "select" from orders',
  'select (with t as (select 1 as a) select max(a) from t) from orders',
];

for (const query of allowed) test(`allowed: ${query}`, async () => expect(await told(query)).toEqual([]));

const attacks: Readonly<Record<string, string>> = {
  "select * from read_text('/etc/passwd')": 'query-refused: the table function “read_text” at “read_text”',
  "select * from read_csv('x.csv')": 'query-refused: the table function “read_csv” at “read_csv”',
  "select * from main.read_csv('x.csv')": 'query-refused: the table function “read_csv” at “main”',
  "select * from parquet_scan(['a', 'b'])":
    'query-refused: the table function “parquet_scan” at “parquet_scan”',
  "select * from glob('*')": 'query-refused: the table function “glob” at “glob”',
  "select * from sniff_csv('x')": 'query-refused: the table function “sniff_csv” at “sniff_csv”',
  "select * from query('select 1')": 'query-refused: the table function “query” at “query”',
  "select * from query_table('t')": 'query-refused: the table function “query_table” at “query_table”',
  'select * from duckdb_settings()':
    'query-refused: the table function “duckdb_settings” at “duckdb_settings”',
  'select * from duckdb_secrets()': 'query-refused: the table function “duckdb_secrets” at “duckdb_secrets”',
  "select * from 'secret.csv'": "query-unknown-table: secret.csv at “'secret.csv'”",
  'select * from "/etc/passwd"': 'query-unknown-table: /etc/passwd at “"/etc/passwd"”',
  'select * from information_schema.tables':
    'query-unknown-table: information_schema.tables at “information_schema”',
  'select * from main.orders': 'query-unknown-table: main.orders at “main”',
  'select * from temp.main.orders': 'query-unknown-table: temp.main.orders at “temp”',
  'select * from sqlite_master': 'query-unknown-table: sqlite_master at “sqlite_master”',
  'select * from pg_catalog.pg_settings': 'query-unknown-table: pg_catalog.pg_settings at “pg_catalog”',
  'select * from "orders.out"': 'query-unknown-table: orders.out at “"orders.out"”',
  "select getenv('HOME')": 'unknown-function: getenv at “getenv”',
  "select current_setting('temp_directory')": 'unknown-function: current_setting at “current_setting”',
  "select getvariable('x')": 'unknown-function: getvariable at “getvariable”',
  "select read_text('x')": 'unknown-function: read_text at “read_text”',
  "select system.main.upper('x')": 'query-refused: the function “main.upper” at “system”',
  "select pg_catalog.upper('x')": 'query-refused: the function “pg_catalog.upper” at “pg_catalog”',
  'select * from (describe orders)': 'query-refused: a “describe”, “summarize” or “show”',
  'summarize orders': 'query-refused: a “describe”, “summarize” or “show”',
  'show tables': 'query-refused: a “describe”, “summarize” or “show”',
  'select $1 from orders': 'query-refused: a placeholder',
  'select * from orders using sample 10%': 'query-refused: a random sample',
  'select * from orders tablesample 10%': 'query-refused: a random sample at “orders”',
  'select * from orders at (version => 1)': 'query-refused: an “at” part at “orders”',
  'select 1; select 2': 'query-refused: more than one statement',
  'select 1; drop table orders': 'query-refused: something other than a SELECT',
  "copy orders to 'x.csv'": 'query-refused: “COPY”',
  "attach 'x.db'": 'query-refused: “ATTACH”',
  '-- hello\n pragma enable_profiling': 'query-refused: “PRAGMA”',
  'set threads = 1': 'query-refused: “SET”',
  'install httpfs': 'query-refused: “INSTALL”',
  'create macro m() as 1': 'query-refused: “CREATE”',
  "call pragma_table_info('x')": 'query-refused: “CALL”',
  'explain select 1': 'query-refused: “EXPLAIN”',
  'insert into orders values (1)': 'query-refused: “INSERT”',
  'with x as (delete from orders returning *) select * from x': 'query-syntax: A CTE needs a SELECT',
  'select * from (pivot orders on country using sum(amount))':
    'query-refused: a pivot whose values are not listed, or something other than a SELECT',
  'select * from orders where': 'query-syntax: syntax error at end of input at “e”',
  "select 'é', 'é' from orders where )": 'query-syntax: syntax error at or near ")" at “)”',
  'select * from orders /* open': 'query-syntax: unterminated /* comment at or near "/* open" at “/*”',
  'select 1\u0000 from orders': 'query-syntax: it holds a NUL character at “\u0000”',
  '': 'query-refused: more than one statement',
};

for (const [query, wanted] of Object.entries(attacks))
  test(`refused: ${query}`, async () => expect(await told(query)).toEqual([wanted]));

/** Each of these hides a file behind something that is allowed. */
const hidden: readonly string[] = [
  "select (select content from read_text('x'))",
  "select * from orders where exists (from read_text('x'))",
  "select * from orders, lateral (select * from read_text('x'))",
  "select * from (values ((select content from read_text('x'))))",
  "with a as (with b as (select * from read_text('x')) select * from b) select * from a",
  "with recursive r as (select 1 as a union all select a from r, read_text('x')) select * from r",
  "select 1 union select content from read_text('x')",
  "from (from read_text('x')) pivot (count(*) for a in (1))",
  "select * from orders order by (select content from read_text('x'))",
  "select * from orders limit (select 1 from read_text('x'))",
  "select sum(a) filter (where exists (from read_text('x'))) from orders",
  "select sum(a) over (partition by (select content from read_text('x'))) from orders",
  "select case when true then (select content from read_text('x')) end",
  "select list_transform([1], lambda e: (select content from read_text('x')))",
  "select * replace ((select content from read_text('x')) as id) from orders",
  "select a from orders group by a having exists (from read_text('x'))",
  "select a from orders qualify exists (from read_text('x'))",
  "select * from orders o join orders p on exists (from read_text('x'))",
  "select distinct on ((select content from read_text('x'))) * from orders",
  "select (select content from read_text('x'))::int",
  "select [1, 2][(select 1 from read_text('x'))]",
];

for (const query of hidden)
  test(`refused: ${query}`, async () => {
    expect(await told(query)).toContain('query-refused: the table function “read_text” at “read_text”');
  });

test('a name that a “with” gives ends with its query', async () => {
  const outside = `select * from "x.csv" where 1 in (with "x.csv" as (select 1) select * from "x.csv")`;
  expect(await told(outside)).toEqual(['query-unknown-table: x.csv at “"x.csv"”']);
  expect(await told('with b as (from a), a as (select 1) from b')).toEqual(['query-unknown-table: a at “a”']);
  expect(await told('with "x.csv" as (from "x.csv") from "x.csv"')).toEqual([
    'query-unknown-table: x.csv at “"x.csv"”',
  ]);
  expect(await told('select 1 union (with t as (select 1) from t) union from t')).toEqual([
    'query-unknown-table: t at “t”',
  ]);
});

test('all problems are told at once', async () => {
  expect([...(await told("select getenv('A'), foo(1) from elsewhere, glob('*')"))].sort()).toEqual([
    'query-refused: the table function “glob” at “glob”',
    'query-unknown-table: elsewhere at “elsewhere”',
    'unknown-function: foo at “foo”',
    'unknown-function: getenv at “getenv”',
  ]);
});

test('a query past any size is not parsed twice', async () => {
  expect((await told(`select ${'1,'.repeat(60_000)} 1`))[0]).toMatch(
    /^query-syntax: it has 120009 characters/,
  );
});
