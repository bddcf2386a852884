/** What every engine can hold: columns named once, integers that fit. */
import { type Expr, eachExpr } from '../plan/expr.ts';
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
  const made = rel.op === 'project' || rel.op === 'aggregate' ? rel : undefined;
  const exprs =
    made === undefined ? [] : made.op === 'project' ? made.columns : [...made.groups, ...made.aggregates];
  const wide = (name: string, type: string) =>
    type === 'HUGEINT' &&
    exprs.some(e => e.name === name && summed(e.expr)) &&
    !exprs.some(e => e.name === name && e.expr.op === 'cast');
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

const summed = (expr: Expr): boolean => {
  let found = false;
  eachExpr(expr, e => {
    if ((e.op === 'aggregate' || e.op === 'over') && (e.fn === 'sum' || e.fn === 'count_star')) found = true;
  });
  return found;
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
