/** One look at all rows for logistic regression, at given coefficients. */
import { sumAll } from '../by-block/ask.ts';
import { get } from '../kernels.ts';
import type { Passes } from '../passes.ts';
import type { Team } from '../workers/team.ts';
import { groupPairs } from './curvature-asked.ts';
import type { RowsPlan } from './log-loss.ts';

export type Slope = {
  /** Mean over the weights. */
  readonly loss: number;
  readonly gradient: Float64Array;
};

export type Curvature = Slope & { readonly hessian: Float64Array };

export type LogisticProblem = RowsPlan & { readonly passes: Passes; readonly team?: Team };

const planOf = ({ passes: _, team: __, ...plan }: LogisticProblem): RowsPlan => plan;

/** Coefficients are of standardised columns, group after group, each with its intercept first. */
export const slopes = (problem: LogisticProblem): ((at: Float64Array) => Promise<Slope>) => {
  const { passes, team, columns, scales } = problem;
  const width = columns.length + 1;
  const ask = sumAll(passes, { ...planOf(problem), kind: 'slope' }, team);
  return async at => {
    const all = await ask(at);
    const weight = get(all, 0);
    return {
      loss: get(all, 1) / weight,
      gradient: all.slice(2).map((g, i) => {
        const a = (i % width) - 1;
        return g / weight / (a < 0 ? 1 : get(scales, a));
      }),
    };
  };
};

/** The same coefficients. */
export const curvatures = (problem: LogisticProblem): ((at: Float64Array) => Promise<Curvature>) => {
  const { passes, team, columns, groups } = problem;
  const width = columns.length + 1;
  const size = groups * width;
  const pairs = groupPairs(groups);
  const ask = sumAll(passes, { ...planOf(problem), kind: 'curvature' }, team);
  return async at => {
    const all = await ask(at);
    const weight = get(all, 0);
    const hessian = new Float64Array(size * size);
    for (const [place, [k, l]] of pairs.entries())
      for (let i = 0; i < width; i++)
        for (let j = 0; j < width; j++) {
          const from = 2 + size + place * width * width;
          const value = get(all, from + Math.min(i, j) * width + Math.max(i, j)) / weight;
          hessian[(k * width + i) * size + l * width + j] = value;
          hessian[(l * width + j) * size + k * width + i] = value;
        }
    return { loss: get(all, 1) / weight, gradient: all.slice(2, 2 + size).map(g => g / weight), hessian };
  };
};
