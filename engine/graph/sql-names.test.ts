import { expect, test } from 'vitest';
import { renameNode } from './edits.ts';
import { parsePipeline } from './parse.ts';
import { paste, snippetOf } from './snippet.ts';
import { renameTables } from './sql-names.ts';

const rename = (query: string, names: Readonly<Record<string, string>> = { orders: 'sales' }) =>
  renameTables(query, new Map(Object.entries(names)));

test.each<[why: string, before: string, after: string]>([
  ['a table', 'select * from orders', 'select * from sales'],
  ['letter case aside', 'SELECT * FROM Orders', 'SELECT * FROM sales'],
  [
    'quoted',
    'select * from "orders" where "orders"."id" > 1',
    'select * from "sales" where "sales"."id" > 1',
  ],
  ['in front of columns', 'select orders.id, orders.* from orders', 'select sales.id, sales.* from sales'],
  ['with an alias', 'select o.id from orders o', 'select o.id from sales o'],
  ['with an alias after as', 'select o.id from orders as o', 'select o.id from sales as o'],
  [
    'in a list and joins',
    'from a, orders left join b using (id), orders x',
    'from a, sales left join b using (id), sales x',
  ],
  ['in a condition', 'from a join orders on a.id = orders.id, c', 'from a join sales on a.id = sales.id, c'],
  ['in brackets', 'select * from (a join orders using (id))', 'select * from (a join sales using (id))'],
  [
    'in a subquery',
    'select (select max(id) from orders) from a',
    'select (select max(id) from sales) from a',
  ],
  [
    'in exists',
    'from a where exists (select 1 from orders where orders.id = a.id)',
    'from a where exists (select 1 from sales where sales.id = a.id)',
  ],
  ['of a pivot', 'pivot orders on country using sum(n)', 'pivot sales on country using sum(n)'],
  ['after from comes select', 'from orders select id', 'from sales select id'],
  [
    'of a set operation',
    'select * from orders union all select * from orders',
    'select * from sales union all select * from sales',
  ],
  [
    'not in strings',
    "select 'from orders', e'it\\'s from orders', $$from orders$$ from orders",
    "select 'from orders', e'it\\'s from orders', $$from orders$$ from sales",
  ],
  [
    'not in comments',
    '-- from orders\nselect * /* from orders /* from orders */ */ from orders',
    '-- from orders\nselect * /* from orders /* from orders */ */ from sales',
  ],
  ['not in parameters', 'select ${orders} from orders', 'select ${orders} from sales'],
  ['not a part of a longer name', 'select * from orders_2, orders', 'select * from orders_2, sales'],
  ['not a column of another table', 'select a.orders from a, orders', 'select a.orders from a, sales'],
  ['not in extract', 'select extract(year from orders) from t', 'select extract(year from orders) from t'],
  [
    'not after is distinct from',
    'select a is distinct from orders from t',
    'select a is distinct from orders from t',
  ],
  [
    'a column of the same name keeps its meaning',
    'select orders, orders.id from orders',
    'select orders, orders.id from sales AS orders',
  ],
  [
    'an alias of the same name',
    'select count(*) as orders from orders order by orders',
    'select count(*) as orders from sales AS orders order by orders',
  ],
  [
    'another table under the name',
    'select orders.id from customers as orders',
    'select orders.id from customers as orders',
  ],
  [
    'a definition of the same name',
    'with orders as (select * from orders where n > 1) select orders.id from orders',
    'with orders as (select * from sales AS orders where n > 1) select orders.id from orders',
  ],
  [
    'a recursive definition',
    'with recursive orders as (select 1 as n union all select n + 1 from orders) from orders',
    'with recursive orders as (select 1 as n union all select n + 1 from orders) from orders',
  ],
  [
    'definitions beside it',
    'with a as (from orders), b(x) as (from a join orders using (id)) from b, orders',
    'with a as (from sales), b(x) as (from a join sales using (id)) from b, sales',
  ],
  [
    'the new name stands for something else',
    'select sales.id from customers sales, orders',
    'select sales.id from customers sales, sales AS orders',
  ],
  [
    'the new name is a definition: nothing is done',
    'with sales as (select 1) from sales, orders',
    'with sales as (select 1) from sales, orders',
  ],
  ['a query that is not finished', 'select "x from orders', 'select "x from sales'],
  ['an open comment', 'select * from orders /* from orders', 'select * from sales /* from orders'],
])('%s', (_, before, after) => {
  expect(rename(before)).toBe(after);
});

test('a name that SQL has a use for is quoted', () => {
  expect(rename('select orders.id from orders', { orders: 'order' })).toBe('select "order".id from "order"');
});

test('two tables change names at once', () => {
  expect(rename('from a join b on a.id = b.id', { a: 'b', b: 'a' })).toBe('from b join a on b.id = a.id');
});

const document = (() => {
  const { document: parsed } = parsePipeline(
    JSON.stringify({
      format: 'millrace/pipeline',
      version: 1,
      name: 'Q',
      nodes: [
        { id: 'orders', kind: 'read-csv', params: { path: 'a.csv' } },
        { id: 'clean', kind: 'drop-nulls', params: {} },
        {
          id: 'joined',
          kind: 'sql',
          params: { query: 'from orders join clean using (id) join clean_rejected using (id)' },
        },
        { id: 'else', kind: 'sql', params: { query: 'select * from orders' } },
      ],
      edges: [
        { from: 'orders', to: 'joined' },
        { from: 'clean.out', to: 'joined' },
        { from: 'clean.rejected', to: 'joined' },
      ],
      layout: {},
    }),
  );
  if (parsed === undefined) throw new Error('a pipeline');
  return parsed;
})();
const queryOf = (d: typeof document, id: string) => d.nodes.find(n => n.id === id)?.params.query;

test('an id changes in the queries that read it, and in no other', () => {
  const renamed = renameNode(renameNode(document, 'orders', 'sales'), 'clean', 'tidy');
  expect(queryOf(renamed, 'joined')).toBe('from sales join tidy using (id) join tidy_rejected using (id)');
  expect(queryOf(renamed, 'else')).toBe('select * from orders');
});

test('pasted queries read the pasted nodes', () => {
  const snippet = snippetOf(document, new Set(['orders', 'joined']));
  const { document: pasted } = paste(document, snippet, [0, 0]);
  expect(queryOf(pasted, 'joined_2')).toBe(
    'from orders_2 join clean using (id) join clean_rejected using (id)',
  );
  expect(queryOf(pasted, 'joined')).toBe(queryOf(document, 'joined'));
});
