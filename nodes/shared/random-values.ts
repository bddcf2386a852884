/** How the values of random columns come out of an MD5. */
import { call, cast, column, literal, when } from '../../engine/plan/build.ts';
import type { CaseExpr, Expr, NamedExpr } from '../../engine/plan/expr.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import type { RandomColumn } from '../random.ts';
import { readMoment } from './sequence-steps.ts';

export const twoTo53 = 9007199254740992;
const twoTo32 = 4294967296;
const dayMs = 86_400_000;

const double = (value: number): Expr => cast(literal(value), 'DOUBLE');

/**
 * 64 bits that are the same for the same seed, name and row on every machine: the lower half of an MD5. Nothing depends
 * on threads or on the order of rows.
 */
const bits = (seed: number, name: string, use: 'value' | 'null'): Expr =>
  call(
    'md5_number_lower',
    call('concat_operator', literal(`${seed}|${name}|${use}|`), cast(column('row'), 'VARCHAR')),
  );

/** A number from 0 up to but not including 1 out of the upper 53 of 64 bits. */
const uniform = (from: string): Expr =>
  call(
    'divide',
    cast(call('shift_right', column(from), cast(literal(11), 'UBIGINT')), 'DOUBLE'),
    double(twoTo53),
  );

/** Box and Muller's method, from 32 bits each. Six decimals: logarithms differ in their last bit between machines. */
const standardNormal = (from: string): Expr => {
  const share = (half: Expr): Expr => call('divide', cast(half, 'DOUBLE'), double(twoTo32));
  const high = share(call('shift_right', column(from), cast(literal(32), 'UBIGINT')));
  const low = share(call('bit_and', column(from), cast(literal(twoTo32 - 1), 'UBIGINT')));
  const radius = call('sqrt', call('multiply', double(-2), call('ln', call('subtract', double(1), high))));
  const angle = call('multiply', double(2 * Math.PI), low);
  return call('round', call('multiply', radius, call('cos', angle)), literal(6));
};

/** A whole number from 0 up to but not including `width`. */
const wholeBelow = (width: number, share: Expr): Expr =>
  cast(call('floor', call('multiply', share, double(width))), 'BIGINT');

const chosen = (share: Expr, c: Extract<RandomColumn, { distribution: 'choice' }>): Expr => {
  const weights = c.weights ?? c.values.map(() => 1);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const numbers = c.values.every(v => typeof v === 'number' || v === null);
  const flags = c.values.every(v => typeof v === 'boolean' || v === null);
  const type = flags
    ? 'BOOLEAN'
    : !numbers
      ? 'VARCHAR'
      : c.values.every(v => Number.isSafeInteger(v ?? 0))
        ? 'BIGINT'
        : 'DOUBLE';
  const cell = (v: string | number | boolean | null): Expr =>
    cast(literal(v !== null && type === 'VARCHAR' ? String(v) : v), type);
  let sum = 0;
  // A weight of 0 is never drawn, not even where the sum of the ones before it rounds to 1.
  const drawn = c.values.flatMap((v, i) => {
    const weight = weights[i] ?? 0;
    sum += weight;
    return weight > 0 ? [{ below: sum / total, result: cell(v) }] : [];
  });
  const last = drawn.pop();
  const otherwise = last?.result ?? cell(null);
  if (drawn.length === 0) return otherwise;
  const branches = drawn.map(d => ({ when: call('lt', share, double(d.below)), result: d.result }));
  return { op: 'case', branches, otherwise } satisfies CaseExpr;
};

const valueFrom = (from: string, c: RandomColumn): Expr => {
  const share = uniform(from);
  switch (c.distribution) {
    case 'uniform':
      return call('add', double(c.min), call('multiply', share, double(c.max - c.min)));
    case 'normal':
      return call('add', double(c.mean), call('multiply', standardNormal(from), double(c.deviation)));
    case 'integer':
      return call('add', cast(literal(c.min), 'BIGINT'), wholeBelow(c.max - c.min + 1, share));
    case 'choice':
      return chosen(share, c);
    case 'boolean':
      return call('lt', share, double(c.share));
    case 'date': {
      const [start, end] = [readMoment(c.from)?.ms ?? 0, readMoment(c.to)?.ms ?? 0];
      const days = cast(wholeBelow(Math.round((end - start) / dayMs) + 1, share), 'INTEGER');
      return cast(call('date_add', literal(c.from, 'DATE'), call('to_days', days)), 'DATE');
    }
  }
};

/** Rows of random columns. The bits are columns of a step of their own: a value may need them several times. */
export const randomRows = (rows: number, seed: number, columns: readonly RandomColumn[]): Rel => {
  const drawn = columns.flatMap((c, i): NamedExpr[] => [
    { name: `value_${i}`, expr: bits(seed, c.name, 'value') },
    ...(c.nulls === 0 ? [] : [{ name: `null_${i}`, expr: bits(seed, c.name, 'null') }]),
  ]);
  const values = columns.map((c, i): NamedExpr => {
    const value = valueFrom(`value_${i}`, c);
    const there = call('ge', uniform(`null_${i}`), double(c.nulls));
    return { name: c.name, expr: c.nulls === 0 ? value : when(there, value) };
  });
  const numbered: Rel = { op: 'range', name: 'row', start: 1, step: 1, count: rows };
  return { op: 'project', input: { op: 'project', input: numbered, columns: drawn }, columns: values };
};
