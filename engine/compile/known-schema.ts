/** The columns of relations that need no asking: most nodes of a pipeline keep their columns or add checked formulas. */
import { columnsOf, type Expr } from '../plan/expr.ts';
import type { Rel } from '../plan/relation.ts';
import { type DataType, fieldNamed, type Schema } from '../schema/types.ts';

/** The type of a formula that the binder has seen, and the columns it saw it over. */
export type FormulaType = { readonly type: DataType; readonly schema: Schema };

export type Facts = {
  readonly schemaOf: (relation: string) => Schema | undefined;
  readonly formulaType: (expr: Expr) => FormulaType | undefined;
};

/** The schema of a relation, or undefined where only the binder can tell, or tell that something does not fit. */
export const knownSchema = (rel: Rel, facts: Facts): Schema | undefined => {
  switch (rel.op) {
    case 'ref':
      return facts.schemaOf(rel.name);
    case 'limit':
      return knownSchema(rel.input, facts);
    case 'filter': {
      const schema = knownSchema(rel.input, facts);
      return schema !== undefined && typeIn(rel.condition, schema, facts) === 'BOOLEAN' ? schema : undefined;
    }
    case 'sort': {
      const schema = knownSchema(rel.input, facts);
      const sound =
        schema !== undefined && rel.keys.every(key => typeIn(key.expr, schema, facts) !== undefined);
      return sound ? schema : undefined;
    }
    case 'project': {
      const input = knownSchema(rel.input, facts);
      if (input === undefined) return undefined;
      const schema = rel.columns.flatMap(({ name, expr }) => {
        const type = typeIn(expr, input, facts);
        return type === undefined ? [] : [{ name, type }];
      });
      return schema.length === rel.columns.length ? schema : undefined;
    }
    // What a function of ours makes is said by the node that asks for it.
    case 'computed':
    case 'apply':
      return rel.columns;
    case 'scan':
    case 'rejects':
    case 'values':
    case 'range':
    case 'distinct':
    case 'aggregate':
    case 'join':
    case 'union':
    case 'intersect':
    case 'except':
    case 'unpivot':
    case 'explode':
    case 'sql':
      return undefined;
  }
};

const logical = new Set(['and', 'or', 'not', 'same', 'differs']);

const typeIn = (expr: Expr, schema: Schema, facts: Facts): DataType | undefined => {
  const formula = facts.formulaType(expr);
  if (formula !== undefined) return stillFits(expr, formula.schema, schema) ? formula.type : undefined;
  if (expr.op === 'column' && expr.side === undefined) return fieldNamed(schema, expr.name)?.type;
  if (expr.op === 'literal' && typeof expr.value === 'boolean' && expr.type === undefined) return 'BOOLEAN';
  if (expr.op !== 'call') return undefined;
  const types = expr.args.map(arg => typeIn(arg, schema, facts));
  if (logical.has(expr.fn) && types.every(type => type === 'BOOLEAN')) return 'BOOLEAN';
  const asksNull = expr.fn === 'is_null' || expr.fn === 'is_not_null';
  return asksNull && types.every(type => type !== undefined) ? 'BOOLEAN' : undefined;
};

/** Whether a formula reads the same columns here as where its type was found. */
const stillFits = (expr: Expr, seen: Schema, here: Schema): boolean =>
  seen === here ||
  columnsOf(expr).every(({ name }) => {
    const type = fieldNamed(here, name)?.type;
    return type !== undefined && type === fieldNamed(seen, name)?.type;
  });
