import type { Example, ExampleTable } from '../../engine/catalogue/node.ts';

const orders: ExampleTable = {
  columns: [
    { name: 'country', type: 'VARCHAR' },
    { name: 'amount', type: 'DECIMAL(9,2)' },
    { name: 'day', type: 'DATE' },
  ],
  rows: [
    ['NO', '2.00', '2024-02-28'],
    ['NO', '3.50', '2024-02-29'],
    ['SE', '4.00', '2024-02-29'],
    [null, '1.00', null],
  ],
};

const told = (names: readonly string[]) => names.map(name => ({ name, type: 'BIGINT' }));

export const chartExamples: readonly Example[] = [
  {
    title: 'The sum of each category; null is one',
    params: { type: 'bar', x: 'country', aggregate: 'sum', y: 'amount' },
    inputs: { in: orders },
    outputs: {
      chart: {
        columns: [
          { name: 'x', type: 'VARCHAR' },
          { name: 'value', type: 'DOUBLE' },
          ...told(['of_x', 'of_rows']),
        ],
        rows: [
          ['NO', 5.5, 3, 4],
          ['SE', 4, 3, 4],
          [null, 1, 3, 4],
        ],
      },
    },
    ordered: true,
  },
  {
    title: 'A line along days, told apart by country; a row without a day has no place',
    params: { type: 'line', x: 'day', colour: 'country' },
    inputs: { in: orders },
    outputs: {
      chart: {
        columns: [
          { name: 'x', type: 'DOUBLE' },
          { name: 'value', type: 'BIGINT' },
          { name: 'colour', type: 'VARCHAR' },
          ...told(['of_colour', 'of_rows']),
        ],
        rows: [
          [1709078400000, 1, 'NO', 2, 4],
          [1709164800000, 1, 'NO', 2, 4],
          [1709164800000, 1, 'SE', 2, 4],
        ],
      },
    },
    ordered: true,
  },
  {
    title: 'Bins of equal width, the last with its right edge',
    params: { type: 'histogram', x: 'amount' },
    inputs: {
      in: {
        columns: [{ name: 'amount', type: 'DOUBLE' }],
        rows: [[0], [1], [2], [12], ['nan'], [null]],
      },
    },
    outputs: {
      chart: {
        columns: [
          { name: 'x', type: 'DOUBLE' },
          { name: 'x2', type: 'DOUBLE' },
          { name: 'value', type: 'BIGINT' },
          ...told(['of_rows']),
        ],
        rows: [
          [0, 3, 3, 6],
          [9, 12, 1, 6],
        ],
      },
    },
    ordered: true,
  },
  {
    title: 'No rows, no marks',
    params: { type: 'scatter', x: 'amount', y: 'amount' },
    inputs: { in: { columns: [{ name: 'amount', type: 'DOUBLE' }], rows: [] } },
    outputs: {
      chart: {
        columns: [{ name: 'x', type: 'DOUBLE' }, { name: 'y', type: 'DOUBLE' }, ...told(['of_rows'])],
        rows: [],
      },
    },
  },
];
