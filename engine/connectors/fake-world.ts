/** Stand-ins for what a run gives to connectors, for tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { engineError } from '../diagnostics/errors.ts';
import { type MessageCode, messageText } from '../diagnostics/messages.ts';
import type { Schema } from '../schema/types.ts';
import type { Cell, RowStream, SourceConnector, Stage, World } from './contract.ts';

/** What a test's world lets a run do, and what it saw. */
export type FakeWorld = World & {
  readonly hosts: string[];
  readonly reports: { rows?: number; bytes?: number }[];
  readonly warnings: { readonly code: MessageCode; readonly message: string }[];
};

/** A world of nothing but secrets from a record: any host but the refused ones, paths as they are. */
export const fakeWorld = (
  given: {
    secrets?: Readonly<Record<string, string>>;
    refuse?: readonly string[];
    signal?: AbortSignal;
  } = {},
): FakeWorld => {
  const hosts: string[] = [];
  const reports: { rows?: number; bytes?: number }[] = [];
  const warnings: { code: MessageCode; message: string }[] = [];
  return {
    hosts,
    reports,
    warnings,
    readPath: async path => path,
    openRead: path => open(path, 'r'),
    writePath: async path => path,
    allowHost: host => {
      if (given.refuse?.includes(host)) throw engineError('host-refused', { host });
      hosts.push(host);
    },
    resolveSecrets: text =>
      text.replace(/\$\{env:([^}]*)\}/g, (_, name: string) => {
        const secret = given.secrets?.[name];
        if (secret === undefined) throw engineError('secret-missing', { name });
        return secret;
      }),
    tempFile: suffix => `/nowhere/temp${suffix}`,
    query: async () => [],
    signal: given.signal ?? new AbortController().signal,
    progress: report => void reports.push(report),
    warn: (code, data) => void warnings.push({ code, message: messageText(code, data) }),
  };
};

/** A folder for one test file, and a world that may read and write only in it. */
export const fakeFolder = (given: Parameters<typeof fakeWorld>[0] = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-test-'));
  const inside = async (path: string, access: 'read' | 'write'): Promise<string> => {
    const absolute = resolve(folder, path);
    if (absolute.startsWith(folder)) return absolute;
    throw engineError('path-refused', { path, access, reason: 'it lies outside the folder' });
  };
  let temporary = 0;
  const world: FakeWorld = {
    ...fakeWorld(given),
    readPath: path => inside(path, 'read'),
    writePath: path => inside(path, 'write'),
    tempFile: suffix => join(folder, `temp-${temporary++}${suffix}`),
  };
  return { folder, world, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** A stage that keeps its rows. */
export const fakeStage = (): Stage & { readonly rows: (readonly Cell[])[]; readonly sizes: number[] } => {
  const rows: (readonly Cell[])[] = [];
  const sizes: number[] = [];
  return {
    rows,
    sizes,
    append: async batch => {
      rows.push(...batch);
      sizes.push(batch.length);
    },
    csvFile: () => '/nowhere/stage.csv',
  };
};

/** Describes and loads a source as a run does: `name:TYPE` of each column, and the rows. */
export const readAll = async <O>(
  source: SourceConnector<O>,
  options: O,
  world: World,
): Promise<{ columns: string[]; rows: (readonly Cell[])[] }> => {
  const described = await source.describe(options, world);
  const stage = fakeStage();
  if (source.reads === 'rows') await source.load(described.options as O, described.columns, stage, world);
  return { columns: described.columns.map(field => `${field.name}:${field.type}`), rows: stage.rows };
};

/** Rows on their way out, in batches of `size`. Columns may be written `name:TYPE`. */
export const rowStream = (
  columns: Schema | readonly string[],
  rows: readonly (readonly Cell[])[],
  size = 1000,
): RowStream => ({
  columns: columns.map(field => {
    if (typeof field !== 'string') return field;
    const [name, type] = field.split(/:(.*)/s);
    return { name: name ?? '', type: type ?? 'VARCHAR' };
  }),
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
