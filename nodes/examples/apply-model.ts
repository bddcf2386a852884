import type { Example } from '../../engine/catalogue/node.ts';
import { rows } from '../shared/rows.ts';

/** Golden cases of `apply-model`. */
export const applyModelExamples: readonly Example[] = [
  {
    title: 'The model repeats the steps it learned with: rows come as they are',
    params: {},
    before: {
      nodes: [
        { id: 'scale', kind: 'scale', params: { columns: ['x'] } },
        { id: 'method', kind: 'linear-regression', params: {} },
        { id: 'train', kind: 'train', params: { label: 'y' } },
      ],
      edges: [
        { from: 'learn', to: 'scale' },
        { from: 'scale', to: 'train.in' },
        { from: 'method', to: 'train.estimator' },
        { from: 'train.model', to: 'node.model' },
      ],
    },
    inputs: {
      in: rows({ id: 'VARCHAR', x: 'DOUBLE' }, [
        ['new', 8],
        ['gap', null],
      ]),
      learn: rows({ x: 'DOUBLE', y: 'DOUBLE' }, [
        [2, 5],
        [6, 13],
      ]),
    },
    outputs: {
      out: rows({ id: 'VARCHAR', x: 'DOUBLE', prediction: 'DOUBLE' }, [
        ['new', 8, 17],
        ['gap', null, null],
      ]),
    },
    ordered: true,
  },
];
