/** Checks that look beyond the row: a join tells each row whether it fails. */
import type { InputTable } from '../../engine/catalogue/node.ts';
import { aggregated, allOf, call, column, isNotNull, isNull, literal } from '../../engine/plan/build.ts';
import type { NamedExpr } from '../../engine/plan/expr.ts';
import { freeName } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import type { Check } from '../expectations.ts';
import type { Flags } from './fails.ts';

/** The input with a column more for each such check, or undefined when there is none. */
export const withFlags = (
  checks: readonly Check[],
  input: InputTable,
  reference: InputTable | undefined,
): { readonly rel: Rel; readonly flags: Flags } | undefined => {
  const taken = input.schema.map(field => field.name);
  const flags = new Map<Check, string>();
  let rel = input.rel;
  for (const check of checks) {
    if (check.check !== 'unique' && check.check !== 'foreign-key') continue;
    const flag = freeName('__fails', taken);
    rel =
      check.check === 'unique'
        ? repeated(
            rel,
            input.rel,
            check.columns.map(c => c.name),
            taken,
            flag,
          )
        : orphaned(rel, reference?.rel ?? rel, check, taken, flag);
    flags.set(check, flag);
    taken.push(flag);
  }
  return flags.size === 0 ? undefined : { rel, flags };
};

const kept = (names: readonly string[]): NamedExpr[] =>
  names.map(name => ({ name, expr: column(name, 'left') }));

/** Joined to the values that occur more than once, of which there are few, so that the join is small. */
const repeated = (
  rel: Rel,
  source: Rel,
  keys: readonly string[],
  names: readonly string[],
  flag: string,
): Rel => {
  const [count, right] = ['n', keys.map((_, i) => `k${i}`)] as const;
  const counted: Rel = {
    op: 'aggregate',
    input: { op: 'filter', input: source, condition: allOf(keys.map(k => isNotNull(column(k)))) },
    groups: keys.map((k, i) => ({ name: right[i] ?? '', expr: column(k) })),
    aggregates: [{ name: count, expr: aggregated('count_star', []) }],
  };
  return {
    op: 'join',
    how: 'left',
    left: rel,
    right: { op: 'filter', input: counted, condition: call('gt', column(count), literal(1)) },
    condition: allOf(keys.map((k, i) => call('eq', column(k, 'left'), column(right[i] ?? '', 'right')))),
    columns: [...kept(names), { name: flag, expr: isNotNull(column(count, 'right')) }],
  };
};

const orphaned = (
  rel: Rel,
  reference: Rel,
  check: Extract<Check, { check: 'foreign-key' }>,
  names: readonly string[],
  flag: string,
): Rel => {
  const key = column(check.reference.name);
  const known: Rel = {
    op: 'aggregate',
    input: { op: 'filter', input: reference, condition: isNotNull(key) },
    groups: [{ name: 'k', expr: key }],
    aggregates: [],
  };
  const value = column(check.column.name, 'left');
  return {
    op: 'join',
    how: 'left',
    left: rel,
    right: known,
    condition: call('eq', value, column('k', 'right')),
    columns: [...kept(names), { name: flag, expr: allOf([isNotNull(value), isNull(column('k', 'right'))]) }],
  };
};
