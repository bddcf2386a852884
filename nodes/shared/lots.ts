/** Chance that repeats: each row draws a lot by a hash, the same on every engine. */
import { call, cast, literal } from '../../engine/plan/build.ts';
import type { Expr } from '../../engine/plan/expr.ts';

/** The lot that a row draws: text whose order is as good as chance, the same on every engine. */
export const lot = (seed: number, of: readonly Expr[]): Expr =>
  call(
    'md5',
    call(
      'concat_ws',
      literal('\u001f'),
      literal(`${seed}`),
      // No text that people write begins like this, so null draws a lot of its own.
      ...of.map(e => call('coalesce', cast(e, 'VARCHAR'), literal('\u001enull'))),
    ),
  );

/** The first hexadecimal digits that a share of all lots lies below. */
const threshold = (fraction: number): string =>
  Math.floor(fraction * 2 ** 52)
    .toString(16)
    .padStart(13, '0');

/** Whether a lot is among the lowest share of all. */
export const lotBelow = (drawn: Expr, share: number): Expr =>
  share >= 1 ? literal(true) : call('lt', drawn, literal(threshold(share)));
