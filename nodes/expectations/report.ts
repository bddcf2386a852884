/** The report: one pass over the rows, then one row a check. */
import { aggregated, anyOf, call, cast, column, literal, when } from '../../engine/plan/build.ts';
import type { CaseExpr, Expr, NamedExpr } from '../../engine/plan/expr.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import type { RowCheck } from './lower.ts';

/** Columns `check`, `severity`, `passed`, `failing_rows` (BIGINT) and `sample`, in the order of the checks. */
export const reportOf = (checks: readonly RowCheck[], base: Rel, names: readonly string[]): Rel => {
  const numbers: Rel = {
    op: 'aggregate',
    input: base,
    groups: [],
    aggregates: checks.flatMap((check, i) => measured(check, i, names)),
  };
  const list: Rel = {
    op: 'values',
    columns: [
      { name: 'number', type: 'INTEGER' },
      { name: 'check', type: 'VARCHAR' },
      { name: 'severity', type: 'VARCHAR' },
    ],
    rows: checks.map(({ check, name }, i) => [String(i), name, check.severity]),
  };
  const joined: Rel = {
    op: 'join',
    how: 'cross',
    left: list,
    right: numbers,
    columns: [
      { name: 'number', expr: column('number', 'left') },
      { name: 'check', expr: column('check', 'left') },
      { name: 'severity', expr: column('severity', 'left') },
      { name: 'passed', expr: ofCheck(checks, i => call('not', holdsNot(checks[i], i))) },
      { name: 'failing_rows', expr: ofCheck(checks, i => column(`n${i}`, 'right')) },
      { name: 'sample', expr: ofCheck(checks, i => column(`s${i}`, 'right')) },
    ],
  };
  const order = [{ expr: column('number'), descending: false, nulls: 'last' as const }];
  const shown = ['check', 'severity', 'passed', 'failing_rows', 'sample'];
  return {
    op: 'project',
    input: { op: 'sort', input: joined, keys: order },
    columns: shown.map(name => ({ name, expr: column(name) })),
  };
};

const ofCheck = (checks: readonly RowCheck[], value: (i: number) => Expr): CaseExpr => ({
  op: 'case',
  branches: checks.map((_, i) => ({
    when: call('eq', column('number', 'left'), literal(i)),
    result: value(i),
  })),
});

const holdsNot = (check: RowCheck | undefined, i: number): Expr => {
  const rows = column(`n${i}`, 'right');
  if (check?.check.check !== 'row-count') return call('gt', rows, literal(0));
  const { min, max } = check.check;
  return anyOf([
    ...(min === undefined ? [] : [call('lt', rows, literal(min))]),
    ...(max === undefined ? [] : [call('gt', rows, literal(max))]),
  ]);
};

/** How many rows fail, and one of them: the smallest in words, so that it is the same in every run. */
const measured = ({ check, fails }: RowCheck, i: number, names: readonly string[]): readonly NamedExpr[] => {
  const filter = fails === undefined ? {} : { filter: fails };
  const sample =
    fails === undefined
      ? literal(null, 'VARCHAR')
      : aggregated('min', [when(fails, shown(shownColumns(check, names)))]);
  return [
    { name: `n${i}`, expr: cast(aggregated('count_star', [], filter), 'BIGINT') },
    { name: `s${i}`, expr: fails === undefined ? aggregated('min', [sample]) : sample },
  ];
};

/** The columns that show what is wrong: those of the check, or the first few of the row where the value is missing. */
const shownColumns = (check: RowCheck['check'], names: readonly string[]): readonly string[] => {
  switch (check.check) {
    case 'range':
    case 'one-of':
    case 'matches':
    case 'foreign-key':
      return [check.column.name];
    case 'unique':
      return check.columns.map(c => c.name);
    case 'not-null':
      return [...new Set([...names.slice(0, 3), ...check.columns.slice(0, 3).map(c => c.name)])];
    case 'condition':
    case 'row-count':
      return names.slice(0, 5);
  }
};

/** `id = 2, amount = null`, each value cut to a length that fits a message. */
const shown = (names: readonly string[]): Expr => {
  const parts = names.flatMap((name, i) => [
    literal(`${i === 0 ? '' : ', '}${name} = `),
    call('coalesce', call('left', cast(column(name), 'VARCHAR'), literal(60)), literal('null')),
  ]);
  return parts.reduce((text, part) => call('concat_operator', text, part));
};
