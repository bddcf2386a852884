/** Names of columns: ones that are still free, and lists of plain columns. */
import { column } from '../../engine/plan/build.ts';
import type { NamedExpr, Side } from '../../engine/plan/expr.ts';

const lower = (names: Iterable<string>): Set<string> => new Set([...names].map(n => n.toLowerCase()));

/** A name for a helper column that no column has, letter case aside. */
export const freeName = (wish: string, taken: Iterable<string>): string => {
  const used = lower(taken);
  let name = `__${wish}`;
  for (let i = 2; used.has(name); i++) name = `__${wish}_${i}`;
  return name;
};

/** The names, later ones numbered where an earlier one (or one of `taken`) is the same, letter case aside. */
export const distinctNames = (wishes: readonly string[], taken: Iterable<string> = []): readonly string[] => {
  const used = lower(taken);
  return wishes.map(wish => {
    let name = wish;
    for (let i = 2; used.has(name.toLowerCase()); i++) name = `${wish}_${i}`;
    used.add(name.toLowerCase());
    return name;
  });
};

/** Columns as they are. */
export const plain = (names: readonly string[], side?: Side): readonly NamedExpr[] =>
  names.map(name => ({ name, expr: column(name, side) }));

/** Whether two names mean the same column in SQL. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
