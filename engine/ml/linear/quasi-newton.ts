/**
 * Minima of smooth convex functions by limited-memory BFGS (Nocedal & Wright, "Numerical optimization", 2nd ed.,
 * algorithms 7.4 and 7.5): needs a value and a gradient, and no second derivatives.
 */
import { axpy, dot, get, largest, moved } from '../kernels.ts';
import type { Minimum } from './newton.ts';

export type Look = (at: Float64Array) => Promise<{ readonly value: number; readonly gradient: Float64Array }>;

export type QuasiNewtonOptions = {
  /** Ends where a step is this small beside the solution and, with a rough `solve`, so is the gradient beside the value. */
  readonly tolerance: number;
  readonly steps: number;
  /** Solves an equation of about the true second derivatives: the nearer they are, the fewer steps. */
  readonly solve: (right: Float64Array) => Float64Array;
  readonly rough: boolean;
};

type Pair = { readonly step: Float64Array; readonly change: Float64Array; readonly product: number };

/** Pairs of step and change of gradient that are remembered. */
const memory = 10;

export const quasiNewton = async (
  look: Look,
  start: Float64Array,
  { tolerance, steps, solve, rough }: QuasiNewtonOptions,
): Promise<Minimum> => {
  let at = start;
  let here = await look(at);
  let pairs: readonly Pair[] = [];
  for (let step = 1; step <= steps; step++) {
    const towards = directionFrom(here.gradient, pairs, solve);
    const size = largest(towards);
    const flat = !rough || largest(here.gradient) <= tolerance * Math.max(1, here.value);
    if (flat && size <= tolerance * (1 + largest(at)))
      return { solution: moved(at, towards, 1), objective: here.value, converged: true, steps: step };
    const descent = dot(here.gradient, 0, towards, 0, at.length);
    let factor = 1;
    for (;;) {
      const next = moved(at, towards, factor);
      const there = await look(next);
      // The sums themselves are only good to about 1e-15; a worse value within that is no reason to turn back.
      if (there.value <= here.value + 1e-4 * factor * descent + 1e-13 * Math.abs(here.value)) {
        pairs = remembered(pairs, at, next, here.gradient, there.gradient);
        [at, here] = [next, there];
        break;
      }
      factor /= 2;
      if (factor < 1e-10)
        return {
          solution: at,
          objective: here.value,
          converged: largest(here.gradient) <= 1e-6,
          steps: step,
        };
    }
    // A loss without a penalty may have no end: classes that can be told apart push the coefficients out for ever.
    if (here.value < 1e-9) return { solution: at, objective: here.value, converged: false, steps: step };
  }
  return { solution: at, objective: here.value, converged: false, steps };
};

const remembered = (
  pairs: readonly Pair[],
  from: Float64Array,
  to: Float64Array,
  before: Float64Array,
  after: Float64Array,
): readonly Pair[] => {
  const step = to.map((v, i) => v - get(from, i));
  const change = after.map((v, i) => v - get(before, i));
  const product = dot(step, 0, change, 0, step.length);
  // Rounding can turn the curvature around near the end.
  return product > 1e-300 ? [...pairs, { step, change, product }].slice(-memory) : pairs;
};

/** The two loops over the remembered pairs. */
const directionFrom = (
  gradient: Float64Array,
  pairs: readonly Pair[],
  solve: QuasiNewtonOptions['solve'],
): Float64Array => {
  const n = gradient.length;
  const q = gradient.map(g => -g);
  const shares = pairs.map(() => 0);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, product } = pairs[i] as Pair;
    shares[i] = dot(step, 0, q, 0, n) / product;
    axpy(-(shares[i] as number), change, 0, q, 0, n);
  }
  const result = solve(q);
  for (const [i, { step, change, product }] of pairs.entries()) {
    const share = dot(change, 0, result, 0, n) / product;
    axpy((shares[i] as number) - share, step, 0, result, 0, n);
  }
  return result;
};
