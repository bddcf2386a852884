/** For tests: work that is just enough for threads to be started. */
import { pipeline } from '../../engine/run/test-run.ts';

export const tuningRows = [
  'a,b,c,y',
  ...Array.from({ length: 3000 }, (_, i) => {
    const [a = 0, b = 0, c = 0] = [7919, 104_729, 1_299_709].map(prime => ((i * prime) % 1009) / 1009);
    return [a, b, c, a + b * c > 0.8 ? 'oak' : 'elm'].join(',');
  }),
].join('\n');

/** A search over trees that may be deep and are not. */
export const tuning = pipeline(
  [
    { id: 'rows', kind: 'read-csv', params: { path: 'in.csv' } },
    {
      id: 'tuned',
      kind: 'tune',
      params: {
        label: 'y',
        folds: 4,
        settings: [
          { setting: 'leastRows', values: [700, 900, 1100] },
          { setting: 'trees', values: [20, 30] },
        ],
      },
    },
    { id: 'forest', kind: 'random-forest', params: { depth: 30, seed: 2 } },
    { id: 'board', kind: 'write-csv', params: { path: 'board.csv' } },
  ],
  {
    edges: [
      { from: 'rows', to: 'tuned.in' },
      { from: 'forest', to: 'tuned.estimator' },
      { from: 'tuned.leaderboard', to: 'board' },
    ],
  },
);

const names = Array.from({ length: 8 }, (_, j) => `x${j}`);

export const boostingRows = [
  [...names, 'y'].join(','),
  ...Array.from({ length: 8000 }, (_, i) => {
    const x = names.map((_name, j) => ((i * (7919 + 1234 * j)) % 10_007) / 10_007);
    return [...x, (x[0] ?? 0) + (x[3] ?? 0) > 1 ? 'oak' : 'elm'].join(',');
  }),
].join('\n');

export const boosting = pipeline(
  [
    { id: 'rows', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'trees', kind: 'boosted-trees', params: { rounds: 70, depth: 5 } },
    { id: 'trained', kind: 'train', params: { label: 'y' } },
    { id: 'kept', kind: 'write-model', params: { path: 'm.model.json' } },
  ],
  {
    edges: [
      { from: 'rows', to: 'trained.in' },
      { from: 'trees', to: 'trained.estimator' },
      { from: 'trained.model', to: 'kept' },
    ],
  },
);
