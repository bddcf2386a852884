import type { Example } from '../../engine/catalogue/node.ts';

const orders = {
  columns: [
    { name: 'id', type: 'INTEGER' },
    { name: 'customer', type: 'VARCHAR' },
    { name: 'amount', type: 'DECIMAL(8,2)' },
  ],
  rows: [
    [1, 'Ana', '10.00'],
    [2, 'Bo', null],
    [3, 'Ana', '2.50'],
  ],
};

export const sqlExamples: readonly Example[] = [
  {
    title: 'Totals, largest first',
    params: {
      query: `-- one row a customer
select customer, count(*) as orders, sum(amount) as total
from input
group by customer
order by total desc nulls last;`,
    },
    inputs: { in: orders },
    outputs: {
      out: {
        columns: [
          { name: 'customer', type: 'VARCHAR' },
          { name: 'orders', type: 'BIGINT' },
          { name: 'total', type: 'DECIMAL(38,2)' },
        ],
        rows: [
          ['Ana', 2, '12.50'],
          ['Bo', 1, null],
        ],
      },
    },
    ordered: true,
  },
  {
    title: 'Two inputs, by the ids of their nodes',
    params: {
      query: `with known as (select name from in2)
select in1.id, in1.customer from in1 where customer not in (from known)`,
    },
    inputs: {
      in: [orders, { columns: [{ name: 'name', type: 'VARCHAR' }], rows: [['Ana'], ["O'Neil"]] }],
    },
    outputs: {
      out: {
        columns: [
          { name: 'id', type: 'INTEGER' },
          { name: 'customer', type: 'VARCHAR' },
        ],
        rows: [[2, 'Bo']],
      },
    },
  },
  {
    title: 'A running total',
    params: {
      query: `select id, sum(coalesce(amount, 0)) over (order by id) as so_far from input order by id`,
    },
    inputs: { in: orders },
    outputs: {
      out: {
        columns: [
          { name: 'id', type: 'INTEGER' },
          { name: 'so_far', type: 'DECIMAL(38,2)' },
        ],
        rows: [
          [1, '10.00'],
          [2, '10.00'],
          [3, '12.50'],
        ],
      },
    },
    ordered: true,
  },
];
