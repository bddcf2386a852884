import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const given = rows({ id: 'VARCHAR', x: 'INTEGER' }, [
  ['a', 2],
  ['b', 6],
  ['c', null],
]);
const scaled = (a: number, b: number) =>
  rows({ id: 'VARCHAR', x: 'DOUBLE' }, [
    ['a', a],
    ['b', b],
    ['c', null],
  ]);

/** Golden cases of `scale`. */
export const scaleExamples: readonly Example[] = [
  {
    title: 'Mean 0 and deviation 1; null stays',
    params: {},
    inputs: { in: given },
    outputs: { out: scaled(-1, 1) },
    ordered: true,
  },
  {
    title: 'Between two ends',
    params: { method: 'min-max', low: 0, high: 10 },
    inputs: { in: given },
    outputs: { out: scaled(0, 10) },
    ordered: true,
  },
  {
    title: 'A column that never varies keeps its scale',
    params: {},
    inputs: { in: rows({ x: 'DOUBLE' }, [[3], [3]]) },
    outputs: { out: rows({ x: 'DOUBLE' }, [[0], [0]]) },
    ordered: true,
  },
];
