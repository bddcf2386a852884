/** The rows that a run tells of each node are those that left it, although one query does the work of all. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, pipeline, runFile } from './test-run.ts';

const rowsOf = async (document: string, files: Record<string, string>) => {
  const folder = folderWith({ ...files, 'p.millrace': document });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'));
  expect(diagnostics).toEqual([]);
  return Object.fromEntries(Object.entries(finished?.nodes ?? {}).map(([id, node]) => [id, node.rows]));
};
const read = (id: string, path: string) => ({ id, kind: 'read-csv', params: { path } });
const keep = { id: 'keep', kind: 'filter', params: { condition: 'id > 1' } };
const out = { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } };
const twice = { 'a.csv': 'id\n1\n1\n2\n2\n3\n', 'b.csv': 'id\n2\n2\n3\n9\n' };

test('the engine moves filters below a distinct; the count stays above it', async () => {
  const document = pipeline([read('a', 'a.csv'), { id: 'once', kind: 'drop-duplicates' }, keep, out]);
  expect(await rowsOf(document, twice)).toEqual({ a: 5, once: 3, keep: 2, out: 2 });
});

test.each([
  ['intersect', 2],
  ['except', 1],
])('… and below %s', async (kind, rows) => {
  const document = pipeline([read('a', 'a.csv'), read('b', 'b.csv'), { id: 'both', kind }, keep, out], {
    edges: [
      { from: 'a.out', to: 'both.left' },
      { from: 'b.out', to: 'both.right' },
      { from: 'both.out', to: 'keep' },
      { from: 'keep.out', to: 'out' },
    ],
  });
  expect(await rowsOf(document, twice)).toMatchObject({ both: rows });
});
