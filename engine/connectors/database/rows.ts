import { engineError } from '../../diagnostics/errors.ts';
import type { RowStream } from '../contract.ts';

/**
 * The rows, and what went wrong in making them: that is the engine's error, not the database's, and stays as it is.
 * A row without a value in a key column ends them with `database-key-null`.
 */
export const watched = (
  rows: RowStream,
  table: string,
  keys: readonly string[],
): { readonly stream: RowStream; readonly failure: () => unknown } => {
  const keyAt = keys
    .map(key => rows.columns.findIndex(column => column.name === key))
    .filter(at => at !== -1);
  let failed: { readonly error: unknown } | undefined;
  async function* batches() {
    try {
      for await (const batch of rows.batches()) {
        if (keyAt.length > 0 && batch.some(row => keyAt.some(at => row[at] === null)))
          throw engineError('database-key-null', { table, keys });
        yield batch;
      }
    } catch (error) {
      failed = { error };
      throw error;
    }
  }
  return { stream: { columns: rows.columns, batches }, failure: () => failed?.error };
};
