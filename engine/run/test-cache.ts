/** For tests of the cache: a folder with a pipeline of five steps that can be run again and again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../nodes/index.ts';
import { folderWith, type Node, pipeline, runFile } from './test-run.ts';

export const rows = (n: number, from = 0): string =>
  `id,country,amount\n${Array.from({ length: n }, (_, i) => `${i + from},${i % 2 ? 'FR' : 'DE'},${i}.5\n`).join('')}`;

export const steps = (condition = 'amount > 2', input = 'in.csv'): Node[] => [
  { id: 'orders', kind: 'read-csv', params: { path: input } },
  { id: 'big', kind: 'filter', params: { condition } },
  {
    id: 'sums',
    kind: 'aggregate',
    params: { groupBy: ['country'], aggregates: [{ name: 'total', function: 'sum', column: 'amount' }] },
  },
  { id: 'order', kind: 'sort', params: { keys: [{ column: 'country' }] } },
  { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
];

export const workbench = (nodes: readonly Node[] = steps(), files: Record<string, string> = {}) => {
  const folder = folderWith({ 'in.csv': rows(10), 'p.millrace': pipeline(nodes), ...files });
  const cache = join(folder, 'cache');
  const at = (name: string) => join(folder, name);
  return {
    folder,
    cache,
    at,
    write: (name: string, text: string) => writeFileSync(at(name), text),
    text: (name: string) => readFileSync(at(name), 'utf8'),
    run: async (more: Parameters<typeof runFile>[2] = {}, file = 'p.millrace') => {
      const { finished, diagnostics } = await runFile(catalogue, at(file), { cache, ...more });
      if (finished === undefined) throw new Error(diagnostics.map(d => d.message).join('\n'));
      const reasons = Object.fromEntries(Object.entries(finished.nodes).map(([id, n]) => [id, n.reason]));
      return { ...finished, reasons };
    },
  };
};
