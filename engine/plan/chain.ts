/** New columns on top of a table, one after the other. */
import { columnsOf, type Expr, type NamedExpr } from './expr.ts';
import { plain, sameName } from './names.ts';
import type { Rel } from './relation.ts';

/** A table in the making: its relation and the names of its columns, in order. */
export type Named = { readonly rel: Rel; readonly names: readonly string[] };

/**
 * The columns of a table with new ones: one of a name that exists (letter case aside) takes its place, the others
 * come at the end. All of them see the table as it was.
 */
export const withColumns = ({ rel, names }: Named, added: readonly NamedExpr[]): Named => {
  if (added.length === 0) return { rel, names };
  const byName = new Map(added.map(a => [a.name.toLowerCase(), a]));
  const there = new Set(names.map(name => name.toLowerCase()));
  const kept = plain(names).map(old => byName.get(old.name.toLowerCase()) ?? old);
  const columns = [...kept, ...added.filter(a => !there.has(a.name.toLowerCase()))];
  return { rel: { op: 'project', input: rel, columns }, names: columns.map(c => c.name) };
};

/** Whether an expression reads one of the columns. */
const reads = (expr: Expr, columns: readonly NamedExpr[]): boolean =>
  columnsOf(expr).some(c => columns.some(a => sameName(a.name, c.name)));

/** New columns of which each sees those before it. Steps are made only where one is looked at by the next. */
export const withColumnsInTurn = (table: Named, added: readonly NamedExpr[]): Named => {
  let done = table;
  let step: NamedExpr[] = [];
  for (const next of added) {
    if (reads(next.expr, step) || step.some(s => sameName(s.name, next.name))) {
      done = withColumns(done, step);
      step = [];
    }
    step.push(next);
  }
  return withColumns(done, step);
};
