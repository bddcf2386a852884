import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const sales = rows({ shop: 'VARCHAR', sold: 'DOUBLE' }, [
  ['a', 10],
  ['a', 20],
  ['b', 40],
  [null, 50],
]);

/** Golden cases of `target-encode`. */
export const targetEncodeExamples: readonly Example[] = [
  {
    title: 'The mean of each category, drawn to the mean of all by one row’s worth; null is the mean of all',
    params: { columns: ['shop'], label: 'sold', smoothing: 1, folds: 0 },
    inputs: { in: sales },
    outputs: {
      out: rows({ shop: 'DOUBLE', sold: 'DOUBLE' }, [
        [20, 10],
        [20, 20],
        [35, 40],
        [30, 50],
      ]),
    },
    ordered: true,
  },
  {
    title:
      'With folds a row does not see its own label: the only row of a category has the mean of the other folds',
    params: { label: 'sold', folds: 2, suffix: '_mean', smoothing: 0 },
    inputs: {
      in: rows({ shop: 'VARCHAR', sold: 'DOUBLE' }, [
        ['a', 10],
        ['a', 20],
        ['b', 40],
        ['c', 60],
      ]),
    },
    outputs: {
      out: rows({ shop: 'VARCHAR', sold: 'DOUBLE', shop_mean: 'DOUBLE' }, [
        ['a', 10, 20],
        ['a', 20, 10],
        ['b', 40, 20],
        ['c', 60, 20],
      ]),
    },
    ordered: true,
  },
  {
    title: 'A column for each of three classes: the share of its rows',
    params: { label: 'kind', folds: 0, smoothing: 0 },
    inputs: {
      in: rows({ shop: 'VARCHAR', kind: 'VARCHAR' }, [
        ['a', 'x'],
        ['a', 'y'],
        ['b', 'z'],
      ]),
    },
    outputs: {
      out: rows({ kind: 'VARCHAR', shop_x: 'DOUBLE', shop_y: 'DOUBLE', shop_z: 'DOUBLE' }, [
        ['x', 0.5, 0.5, 0],
        ['y', 0.5, 0.5, 0],
        ['z', 0, 0, 1],
      ]),
    },
    ordered: true,
  },
];
