import type { Example } from '../../engine/catalogue/node.ts';

const pastedColumns = [
  { name: 'plz', type: 'VARCHAR' },
  { name: 'stadt', type: 'VARCHAR' },
  { name: 'kunden', type: 'BIGINT' },
  { name: 'seit', type: 'DATE' },
];

const rates = [
  { name: 'code', type: 'VARCHAR' },
  { name: 'rate', type: 'DECIMAL(5,3)' },
  { name: 'since', type: 'DATE' },
];

export const inlineTableExamples: readonly Example[] = [
  {
    title: 'Typed in',
    params: {
      columns: rates,
      rows: [
        ['FR', 0.2, '2014-01-01'],
        ['DE', '0.190', null],
      ],
    },
    outputs: {
      out: {
        columns: rates,
        rows: [
          ['FR', '0.200', '2014-01-01'],
          ['DE', '0.190', null],
        ],
      },
    },
    ordered: true,
  },
  {
    title: 'Pasted from a spreadsheet',
    params: {
      text: 'plz\tstadt\tkunden\tseit\n01067\tDresden\t12\t2024-02-29\n80331\t"München\n(Mitte)"\t\t2023-01-01\n',
    },
    outputs: {
      out: {
        columns: pastedColumns,
        rows: [
          ['01067', 'Dresden', 12, '2024-02-29'],
          ['80331', 'München\n(Mitte)', null, '2023-01-01'],
        ],
      },
    },
    ordered: true,
  },
  {
    title: 'Without a header, with a type of one’s own',
    params: { text: '1;1.5\n2;3', header: false, types: { column_2: 'DECIMAL(4,1)' } },
    outputs: {
      out: {
        columns: [
          { name: 'column_1', type: 'BIGINT' },
          { name: 'column_2', type: 'DECIMAL(4,1)' },
        ],
        rows: [
          [1, '1.5'],
          [2, '3.0'],
        ],
      },
    },
    ordered: true,
  },
  {
    title: 'No rows, and a name that needs quoting',
    params: { columns: [{ name: 'the "n"', type: 'BIGINT' }] },
    outputs: { out: { columns: [{ name: 'the "n"', type: 'BIGINT' }], rows: [] } },
  },
];
