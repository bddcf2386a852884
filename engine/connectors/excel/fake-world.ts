import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { engineError } from '../../diagnostics/errors.ts';
import type { DataType, Schema } from '../../schema/types.ts';
import type { Cell, RowStream, SourceConnector, Stage, World } from '../contract.ts';

/** A folder for one test file, and a world that may read and write only in it. For tests. */
export const fakeWorld = (signal: AbortSignal = new AbortController().signal) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-test-'));
  const inside = (path: string, access: 'read' | 'write'): Promise<string> => {
    const absolute = resolve(folder, path);
    return absolute.startsWith(folder)
      ? Promise.resolve(absolute)
      : Promise.reject(engineError('path-refused', { path, access, reason: 'it lies outside the folder' }));
  };
  let temporary = 0;
  const world: World = {
    readPath: path => inside(path, 'read'),
    writePath: path => inside(path, 'write'),
    allowHost: host => {
      throw engineError('host-refused', { host });
    },
    resolveSecrets: text => text,
    tempFile: suffix => join(folder, `temp-${temporary++}${suffix}`),
    query: () => Promise.reject(new Error('No engine here')),
    signal,
    progress: () => {},
  };
  return { folder, world, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** A stage that keeps what it is given. */
const keptRows = (): { stage: Stage; rows: (readonly Cell[])[] } => {
  const rows: (readonly Cell[])[] = [];
  const stage: Stage = {
    append: batch => {
      rows.push(...batch);
      return Promise.resolve();
    },
    csvFile: () => {
      throw new Error('Not used here');
    },
  };
  return { stage, rows };
};

/** Describes and loads a source as a run does: `name:TYPE` of each column, and the rows. */
export const readAll = async <O>(
  source: SourceConnector<O>,
  options: O,
  world: World,
): Promise<{ columns: string[]; rows: (readonly Cell[])[] }> => {
  const described = await source.describe(options, world);
  const { stage, rows } = keptRows();
  if (source.reads === 'rows') await source.load(described.options as O, described.columns, stage, world);
  return { columns: described.columns.map(field => `${field.name}:${field.type}`), rows };
};

/** Rows on their way out, in batches of `size`. Columns are written `name:TYPE`. */
export const rowStream = (
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  size = 1000,
): RowStream => ({
  columns: columns.map(text => {
    const [name, type] = text.split(/:(.*)/s);
    return { name: name ?? '', type: (type ?? 'VARCHAR') as DataType };
  }) satisfies Schema,
  async *batches() {
    for (let i = 0; i < rows.length; i += size) yield rows.slice(i, i + size);
  },
});

/** The code of the `EngineError` that a promise fails with, and its data. */
export const failure = async (promise: Promise<unknown>): Promise<Record<string, unknown>> => {
  try {
    await promise;
  } catch (error) {
    const fault = error as { code?: string; data?: object; message: string };
    if (fault.code === undefined) throw error;
    return { code: fault.code, ...fault.data, message: fault.message };
  }
  return { code: 'no failure' };
};
