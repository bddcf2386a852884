/** Estimators and models that are disabled: whoever needs them says so before anything runs. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const nodes = [
  {
    id: 'rows',
    kind: 'inline-table',
    params: {
      columns: [
        { name: 'x', type: 'DOUBLE' },
        { name: 'y', type: 'DOUBLE' },
      ],
      rows: [
        ['1', '2'],
        ['2', '4'],
      ],
    },
  },
  { id: 'method', kind: 'linear-regression' },
  { id: 'learn', kind: 'train', params: { label: 'y' } },
  { id: 'use', kind: 'apply-model' },
  { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
];
const edges = [
  { from: 'rows', to: 'learn.in' },
  { from: 'method', to: 'learn.estimator' },
  { from: 'rows', to: 'use.in' },
  { from: 'learn.model', to: 'use.model' },
  { from: 'use', to: 'out' },
];

test.each([
  ['method', 'learn', 'estimator'],
  ['learn', 'use', 'model'],
])('%s is disabled: %s says so', async (off, reader, port) => {
  const some = nodes.map(n => (n.id === off ? { ...n, disabled: true } : n));
  const folder = folderWith({ 'p.millrace': pipeline(some, { edges }) });
  const { diagnostics, finished } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(finished).toBeUndefined();
  expect(diagnostics).toMatchObject([{ severity: 'error', code: 'input-disabled', node: reader, port }]);
  expect(diagnostics[0]?.message).toBe(
    `The input comes from “${off}”, which is disabled and has nothing to hand on there. Enable it or connect another node.`,
  );
});
