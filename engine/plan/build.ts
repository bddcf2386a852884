/** Short words for building expressions and relations, used by the node kinds. */
import type { DataType } from '../schema/types.ts';
import type {
  AggregateExpr,
  CallExpr,
  CaseExpr,
  CastExpr,
  ColumnExpr,
  Expr,
  FailExpr,
  LiteralExpr,
  Side,
  SortKey,
} from './expr.ts';
import type { FunctionName } from './functions.ts';

export const column = (name: string, side?: Side): ColumnExpr =>
  side === undefined ? { op: 'column', name } : { op: 'column', name, side };

export const literal = (value: string | number | boolean | null, type?: DataType): LiteralExpr =>
  type === undefined ? { op: 'literal', value } : { op: 'literal', value, type };

export const call = (fn: FunctionName, ...args: readonly Expr[]): CallExpr => ({ op: 'call', fn, args });

export const aggregated = (
  fn: FunctionName,
  args: readonly Expr[],
  more: Pick<AggregateExpr, 'distinct' | 'filter' | 'order'> = {},
): AggregateExpr => ({ op: 'aggregate', fn, args, ...more });

export const cast = (expr: Expr, type: DataType, onError: 'fail' | 'null' = 'fail'): CastExpr => ({
  op: 'cast',
  expr,
  type,
  onError,
});

export const when = (condition: Expr, result: Expr, otherwise?: Expr): CaseExpr => ({
  op: 'case',
  branches: [{ when: condition, result }],
  ...(otherwise && { otherwise }),
});

/** The result of the first branch whose condition is true. */
export const cases = (branches: CaseExpr['branches'], otherwise: Expr): Expr =>
  branches.length === 0 ? otherwise : { op: 'case', branches, otherwise };

/** Stops the run: the setting of the node to look at, a sentence, and at its end a value in quotes, cut to 100 characters. */
export const fail = (node: string, param: string, sentence: string, value: Expr): FailExpr => ({
  op: 'fail',
  message: `${node}|${param}|${sentence} “`,
  detail: call('concat', call('left', cast(value, 'VARCHAR'), literal(100)), literal('”.')),
});

const joined =
  (fn: 'and' | 'or', empty: boolean) =>
  (conditions: readonly Expr[]): Expr =>
    conditions.length === 0 ? literal(empty) : conditions.reduce((all, next) => call(fn, all, next));

/** All of them hold; true for none. */
export const allOf = joined('and', true);
/** One of them holds; false for none. */
export const anyOf = joined('or', false);

export const isNull = (expr: Expr): CallExpr => call('is_null', expr);
export const isNotNull = (expr: Expr): CallExpr => call('is_not_null', expr);

/** Ascending with nulls last, what people expect of a sort. */
export const ascending = (expr: Expr): SortKey => ({ expr, descending: false, nulls: 'last' });
export const descending = (expr: Expr): SortKey => ({ expr, descending: true, nulls: 'last' });
