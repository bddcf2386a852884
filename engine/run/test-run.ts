/** For tests: pipelines in folders of their own, run inside the test's process. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Catalogue } from '../catalogue/node.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import type { Finished } from './events.ts';
import { type OpenOptions, openPipeline } from './pipeline.ts';

export type Node = { readonly id: string; readonly kind: string; readonly params?: object };

/** A pipeline whose nodes are joined one after another, unless edges are given. */
export const pipeline = (nodes: readonly Node[], more: object = {}): string =>
  JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    name: 'Test',
    nodes: nodes.map(n => ({ params: {}, ...n })),
    edges: nodes.slice(1).map((n, i) => ({ from: `${nodes[i]?.id}.out`, to: `${n.id}.in` })),
    ...more,
  });

/** A folder with these files, removed when the test file is done. */
export const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-test-')));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

type Ran = { readonly finished?: Finished; readonly diagnostics: readonly Diagnostic[] };

/** Compiles and, where nothing is wrong, runs a pipeline file. */
export const runFile = async (
  catalogue: Catalogue,
  path: string,
  options: Partial<OpenOptions> & { readonly to?: string } = {},
): Promise<Ran> => {
  const { to, ...open } = options;
  const opened = await openPipeline({ path, catalogue, ...open });
  if (!('compile' in opened)) return { diagnostics: opened.diagnostics };
  try {
    const { diagnostics } = await opened.compile();
    if (diagnostics.some(isError)) return { diagnostics };
    return { diagnostics, finished: await opened.run({ ...(to !== undefined && { to }) }) };
  } finally {
    await opened.close();
  }
};
