/** For tests of outputs: a folder with one small CSV file and a pipeline that writes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../nodes/index.ts';
import type { Finished } from './events.ts';
import { folderWith, type Node, pipeline, runFile } from './test-run.ts';

export const reader: Node = { id: 'orders', kind: 'read-csv', params: { path: 'in.csv' } };
export const writer = (path: string, more: object = {}, kind = 'write-csv'): Node => ({
  id: 'out',
  kind,
  params: { path, ...more },
});

export const bench = (
  nodes: readonly Node[],
  files: Readonly<Record<string, string>> = {},
  more: object = {},
) => {
  const folder = folderWith({ 'in.csv': 'id,c\n1,a\n2,b\n', 'p.millrace': pipeline(nodes, more), ...files });
  const at = (name: string) => join(folder, name);
  return {
    folder,
    at,
    text: (name: string) => readFileSync(at(name), 'utf8'),
    names: (name = '.') =>
      readdirSync(at(name))
        .filter(n => n !== 'p.millrace')
        .sort(),
    run: () => runFile(catalogue, at('p.millrace')),
  };
};

export const endOf = (ran: {
  finished?: Finished;
  diagnostics: readonly { code: string; message: string }[];
}) => ({
  status: ran.finished?.status,
  error: ran.finished?.error ?? ran.diagnostics.find(d => d.code !== 'unused-output'),
});
