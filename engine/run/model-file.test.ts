/** A pipeline that reads a model file which somebody has made to do more than predict. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { modelText } from '../../nodes/examples/model-file.ts';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

const edges = [
  { from: 'rows', to: 'use.in' },
  { from: 'kept.model', to: 'use.model' },
];
const nodes = [
  { id: 'rows', kind: 'inline-table', params: { columns: [{ name: 'x', type: 'DOUBLE' }], rows: [['1']] } },
  { id: 'kept', kind: 'read-model', params: { path: 'm.model.json' } },
  { id: 'use', kind: 'apply-model' },
  { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
];
const run = (text: string) => {
  const all = [...edges, { from: 'use', to: 'out' }];
  const folder = folderWith({ 'm.model.json': text, 'p.millrace': pipeline(nodes, { edges: all }) });
  return runFile(catalogue, join(folder, 'p.millrace'));
};

test('the sound one is applied', async () => {
  expect((await run(modelText)).finished?.status).toBe('succeeded');
});

test.each(['input', 'output'])('a type of a column in “%s” cannot carry a query', async of => {
  const model = JSON.parse(modelText);
  model[of][0].type = 'DOUBLE) AS z, CAST(42 AS DOUBLE';
  const { diagnostics, finished } = await run(JSON.stringify(model));
  expect(finished).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'ml-model-invalid', node: 'kept', param: 'path' }]);
  expect(diagnostics[0]?.message).toContain(`${of}.0.type`);
});
