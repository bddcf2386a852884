import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const sales = rows({ sku: 'VARCHAR', amount: 'INTEGER' }, [
  ['a', 1],
  ['b', 2],
  [null, 3],
  ['ž', 4],
]);
const prices = rows({ code: 'VARCHAR', since: 'DATE', price: 'DECIMAL(6,2)' }, [
  ['a', '2024-01-01', '1.50'],
  ['a', '2024-06-01', '1.75'],
  ['b', '2024-01-01', null],
  [null, '2024-01-01', '9.99'],
]);

/** Golden cases of `lookup`. */
export const lookupExamples: readonly Example[] = [
  {
    title: 'The latest price; the default stands only where no row is found',
    params: {
      keys: [{ left: 'sku', right: 'code' }],
      columns: [{ column: 'price', name: 'latest', default: 0 }, 'since'],
      orderBy: [{ column: 'since', descending: true }],
    },
    inputs: { left: sales, right: prices },
    outputs: {
      out: rows({ sku: 'VARCHAR', amount: 'INTEGER', latest: 'DECIMAL(6,2)', since: 'DATE' }, [
        ['a', 1, 1.75, '2024-06-01'],
        ['b', 2, null, '2024-01-01'],
        [null, 3, 0, null],
        ['ž', 4, 0, null],
      ]),
    },
  },
  {
    title: 'Without an order the first row that arrives; rows that find nothing are dropped',
    params: { keys: [{ left: 'sku', right: 'code' }], columns: ['price'], missing: 'drop' },
    inputs: { left: sales, right: prices },
    outputs: {
      out: rows({ sku: 'VARCHAR', amount: 'INTEGER', price: 'DECIMAL(6,2)' }, [
        ['a', 1, 1.5],
        ['b', 2, null],
      ]),
    },
  },
  {
    title: 'An empty table finds nothing',
    params: { keys: [{ left: 'sku', right: 'code' }], columns: ['price'] },
    inputs: { left: sales, right: { columns: prices.columns, rows: [] } },
    outputs: {
      out: rows({ sku: 'VARCHAR', amount: 'INTEGER', price: 'DECIMAL(6,2)' }, [
        ['a', 1, null],
        ['b', 2, null],
        [null, 3, null],
        ['ž', 4, null],
      ]),
    },
  },
];
