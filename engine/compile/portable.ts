/** What every engine can hold: columns named once, integers that fit. */
import { type Expr, eachExpr, type NamedExpr } from '../plan/expr.ts';
import type { Rel } from '../plan/relation.ts';
import type { Schema } from '../schema/types.ts';

/** The columns a relation names itself; engines rename the second of two equal ones without a word. */
export const writtenColumns = (rel: Rel): Schema => {
  const named =
    rel.op === 'project' || rel.op === 'join'
      ? rel.columns
      : rel.op === 'aggregate'
        ? [...rel.groups, ...rel.aggregates]
        : [];
  return named.map(({ name }) => ({ name, type: '' }));
};

/**
 * Sums of integers are 128 bits wide in DuckDB, which neither Parquet nor Spark can hold: at a port they are BIGINT,
 * and a sum that does not fit fails the run. Columns that a user made HUGEINT stay.
 */
export const narrowed = (rel: Rel, schema: Schema): { rel: Rel; schema: Schema } => {
  const wide = (name: string, type: string) => type === 'HUGEINT' && sums({ op: 'column', name }, rel);
  if (!schema.some(f => wide(f.name, f.type))) return { rel, schema };
  const narrow = schema.map(f => (wide(f.name, f.type) ? { name: f.name, type: 'BIGINT' } : f));
  const columns = schema.map(f => {
    const column = { op: 'column', name: f.name } as const;
    return {
      name: f.name,
      expr: wide(f.name, f.type)
        ? ({ op: 'cast', expr: column, type: 'BIGINT', onError: 'fail' } as const)
        : column,
    };
  });
  return { rel: { op: 'project', input: rel, columns }, schema: narrow };
};

/** The columns that a relation works out, and what they are worked out from. */
const madeBy = (rel: Rel): { readonly exprs: readonly NamedExpr[]; readonly input: Rel } | undefined => {
  if (rel.op === 'project') return { exprs: rel.columns, input: rel.input };
  if (rel.op === 'aggregate') return { exprs: [...rel.groups, ...rel.aggregates], input: rel.input };
  return rel.op === 'filter' || rel.op === 'sort' || rel.op === 'limit' ? madeBy(rel.input) : undefined;
};

/** Whether an expression over a relation is a sum or rests on one, through all steps of this node. */
const sums = (expr: Expr, rel: Rel): boolean => {
  if (expr.op !== 'column') {
    let found = false;
    eachExpr(expr, e => {
      if ((e.op === 'aggregate' || e.op === 'over') && (e.fn === 'sum' || e.fn === 'count_star'))
        found = true;
      if (e.op === 'column' && sums(e, rel)) found = true;
    });
    return found;
  }
  const made = madeBy(rel);
  const source = made?.exprs.find(e => e.name.toLowerCase() === expr.name.toLowerCase());
  return (
    made !== undefined && source !== undefined && source.expr.op !== 'cast' && sums(source.expr, made.input)
  );
};

/** Two columns with names that engines take for the same, if there are. */
export const twinColumns = (schema: Schema): { column: string; other: string } | undefined => {
  const seen = new Map<string, string>();
  for (const { name } of schema) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) return { column: name, other };
    seen.set(name.toLowerCase(), name);
  }
  return undefined;
};
