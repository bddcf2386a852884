import type { RowStream } from '../contract.ts';

/** The rows, and what went wrong in making them: that is the engine's error, not the database's, and stays as it is. */
export const watched = (rows: RowStream): { readonly stream: RowStream; readonly failure: () => unknown } => {
  let failed: { readonly error: unknown } | undefined;
  async function* batches() {
    try {
      yield* rows.batches();
    } catch (error) {
      failed = { error };
      throw error;
    }
  }
  return { stream: { columns: rows.columns, batches }, failure: () => failed?.error };
};
