/** What becomes of values that cannot be read as what they should be: the run fails, null, or another output. */
import { table } from '../../engine/catalogue/node.ts';
import { choice } from '../../engine/catalogue/params.ts';
import {
  allOf,
  anyOf,
  call,
  cast,
  column,
  fail,
  isNotNull,
  isNull,
  literal,
  when,
} from '../../engine/plan/build.ts';
import { withColumns } from '../../engine/plan/chain.ts';
import type { Expr } from '../../engine/plan/expr.ts';
import { freeName, plain } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';

/** A value read from a column: null where there is none and where it cannot be read. */
export type Reading = {
  readonly column: string;
  readonly into: string;
  readonly value: Expr;
  /** Says what it should be: `a whole number (BIGINT)`. */
  readonly wanted: string;
  /** The setting to look at. */
  readonly param: string;
};

export const onErrorChoice = () =>
  choice(['fail', 'null', 'quarantine'], {
    label: 'A value that does not fit',
    help: 'Fails the run, becomes null, or sets its row aside on the second output.',
  }).default('fail');

export const setAsideOutputs = (label: string) => ({
  out: table(label),
  rejected: table('Rows set aside, with the reason'),
});

const shown = (name: string): Expr => call('left', cast(column(name), 'VARCHAR'), literal(100));

/** True where there was something to read and it could not be read. */
const unread = (source: string, value: Expr): Expr => call('and', isNotNull(column(source)), isNull(value));

const failing = (id: string, r: Reading): Expr => {
  const sentence = `Column “${r.column}” holds a value that is not ${r.wanted}. Correct it, or set “onError” to null or quarantine. The value is`;
  return call(
    'coalesce',
    r.value,
    when(isNotNull(column(r.column)), fail(id, r.param, sentence, column(r.column))),
  );
};

const reasonOf = (r: Reading): Expr =>
  when(
    unread(r.column, r.value),
    call('concat', literal(`${r.column}: “`), shown(r.column), literal(`” is not ${r.wanted}`)),
  );

/** The outputs `out` and `rejected` of a table of which some columns are read as something else. */
export const readColumns = (
  table: { readonly rel: Rel; readonly names: readonly string[] },
  readings: readonly Reading[],
  onError: 'fail' | 'null' | 'quarantine',
  id: string,
): { readonly out: Rel; readonly rejected: Rel } => {
  const { rel, names } = table;
  const reason = freeName('reason', names);
  const explained: Rel = {
    op: 'project',
    input: rel,
    columns: [
      ...plain(names),
      {
        name: reason,
        expr:
          readings.length === 0 || onError !== 'quarantine'
            ? literal('', 'VARCHAR')
            : call('concat_ws', literal('; '), ...readings.map(reasonOf)),
      },
    ],
  };
  const aside = onError === 'quarantine' ? call('ne', column(reason), literal('')) : literal(false);
  const rejected: Rel = { op: 'filter', input: explained, condition: aside };
  if (onError !== 'quarantine') {
    const added = readings.map(r => ({
      name: r.into,
      expr: onError === 'fail' ? failing(id, r) : r.value,
    }));
    return { out: withColumns(table, added).rel, rejected };
  }
  // The values stand beside the columns they are read from, so that each is worked out once.
  const helpers: string[] = [];
  for (const r of readings) helpers.push(freeName(`__${r.into}`, [...names, ...helpers]));
  const read = readings.map((r, i) => ({ name: helpers[i] ?? r.into, expr: r.value }));
  const both: Rel = { op: 'project', input: rel, columns: [...plain(names), ...read] };
  const good = read.map((h, i) =>
    anyOf([isNotNull(column(h.name)), isNull(column(readings[i]?.column ?? h.name))]),
  );
  const kept: Rel = { op: 'filter', input: both, condition: allOf(good) };
  const added = readings.map((r, i) => ({ name: r.into, expr: column(read[i]?.name ?? r.into) }));
  return { out: withColumns({ rel: kept, names }, added).rel, rejected };
};
