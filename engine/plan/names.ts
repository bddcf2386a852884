/** Names of columns: which are the same, which are still free, and columns as they are. */
import { column } from './build.ts';
import type { NamedExpr, Side } from './expr.ts';

/** Whether two names mean the same column in SQL. */
export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const lower = (names: Iterable<string>): Set<string> => new Set([...names].map(n => n.toLowerCase()));

const numberedUntilFree = (wish: string, used: ReadonlySet<string>): string => {
  let name = wish;
  for (let i = 2; used.has(name.toLowerCase()); i++) name = `${wish}_${i}`;
  return name;
};

/** A column name that is not taken, letter case aside: the wish itself, or the wish with a number. */
export const freeName = (wish: string, taken: Iterable<string>): string =>
  numberedUntilFree(wish, lower(taken));

/** The names, later ones numbered where an earlier one (or one of `taken`) is the same, letter case aside. */
export const distinctNames = (wishes: readonly string[], taken: Iterable<string> = []): readonly string[] => {
  const used = lower(taken);
  return wishes.map(wish => {
    const name = numberedUntilFree(wish, used);
    used.add(name.toLowerCase());
    return name;
  });
};

/** Each column as it is. */
export const plain = (names: readonly string[], side?: Side): readonly NamedExpr[] =>
  names.map(name => ({ name, expr: column(name, side) }));
