/** Columns with the types of their ports, and projections as the method a person would choose. */
import { type Expr, eachExpr, type NamedExpr } from '../plan/expr.ts';
import type { ProjectRel } from '../plan/relation.ts';
import { type DataType, familyOf, type Schema } from '../schema/types.ts';
import { type Chain, called } from './chain.ts';
import { printOperand } from './expr.ts';
import { width, wrap } from './layout.ts';
import { columnName, pyText } from './python.ts';
import type { Scope } from './scope.ts';
import { sparkType } from './types.ts';

/** Whether an expression has the port's type on Spark already, so that no cast needs to be written. */
const fits = (expr: Expr, type: DataType, scope: Scope): boolean => {
  const family = familyOf(type);
  if (expr.op === 'cast') return expr.type === type;
  if (expr.op === 'column') return scope.types.get(expr) === type;
  if (expr.op === 'literal' && expr.value === null) return false;
  switch (family) {
    case 'text':
      return type === 'VARCHAR';
    case 'boolean':
    case 'date':
      return true;
    case 'float':
      return type === 'DOUBLE' && expr.op !== 'literal' && expr.op !== 'case';
    case 'timestamp':
      return (
        type === 'TIMESTAMP' &&
        expr.op === 'call' &&
        ['date_trunc', 'strptime', 'try_strptime', 'make_timestamp'].includes(expr.fn)
      );
    case 'integer':
      if (expr.op === 'literal') return type === 'INTEGER' && typeof expr.value === 'number';
      if (expr.op === 'aggregate') return type === 'BIGINT' && ['count_star', 'count'].includes(expr.fn);
      return false;
    default:
      return false;
  }
};

const sums = (expr: Expr): boolean => {
  let found = false;
  eachExpr(expr, e => {
    if ((e.op === 'aggregate' || e.op === 'over') && (e.fn === 'sum' || e.fn === 'count_star')) found = true;
  });
  return found;
};

/** A column as Python with the type of its port. */
export const typedColumn = (expr: Expr, name: string, type: DataType | undefined, scope: Scope): string => {
  const x = printOperand(expr, scope);
  // Sums are 128 bits wide on the embedded engine until they reach a port, where both have 64.
  if (type === undefined || (type === 'HUGEINT' && sums(expr)) || fits(expr, type, scope)) return x;
  if (type === '"NULL"' || type === 'NULL') return `${x}.cast("string")`;
  const spark = sparkType(type);
  if (spark === undefined) {
    scope.report(`Column “${name}”`, `it has no type ${type}; cast it`, 'error');
    return x;
  }
  return `${x}.cast(${pyText(spark.ddl)})`;
};

export const column = (named: NamedExpr, type: DataType | undefined, scope: Scope): string =>
  named.expr.op === 'column' && named.expr.side === undefined && named.expr.name === named.name
    ? columnName(named.name)
    : `${typedColumn(named.expr, named.name, type, scope)}.alias(${pyText(named.name)})`;

export const isPlain = ({ name, expr }: NamedExpr): boolean =>
  expr.op === 'column' && expr.side === undefined && expr.name === name;

export const typeIn = (schema: Schema | undefined, i: number): DataType | undefined => schema?.[i]?.type;

export const printProject = (
  rel: ProjectRel,
  input: Chain,
  from: Schema | undefined,
  to: Schema | undefined,
  scope: Scope,
): Chain => {
  const { columns } = rel;
  if (from !== undefined) {
    if (columns.length === from.length && columns.every((c, i) => onlyNarrows(c, from[i]))) return input;
    const kept = columns.filter(isPlain);
    const names = new Set(columns.map(c => c.name));
    const gone = from.filter(f => !names.has(f.name));
    const inOrder = from.filter(f => names.has(f.name)).every((f, i) => columns[i]?.name === f.name);
    if (inOrder && kept.length === columns.length)
      return gone.length === 0
        ? input
        : gone.length <= 3 && gone.length < kept.length
          ? called(input, 'drop', ...gone.map(f => plainName(f.name)))
          : called(input, 'select', ...columns.map(c => columnName(c.name)));
    const changed = columns.map((c, i) => ({ c, type: typeIn(to, i) })).filter(({ c }) => !isPlain(c));
    const simple = changed.every(({ c }) => /^[A-Za-z_]\w*$/.test(c.name));
    if (inOrder && gone.length === 0 && simple && changed.length < columns.length) {
      const [only] = changed;
      if (only !== undefined && changed.length === 1)
        return called(
          input,
          'withColumn',
          pyText(only.c.name),
          typedColumn(only.c.expr, only.c.name, only.type, scope),
        );
      const entries = changed.map(
        ({ c, type }) => `${pyText(c.name)}: ${typedColumn(c.expr, c.name, type, scope)}`,
      );
      const lines = entries.map(entry => wrap(entry, width - 20).replaceAll('\n', '\n    '));
      return called(input, 'withColumns', `{\n    ${lines.join(',\n    ')},\n}`);
    }
  }
  return called(input, 'select', ...columns.map((c, i) => column(c, typeIn(to, i), scope)));
};

/** `drop` takes names as they are, not as paths. */
const plainName = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? pyText(name) : `F.col(${columnName(name)})`;

/** Whether a column of a port only narrows a wide sum, which is narrow on Spark already. */
const onlyNarrows = ({ name, expr }: NamedExpr, from: Schema[number] | undefined): boolean =>
  from?.name === name &&
  (isPlain({ name, expr }) ||
    (from.type === 'HUGEINT' &&
      expr.op === 'cast' &&
      expr.type === 'BIGINT' &&
      expr.expr.op === 'column' &&
      expr.expr.name === name));
