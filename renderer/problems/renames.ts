/** Which columns were renamed: seen by comparing what a port gave before with what it gives now. */
import { sameName } from '../../engine/plan/names.ts';
import { fieldNamed, type Schema } from '../../engine/schema/types.ts';

export type Ports = Readonly<Record<string, Schema>>;
/** By port: what a column is called now, by each name that it had. */
export type Renames = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Columns that stand where another stood, of the same type, while the other's name is gone. */
export const renamed = (before: Schema, now: Schema): readonly (readonly [from: string, to: string])[] => {
  if (before.length !== now.length) return [];
  return before.flatMap((old, i) => {
    const field = now[i];
    if (field === undefined || field.type !== old.type || sameName(field.name, old.name)) return [];
    const isGone = fieldNamed(now, old.name) === undefined;
    const isNew = fieldNamed(before, field.name) === undefined;
    return isGone && isNew ? [[old.name, field.name] as const] : [];
  });
};

/**
 * The renames after another check. While a name is typed letter by letter each check sees a rename of its own; they are
 * followed to the name of today, and forgotten where the old name is back or the new one is gone.
 */
export const followed = (known: Renames, before: Ports, now: Ports): Renames => {
  const next: Record<string, Readonly<Record<string, string>>> = {};
  for (const [port, schema] of Object.entries(now)) {
    const steps = new Map(renamed(before[port] ?? schema, schema));
    const chain = Object.entries(known[port] ?? {}).map(([from, to]) => [from, steps.get(to) ?? to] as const);
    const all = [...chain, ...steps].filter(
      ([from, to]) => fieldNamed(schema, from) === undefined && fieldNamed(schema, to) !== undefined,
    );
    if (all.length > 0) next[port] = Object.fromEntries(all);
  }
  return next;
};

/** What a column of a port is called now, letter case aside. */
export const nameNow = (renames: Renames, port: string, column: string): string | undefined =>
  Object.entries(renames[port] ?? {}).find(([from]) => sameName(from, column))?.[1];
