import type { DataType, TypeFamily } from '../schema/types.ts';

/** Which input of a join a column belongs to. */
export type Side = 'left' | 'right';

/** A column of the input, by name. */
export type ColumnExpr = { readonly op: 'column'; readonly name: string; readonly side?: Side };

/** A constant. Integers beyond 2^53, decimals, dates and timestamps are text, read as `type`. */
export type LiteralExpr = {
  readonly op: 'literal';
  readonly value: string | number | boolean | null;
  readonly type?: DataType;
};

/** A scalar function or operator of the function table, such as `upper`, `add` or `coalesce`. */
export type CallExpr = { readonly op: 'call'; readonly fn: string; readonly args: readonly Expr[] };

/** A function that the running program gives its engine; no other engine has it, and no formula of a person names it. */
export type NativeExpr = { readonly op: 'native'; readonly fn: string; readonly args: readonly Expr[] };

/** An aggregate function. Legal in `aggregate` and inside `over`. */
export type AggregateExpr = {
  readonly op: 'aggregate';
  readonly fn: string;
  readonly args: readonly Expr[];
  readonly distinct?: boolean;
  readonly filter?: Expr;
  readonly order?: readonly SortKey[];
};

export type FrameBound =
  | { readonly kind: 'unbounded' }
  | { readonly kind: 'current' }
  | { readonly kind: 'offset'; readonly value: Expr };

/** Which rows around the current one a window function sees. */
export type Frame = {
  readonly unit: 'rows' | 'range';
  readonly start: FrameBound;
  readonly end: FrameBound;
};

/** A function over a row window. `fn` is a window function (`row_number`, `lag`) or an aggregate. */
export type OverExpr = {
  readonly op: 'over';
  readonly fn: string;
  readonly args: readonly Expr[];
  readonly partition: readonly Expr[];
  readonly order: readonly SortKey[];
  readonly frame?: Frame;
  readonly ignoreNulls?: boolean;
  readonly distinct?: boolean;
  readonly filter?: Expr;
};

export type CaseExpr = {
  readonly op: 'case';
  readonly branches: readonly { readonly when: Expr; readonly result: Expr }[];
  readonly otherwise?: Expr;
};

/** A conversion. What cannot be converted fails the run, naming `context`, or becomes null. */
export type CastExpr = {
  readonly op: 'cast';
  readonly expr: Expr;
  readonly type: DataType;
  readonly onError: 'fail' | 'null';
};

/** A function written inline for list functions: `x -> x + 1`. */
export type LambdaExpr = { readonly op: 'lambda'; readonly params: readonly string[]; readonly body: Expr };

/** A struct or list value built from parts. */
export type StructExpr = {
  readonly op: 'struct';
  readonly fields: readonly { readonly name: string; readonly expr: Expr }[];
};

/** Stops the run with a message when reached; `detail` is appended. */
export type FailExpr = { readonly op: 'fail'; readonly message: string; readonly detail?: Expr };

export type Expr =
  | ColumnExpr
  | LiteralExpr
  | CallExpr
  | NativeExpr
  | AggregateExpr
  | OverExpr
  | CaseExpr
  | CastExpr
  | LambdaExpr
  | StructExpr
  | FailExpr;

/** An expression with the name its values get. */
export type NamedExpr = { readonly name: string; readonly expr: Expr };

/** One key of an order. Where nulls go is always written down: engines disagree about the default. */
export type SortKey = {
  readonly expr: Expr;
  readonly descending: boolean;
  readonly nulls: 'first' | 'last';
};

/** A column that a setting picked: checked against the port's schema, then a plain column. */
export type PickedColumn = ColumnExpr & { readonly port: string; readonly types?: readonly TypeFamily[] };

/** The expressions right below one, in reading order. */
export const parts = (expr: Expr): readonly Expr[] => {
  switch (expr.op) {
    case 'column':
    case 'literal':
      return [];
    case 'call':
    case 'native':
      return expr.args;
    case 'aggregate':
      return [...expr.args, ...(expr.filter ? [expr.filter] : []), ...(expr.order ?? []).map(k => k.expr)];
    case 'over':
      return [
        ...expr.args,
        ...expr.partition,
        ...expr.order.map(k => k.expr),
        ...(expr.filter ? [expr.filter] : []),
        ...(expr.frame
          ? [expr.frame.start, expr.frame.end].flatMap(b => (b.kind === 'offset' ? [b.value] : []))
          : []),
      ];
    case 'case':
      return [...expr.branches.flatMap(b => [b.when, b.result]), ...(expr.otherwise ? [expr.otherwise] : [])];
    case 'cast':
      return [expr.expr];
    case 'lambda':
      return [expr.body];
    case 'struct':
      return expr.fields.map(f => f.expr);
    case 'fail':
      return expr.detail ? [expr.detail] : [];
  }
};

/** Visits an expression and everything below it. */
export const eachExpr = (expr: Expr, visit: (e: Expr) => void): void => {
  visit(expr);
  for (const part of parts(expr)) eachExpr(part, visit);
};

/** The columns an expression reads, each once, lambda parameters left out. */
export const columnsOf = (expr: Expr): readonly ColumnExpr[] => {
  const found = new Map<string, ColumnExpr>();
  const walk = (e: Expr, bound: ReadonlySet<string>): void => {
    if (e.op === 'column') {
      if (!bound.has(e.name)) found.set(`${e.side ?? ''}.${e.name}`, e);
      return;
    }
    const inner = e.op === 'lambda' ? new Set([...bound, ...e.params]) : bound;
    for (const part of parts(e)) walk(part, inner);
  };
  walk(expr, new Set());
  return [...found.values()];
};
