import type { Example } from '../../engine/catalogue/node.ts';

export const randomExamples: readonly Example[] = [
  {
    title: 'The same rows on every machine',
    params: {
      rows: 4,
      seed: 7,
      columns: [
        { name: 'id', distribution: 'integer', min: 1000, max: 9999 },
        { name: 'country', distribution: 'choice', values: ['FR', 'DE', 'Österreich'], weights: [2, 1, 1] },
        { name: 'day', distribution: 'date', from: '2024-02-28', to: '2024-03-01' },
        { name: 'member', distribution: 'boolean', nulls: 0.5 },
      ],
    },
    outputs: {
      out: {
        columns: [
          { name: 'id', type: 'BIGINT' },
          { name: 'country', type: 'VARCHAR' },
          { name: 'day', type: 'DATE' },
          { name: 'member', type: 'BOOLEAN' },
        ],
        rows: [
          [4323, 'DE', '2024-02-28', true],
          [4146, 'FR', '2024-02-28', true],
          [1932, 'FR', '2024-02-28', false],
          [3536, 'Österreich', '2024-03-01', null],
        ],
      },
    },
    ordered: true,
  },
  {
    title: 'Measurements, some of them missing',
    params: {
      rows: 4,
      seed: 1,
      columns: [
        { name: 'share', distribution: 'uniform' },
        { name: 'height', distribution: 'normal', mean: 170, deviation: 10, nulls: 0.4 },
      ],
    },
    outputs: {
      out: {
        columns: [
          { name: 'share', type: 'DOUBLE' },
          { name: 'height', type: 'DOUBLE' },
        ],
        rows: [
          [0.26047952632853544, 175.59009],
          [0.4545764112418752, 164.66665],
          [0.15205570437833926, null],
          [0.3025349660084784, 143.59976],
        ],
      },
    },
    ordered: true,
  },
];
