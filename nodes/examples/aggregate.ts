import type { Example } from '../../engine/catalogue/node.ts';

const sales = {
  columns: [
    { name: 'country', type: 'VARCHAR' },
    { name: 'city', type: 'VARCHAR' },
    { name: 'amount', type: 'INTEGER' },
  ],
  rows: [
    ['FR', 'Paris', 10],
    ['FR', 'Lyon', 20],
    ['FR', 'Paris', null],
    ['PT', 'Porto', 5],
    [null, 'Oslo', 7],
  ],
};

/** Golden cases of `aggregate`. */
export const aggregateExamples: readonly Example[] = [
  {
    title: 'Figures by country; missing amounts are skipped, a missing country is a group',
    params: {
      groupBy: ['country'],
      aggregates: [
        { name: 'total', function: 'sum', column: 'amount' },
        { function: 'mean', column: 'amount' },
        { name: 'orders', function: 'count' },
        { function: 'count', column: 'amount' },
      ],
    },
    inputs: { in: sales },
    outputs: {
      out: {
        columns: [
          { name: 'country', type: 'VARCHAR' },
          { name: 'total', type: 'BIGINT' },
          { name: 'mean_amount', type: 'DOUBLE' },
          { name: 'orders', type: 'BIGINT' },
          { name: 'count_amount', type: 'BIGINT' },
        ],
        rows: [
          ['FR', 30, 15, 3, 2],
          ['PT', 5, 5, 1, 1],
          [null, 7, 7, 1, 1],
        ],
      },
    },
  },
  {
    title: 'Rollup with a level column',
    params: {
      groupBy: ['country', 'city'],
      aggregates: [{ name: 'total', function: 'sum', column: 'amount' }],
      grouping: 'rollup',
      levelColumn: 'level',
    },
    inputs: { in: sales },
    outputs: {
      out: {
        columns: [
          { name: 'country', type: 'VARCHAR' },
          { name: 'city', type: 'VARCHAR' },
          { name: 'total', type: 'BIGINT' },
          { name: 'level', type: 'VARCHAR' },
        ],
        rows: [
          ['FR', 'Lyon', 20, 'country, city'],
          ['FR', 'Paris', 10, 'country, city'],
          ['FR', null, 30, 'country'],
          ['PT', 'Porto', 5, 'country, city'],
          ['PT', null, 5, 'country'],
          [null, 'Oslo', 7, 'country, city'],
          [null, null, 42, 'all rows'],
          [null, null, 7, 'country'],
        ],
      },
    },
  },
  {
    title: 'Grouping sets that are listed',
    params: {
      groupBy: ['country', 'city'],
      aggregates: [{ name: 'orders', function: 'count' }],
      grouping: 'sets',
      sets: [['country'], ['city'], []],
    },
    inputs: { in: sales },
    outputs: {
      out: {
        columns: [
          { name: 'country', type: 'VARCHAR' },
          { name: 'city', type: 'VARCHAR' },
          { name: 'orders', type: 'BIGINT' },
        ],
        rows: [
          ['FR', null, 3],
          ['PT', null, 1],
          [null, null, 1],
          [null, 'Lyon', 1],
          [null, 'Oslo', 1],
          [null, 'Paris', 2],
          [null, 'Porto', 1],
          [null, null, 5],
        ],
      },
    },
  },
  {
    title: 'No rows without groups is one row; sums are null, counts zero',
    params: {
      aggregates: [
        { name: 'rows', function: 'count' },
        { name: 'total', function: 'sum', column: 'amount' },
        { name: 'cities', function: 'count_distinct', column: 'city' },
        { name: 'names', function: 'list', column: 'city' },
      ],
    },
    inputs: { in: { columns: sales.columns, rows: [] } },
    outputs: {
      out: {
        columns: [
          { name: 'rows', type: 'BIGINT' },
          { name: 'total', type: 'BIGINT' },
          { name: 'cities', type: 'BIGINT' },
          { name: 'names', type: 'VARCHAR[]' },
        ],
        rows: [[0, null, 0, null]],
      },
    },
  },
  {
    title: 'No rows with groups is no rows',
    params: { groupBy: ['country'], aggregates: [{ name: 'n', function: 'count' }] },
    inputs: { in: { columns: sales.columns, rows: [] } },
    outputs: {
      out: {
        columns: [
          { name: 'country', type: 'VARCHAR' },
          { name: 'n', type: 'BIGINT' },
        ],
        rows: [],
      },
    },
  },
  {
    title: 'First, last and joined texts in an order; the mode of a tie is the smallest',
    params: {
      aggregates: [
        { name: 'cheapest', function: 'first', column: 'city', orderBy: [{ column: 'amount' }] },
        { name: 'latest', function: 'last', column: 'city' },
        { name: 'cities', function: 'string_agg', column: 'city', separator: ' / ', distinct: true },
        { name: 'all cities', function: 'string_agg', column: 'city' },
        { name: 'usual', function: 'mode', expression: "case when city = 'Paris' then null else city end" },
      ],
    },
    inputs: { in: sales },
    outputs: {
      out: {
        columns: [
          { name: 'cheapest', type: 'VARCHAR' },
          { name: 'latest', type: 'VARCHAR' },
          { name: 'cities', type: 'VARCHAR' },
          { name: 'all cities', type: 'VARCHAR' },
          { name: 'usual', type: 'VARCHAR' },
        ],
        rows: [['Porto', 'Oslo', 'Lyon / Oslo / Paris / Porto', 'Paris, Lyon, Paris, Porto, Oslo', 'Lyon']],
      },
    },
  },
  {
    title: 'Conditions, expressions and formulas',
    params: {
      groupBy: ['country'],
      aggregates: [
        { name: 'large', function: 'count', filter: 'amount >= 10' },
        { name: 'doubled', function: 'sum', expression: 'amount * 2' },
        {
          name: 'share in Paris',
          function: 'formula',
          formula: "count(*) filter (city = 'Paris') / count(*)",
        },
        { name: 'upper quartile', function: 'quantile', column: 'amount', percentile: 0.75 },
      ],
    },
    inputs: { in: { columns: sales.columns, rows: sales.rows.slice(0, 4) } },
    outputs: {
      out: {
        columns: [
          { name: 'country', type: 'VARCHAR' },
          { name: 'large', type: 'BIGINT' },
          { name: 'doubled', type: 'BIGINT' },
          { name: 'share in Paris', type: 'DOUBLE' },
          { name: 'upper quartile', type: 'DOUBLE' },
        ],
        rows: [
          ['FR', 2, 60, 0.6666666666666666, 17.5],
          ['PT', 0, 10, 0, 5],
        ],
      },
    },
  },
  {
    title: 'Spread of infinite values is NaN; names with quotes work',
    params: {
      groupBy: ['the "group"'],
      aggregates: [
        { function: 'stddev', column: 'größe' },
        { function: 'variance_pop', column: 'größe' },
        { function: 'max', column: 'größe' },
      ],
    },
    inputs: {
      in: {
        columns: [
          { name: 'the "group"', type: 'VARCHAR' },
          { name: 'größe', type: 'DOUBLE' },
        ],
        rows: [
          ["a'b", 1],
          ["a'b", 3],
          ["a'b", 5],
          ['∞', 2],
          ['∞', 'Infinity'],
        ],
      },
    },
    outputs: {
      out: {
        columns: [
          { name: 'the "group"', type: 'VARCHAR' },
          { name: 'stddev_größe', type: 'DOUBLE' },
          { name: 'variance_pop_größe', type: 'DOUBLE' },
          { name: 'max_größe', type: 'DOUBLE' },
        ],
        rows: [
          ["a'b", 2, 2.6666666666666665, 5],
          ['∞', 'NaN', 'NaN', 'Infinity'],
        ],
      },
    },
  },
];
