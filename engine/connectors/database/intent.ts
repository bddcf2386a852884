import { engineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import { sameColumns, type TargetColumn } from './names.ts';
import type { WriteMode } from './options.ts';

/** What a write does to the table: `refill` keeps it with its indexes and deletes its rows, `replace` makes it anew. */
type Intent<E> =
  | { readonly does: 'make' }
  | { readonly does: 'replace' | 'refill' | 'append' | 'upsert'; readonly existing: E };

/**
 * What a mode comes to for a table that is there or not. Throws `database-exists` and `database-unknown-table`.
 * A table is refilled where its columns are the rows' and `undoable` says that a failed write leaves it as it was.
 */
export const intentOf = <E extends { readonly columns: readonly TargetColumn[] }>(
  mode: WriteMode,
  table: string,
  existing: E | undefined,
  rows: Schema,
  undoable: (existing: E) => boolean = () => true,
): Intent<E> => {
  if (mode === 'create' && existing) throw engineError('database-exists', { table }, { param: 'table' });
  if (existing === undefined) {
    if (mode === 'create' || mode === 'overwrite') return { does: 'make' };
    throw engineError('database-unknown-table', { table, tables: [] }, { param: 'table' });
  }
  if (mode === 'append' || mode === 'upsert') return { does: mode, existing };
  const refills = sameColumns(existing.columns, rows) && undoable(existing);
  return { does: refills ? 'refill' : 'replace', existing };
};
