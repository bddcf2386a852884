/** Rewriting the columns of an expression, such as putting each on its side of a join. */
import type { ColumnExpr, Expr, FrameBound, SortKey } from './expr.ts';

const withoutNames = (names: ReadonlySet<string>, more: readonly string[]): ReadonlySet<string> =>
  more.length === 0 ? names : new Set([...names, ...more]);

/** The same expression with every column replaced; parameters of lambdas are not columns and stay. */
export const mapColumns = (expr: Expr, change: (column: ColumnExpr) => Expr): Expr => {
  const walk = (e: Expr, bound: ReadonlySet<string>): Expr => {
    const again = (part: Expr) => walk(part, bound);
    const keys = (order: readonly SortKey[]) => order.map(key => ({ ...key, expr: again(key.expr) }));
    const frameBound = (b: FrameBound): FrameBound =>
      b.kind === 'offset' ? { kind: 'offset', value: again(b.value) } : b;
    switch (e.op) {
      case 'column':
        return bound.has(e.name) ? e : change(e);
      case 'literal':
        return e;
      case 'call':
      case 'native':
        return { ...e, args: e.args.map(again) };
      case 'aggregate':
        return {
          ...e,
          args: e.args.map(again),
          ...(e.filter && { filter: again(e.filter) }),
          ...(e.order && { order: keys(e.order) }),
        };
      case 'over':
        return {
          ...e,
          args: e.args.map(again),
          partition: e.partition.map(again),
          order: keys(e.order),
          ...(e.filter && { filter: again(e.filter) }),
          ...(e.frame && {
            frame: { ...e.frame, start: frameBound(e.frame.start), end: frameBound(e.frame.end) },
          }),
        };
      case 'case':
        return {
          ...e,
          branches: e.branches.map(b => ({ when: again(b.when), result: again(b.result) })),
          ...(e.otherwise && { otherwise: again(e.otherwise) }),
        };
      case 'cast':
        return { ...e, expr: again(e.expr) };
      case 'lambda':
        return { ...e, body: walk(e.body, withoutNames(bound, e.params)) };
      case 'struct':
        return { ...e, fields: e.fields.map(f => ({ name: f.name, expr: again(f.expr) })) };
      case 'fail':
        return { ...e, ...(e.detail && { detail: again(e.detail) }) };
    }
  };
  return walk(expr, new Set());
};
