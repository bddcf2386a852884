/** Files for tests: described and read as a run does, in a folder that goes away. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Cell, SourceConnector } from '../connectors/contract.ts';
import { EngineError } from '../diagnostics/errors.ts';
import { faultOf } from '../run/faults.ts';
import { allPermitted } from '../run/paths.ts';
import { secretsFrom } from '../run/secrets.ts';
import { openSession } from '../run/session.ts';
import { worldOf } from '../run/world.ts';
import type { Json, Schema } from '../schema/types.ts';

export type Read = {
  readonly columns: Schema;
  readonly rows: readonly (readonly Cell[])[];
  /** The pinned options. */
  readonly options: Json;
};

type Fault = { readonly code: string; readonly param: string | undefined; readonly message: string };

/** Describes and reads with a connector that DuckDB scans. Content is text (UTF-8) or bytes, by file name. */
export const readFiles = async <O extends { readonly path: string }>(
  connector: SourceConnector<O>,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: O,
): Promise<Read> => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-files-'));
  const session = await openSession({ folders: [folder], files: [] });
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    const permissions = allPermitted;
    const signal = new AbortController().signal;
    const world = worldOf({ folder, permissions, secrets: secretsFrom({}, permissions), session, signal });
    if (connector.reads !== 'duckdb') throw new Error(`${connector.name} is not read by DuckDB`);
    const described = await connector.describe(options, world);
    const pinned = described.options as unknown as O;
    const ready = connector.prepare ? await connector.prepare(pinned, world) : pinned;
    const rows = await session.rows(connector.scanSql(ready, described.columns));
    return { columns: described.columns, rows, options: described.options };
  } finally {
    await session.close();
    await rm(folder, { recursive: true, force: true });
  }
};

/** The same, for files that must not be readable: what a person is told. */
export const faultReading = async <O extends { readonly path: string }>(
  connector: SourceConnector<O>,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: O,
): Promise<Fault> => {
  try {
    await readFiles(connector, files, options);
  } catch (error) {
    const fault = error instanceof EngineError ? error : faultOf(error, undefined);
    return { code: fault.code, param: fault.param, message: fault.message };
  }
  throw new Error('The files were read without an error.');
};
