import { expect } from 'vitest';
import type { EngineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import type { Cell, RowStream } from '../contract.ts';

/** The error that a write must fail with, in which no secret may show. */
export const refusedWrite = async (
  writing: Promise<unknown>,
  secrets: readonly string[],
): Promise<EngineError> => {
  const error: unknown = await writing.then(
    () => Promise.reject(new Error('It was written without an error.')),
    (e: unknown) => e,
  );
  const shown = `${(error as Error).stack} ${JSON.stringify(error)} ${String((error as Error).cause)}`;
  for (const secret of secrets) expect(shown).not.toContain(secret);
  return error as EngineError;
};

export const columns: Schema = [
  { name: 'id', type: 'INTEGER' },
  { name: 'name', type: 'VARCHAR' },
];

export const three: readonly (readonly Cell[])[] = [
  ['1', 'a'],
  ['2', null],
  ['3', ''],
];

/** The three rows as the servers' drivers give them. */
export const written = [
  [1, 'a'],
  [2, null],
  [3, ''],
];

/** Rows that come no further than the first three. */
export const failingRows = (error: Error): RowStream => ({
  columns,
  async *batches() {
    yield three;
    throw error;
  },
});

/** Rows in the midst of which the run is cancelled; more would come a second later. */
export const cancelledRows = (abort: AbortController): RowStream => ({
  columns,
  async *batches() {
    yield three;
    await new Promise(resolve => setTimeout(resolve, 100));
    abort.abort();
    await new Promise(resolve => setTimeout(resolve, 1000));
    yield three;
  },
});
