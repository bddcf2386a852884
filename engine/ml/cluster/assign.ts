/** One pass of k-means: each row to its nearest centre, and the sums that the centres move by. */
import { sumAll } from '../by-block/ask.ts';
import { bump, get } from '../kernels.ts';
import type { Passes } from '../passes.ts';
import type { Team } from '../workers/team.ts';
import { type Far, farthestRows } from './farthest.ts';
import { between } from './gaps.ts';
import { answerPlace, askedPlace, type MembersPlan } from './members-asked.ts';

export type Assigned = {
  /** By cluster, then column: of values times weights. */
  readonly sums: Float64Array;
  /** Rows by cluster. */
  readonly sizes: Float64Array;
  /** Weights by cluster. */
  readonly weights: Float64Array;
};

export type Measured = Assigned & {
  /** Weighted sum of squared distances to the nearest centre. */
  readonly inertia: number;
};

export type Assigning = {
  readonly assign: (centres: Float64Array) => Promise<Assigned>;
  /** The same, with how far the rows are: costs a look at every value more. */
  readonly measure: (centres: Float64Array) => Promise<Measured>;
  /** The rows farthest from their centres, farthest first; at most as many as are asked for. */
  readonly farthest: (centres: Float64Array, most: number) => Promise<readonly Far[]>;
};

/** Passes over rows whose first columns are the terms, with the weight behind them where there is one. */
export const assigning = (passes: Passes, about: Omit<MembersPlan, 'kind'>, team?: Team): Assigning => {
  const plan: MembersPlan = { kind: 'members', ...about };
  const { width, k, weight } = plan;
  const [asked, found] = [askedPlace(plan), answerPlace(plan)];
  const ask = sumAll(passes, plan, team);
  const input = new Float64Array(asked.end);
  const run = async (centres: Float64Array, measuring: boolean): Promise<Measured> => {
    const moved = get(input, asked.pass) > 0;
    const before = input.slice(asked.centres, asked.moves);
    bump(input, asked.pass, 1);
    input[asked.measuring] = measuring ? 1 : 0;
    input.set(centres, asked.centres);
    for (let c = 0; c < k; c++) input[asked.moves + c] = moved ? between(before, c, centres, c, width) : 0;
    const all = await ask(input);
    return {
      sums: all.slice(found.sums, found.sizes),
      sizes: all.slice(found.sizes, found.weights),
      weights: all.slice(found.weights, found.inertia),
      inertia: get(all, found.inertia),
    };
  };
  return {
    assign: centres => run(centres, false),
    measure: centres => run(centres, true),
    farthest: (centres, most) => farthestRows(passes, { width, weight }, centres, most),
  };
};
