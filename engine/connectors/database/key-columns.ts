import { engineError } from '../../diagnostics/errors.ts';
import type { Schema } from '../../schema/types.ts';
import type { TargetColumn } from './names.ts';

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every(name => b.includes(name));

/**
 * The target's columns for the keys. Throws `database-key-column` when the rows lack one, and `database-key-missing`
 * when no unique index covers exactly these: without one, two runs at once could each add the same key.
 */
export const keyColumns = (
  table: string,
  keys: readonly string[],
  rows: Schema,
  target: readonly TargetColumn[],
  unique: readonly (readonly string[])[],
): readonly string[] => {
  const keyAt = keys.map(key => rows.findIndex(field => field.name === key));
  const lost = keys.filter((_, i) => keyAt[i] === -1);
  const columns = rows.map(field => field.name);
  if (lost.length > 0) throw engineError('database-key-column', { keys: lost, columns }, { param: 'keys' });
  const names = keyAt.map(i => target[i]?.name ?? '');
  if (unique.some(index => sameSet(index, names))) return names;
  const shown = unique.map(index => `(${index.join(', ')})`);
  throw engineError('database-key-missing', { table, keys: names, unique: shown }, { param: 'keys' });
};

/** The second cells of rows that share their first, in order. */
export const grouped = (rows: readonly (readonly (string | null)[])[]): readonly (readonly string[])[] => {
  const groups = new Map<string | null, string[]>();
  for (const [group = null, member] of rows) groups.set(group, [...(groups.get(group) ?? []), member ?? '']);
  return [...groups.values()];
};
