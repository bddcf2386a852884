/** The README's demo pipeline as something to build: its sources, what was saved, and what the command line makes of it. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseEndpoint } from '../engine/graph/endpoint.ts';
import { kinds } from '../nodes/index.ts';
import { expect } from './app.ts';

const root = resolve(import.meta.dirname ?? '.', '..');
const demo = join(root, 'fixtures', 'demo');

export const demoFile = join(demo, 'clean-orders.millrace');

/** Puts the sources of the demo, and nothing else of it, into a folder. */
export const putSources = (folder: string): Promise<void> =>
  cp(join(demo, 'data'), join(folder, 'data'), { recursive: true });

type Saved = {
  readonly name: string;
  readonly description?: string;
  readonly parameters?: object;
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: string;
    readonly title?: string;
    readonly params: object;
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
};

/**
 * What a saved pipeline says, its layout and the ids of its nodes aside: a node is called by its title. Settings are read
 * as the engine reads them, so that two spellings of one key are the same key.
 */
export const graphOf = async (path: string) => {
  const saved = JSON.parse(await readFile(path, 'utf8')) as Saved;
  const titles = new Map(saved.nodes.map(node => [node.id, node.title ?? node.id]));
  const end = (text: string, port: string): string => {
    const at = parseEndpoint(text);
    return `${titles.get(at.node)} . ${at.port ?? port}`;
  };
  return {
    name: saved.name,
    description: saved.description,
    parameters: saved.parameters ?? {},
    nodes: Object.fromEntries(
      saved.nodes.map(({ id, kind, params }) => [
        titles.get(id),
        { kind, params: kinds.find(k => k.kind === kind)?.params.parse(params) },
      ]),
    ),
    edges: saved.edges.map(({ from, to }) => `${end(from, 'out')} -> ${end(to, 'in')}`).sort(),
  };
};

/** Runs a saved pipeline with the command line, in a copy of its folder that holds the pipeline and its sources only. */
export const runByCommand = async (folder: string, file: string): Promise<string> => {
  const other = await realpath(await mkdtemp(join(tmpdir(), 'millrace-e2e-command-')));
  await putSources(other);
  await cp(join(folder, file), join(other, file));
  await promisify(execFile)(process.execPath, [join(root, 'bin', 'millrace.mjs'), 'run', join(other, file)], {
    cwd: other,
    env: { ...process.env, MILLRACE_CACHE_DIR: join(other, '.cache') },
  });
  return other;
};

/** Columns with their types, then the rows. Nothing sorts them before they are written, so they have no order to compare. */
const parquetRows = async (path: string): Promise<readonly string[]> => {
  const connection = await (await DuckDBInstance.create()).connect();
  try {
    const columns = await connection.runAndReadAll(`describe select * from read_parquet('${path}')`);
    const rows = await connection.runAndReadAll(`select to_json(r) from read_parquet('${path}') as r`);
    return [
      JSON.stringify(columns.getRowsJson()),
      ...rows
        .getRows()
        .map(row => String(row[0]))
        .sort(),
    ];
  } finally {
    connection.closeSync();
  }
};

/** The outputs of the demo are the same in two folders: the report byte for byte, the orders row for row. */
export const expectSameOutputs = async (one: string, other: string): Promise<void> => {
  const report = join('output', 'revenue-by-country.csv');
  const [mine, theirs] = await Promise.all([one, other].map(folder => readFile(join(folder, report))));
  expect(mine?.toString('utf8').split('\n').length).toBeGreaterThan(20);
  expect(mine).toEqual(theirs);
  const orders = join('output', 'orders.parquet');
  const rows = await parquetRows(join(one, orders));
  expect(rows).toHaveLength(1 + 1758);
  const theirRows = new Set(await parquetRows(join(other, orders)));
  expect(theirRows.size).toBe(rows.length);
  expect(rows.filter(row => !theirRows.has(row))).toEqual([]);
};
