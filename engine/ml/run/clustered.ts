/** Rows that are in a cluster. Noise is in none: a density clustering says null here, -1 elsewhere. */

import { engineError } from '../../diagnostics/errors.ts';
import { call, cases, column, isNotNull, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import { type Data, rowsIn } from '../engine.ts';
import { type Level, levelsOf } from '../feature.ts';
import { doubleColumn, number } from '../words.ts';

export type ClusteredRows = {
  readonly data: Data;
  readonly levels: readonly Level[];
  /** The place of a row's cluster among the levels. */
  readonly place: Expr;
  /** Rows in no cluster. */
  readonly noise: number;
};

const mostClusters = 10_000;

/** Throws `ml-few-clusters` where no row is in a cluster. */
export const clusteredRows = async (all: Data, prediction: string): Promise<ClusteredRows> => {
  const condition = call('ge', column(prediction), literal(0));
  const data: Data = {
    engine: all.engine,
    rel: { op: 'filter', input: all.rel, condition: call('and', isNotNull(column(prediction)), condition) },
  };
  const levels = await levelsOf(data, prediction, mostClusters);
  const inside = levels.reduce((sum, l) => sum + l.count, 0);
  const noise = (await rowsIn(all)) - inside;
  if (levels.length === 0) throw engineError('ml-few-clusters', { clusters: 0, noise });
  // Numbers may have gaps, such as where filters took whole clusters away, or be as large as the codes of places.
  const gapless = levels.every((l, i) => Number(l.value) === i);
  const place = gapless
    ? doubleColumn(prediction)
    : cases(
        levels.map((l, i) => ({
          when: call('eq', column(prediction), literal(l.value, 'BIGINT')),
          result: number(i),
        })),
        literal(null, 'DOUBLE'),
      );
  return { data, levels, place, noise };
};
