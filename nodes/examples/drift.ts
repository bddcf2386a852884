import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

const given = { x: 'DOUBLE', y: 'DOUBLE' };
const told = {
  what: 'VARCHAR',
  column: 'VARCHAR',
  rows: 'BIGINT',
  missing: 'DOUBLE',
  missing_then: 'DOUBLE',
  unseen: 'DOUBLE',
  psi: 'DOUBLE',
  ks: 'DOUBLE',
  moved: 'VARCHAR',
};

/** Golden cases of `drift`. */
export const driftExamples: readonly Example[] = [
  {
    title: 'The rows that a model learned from have not moved',
    params: {},
    before: {
      nodes: [
        { id: 'method', kind: 'linear-regression', params: {} },
        { id: 'fit', kind: 'train', params: { label: 'y' } },
        {
          id: 'given',
          kind: 'inline-table',
          params: {
            columns: [
              { name: 'x', type: 'DOUBLE' },
              { name: 'y', type: 'DOUBLE' },
            ],
            rows: [
              ['1', '1'],
              ['2', '3'],
              ['3', '5'],
            ],
          },
        },
      ],
      edges: [
        { from: 'given', to: 'fit.in' },
        { from: 'method', to: 'fit.estimator' },
        { from: 'fit.model', to: 'node.model' },
      ],
    },
    inputs: {
      in: rows(given, [
        [1, 1],
        [2, 3],
        [3, 5],
      ]),
    },
    outputs: {
      out: rows(told, [
        ['column', 'x', 3, 0, 0, null, 0, 0, 'little'],
        ['prediction', 'prediction', 3, 0, 0, null, 0, 0, 'little'],
      ]),
    },
  },
];
