/** The meaning of the expectations node: which rows fail which check, and what follows from it. */
import type { InputTable, Lowered, Problem } from '../../engine/catalogue/node.ts';
import { allOf, anyOf, call, column, literal, when } from '../../engine/plan/build.ts';
import type { Expr, NamedExpr } from '../../engine/plan/expr.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import type { Check } from '../expectations.ts';
import { checkProblem, nameOf } from './describe.ts';
import { type Flags, rowFails } from './fails.ts';
import { withFlags } from './flags.ts';
import { reportOf } from './report.ts';

export type Params = { readonly checks: readonly Check[]; readonly failedColumn: string };

/** One check with the condition that is true for the rows that fail it, never null. */
export type RowCheck = { readonly check: Check; readonly name: string; readonly fails: Expr | undefined };

export const lowerExpectations = (
  params: Params,
  input: InputTable,
  reference: InputTable | undefined,
  local: (name: string) => Rel,
): Lowered => {
  const problems = params.checks.flatMap((check, i): Problem[] => {
    const problem = checkProblem(check, input.schema, reference !== undefined);
    return problem === undefined ? [] : [{ ...problem, param: `checks[${i}].${problem.param}` }];
  });
  if (problems.length > 0) return { problems };
  const names = input.schema.map(field => field.name);
  const flagged = withFlags(params.checks, input, reference);
  const base = flagged === undefined ? input.rel : local('flagged');
  const flags: Flags = flagged?.flags ?? new Map();
  const checks = params.checks.map((check, i): RowCheck => {
    return { check, name: nameOf(check, i), fails: rowFails(check, input.schema, flags.get(check)) };
  });
  const plain = names.map((name): NamedExpr => ({ name, expr: column(name) }));
  const aside = checks.filter(c => c.check.severity === 'quarantine' && c.fails !== undefined);
  const fails = anyOf(aside.flatMap(c => c.fails ?? []));
  const failed: NamedExpr = { name: params.failedColumn, expr: failedNames(aside) };
  const report = reportOf(checks, base, names);
  const broken = (severity: 'fail' | 'warn'): Rel => ({
    op: 'project',
    input: {
      op: 'filter',
      input: local('report'),
      condition: allOf([call('eq', column('severity'), literal(severity)), call('not', column('passed'))]),
    },
    columns: [
      { name: 'check', expr: column('check') },
      { name: 'rows', expr: column('failing_rows') },
      { name: 'sample', expr: column('sample') },
    ],
  });
  const asserts = (severity: 'fail' | 'warn') => checks.some(c => c.check.severity === severity);
  return {
    locals: { ...(flagged && { flagged: flagged.rel }), report },
    outputs: {
      // Without checks that set rows aside nothing is left out, and the rows need not pass here at all.
      out:
        aside.length === 0
          ? input.rel
          : projected({ op: 'filter', input: base, condition: call('not', fails) }, plain),
      quarantine: projected(
        { op: 'filter', input: aside.length === 0 ? input.rel : base, condition: fails },
        [...plain, failed],
      ),
      report: local('report'),
    },
    assertions: [
      ...(asserts('fail') ? [{ input: broken('fail'), severity: 'error' as const }] : []),
      ...(asserts('warn') ? [{ input: broken('warn'), severity: 'warning' as const }] : []),
    ],
  };
};

const projected = (input: Rel, columns: readonly NamedExpr[]): Rel => ({ op: 'project', input, columns });

/** The names of the checks that a row fails, as one text. */
const failedNames = (aside: readonly RowCheck[]): Expr =>
  call(
    'concat_ws',
    literal('; '),
    literal(null, 'VARCHAR'),
    ...aside.flatMap(c => (c.fails === undefined ? [] : [when(c.fails, literal(c.name))])),
  );
