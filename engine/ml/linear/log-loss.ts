/** Log loss of the rows of a block. */
import { get as element } from '../kernels.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

/** Scores become probabilities in place; returns the loss. `log1p(exp(-|z|))` does not overflow. */
export const binaryLoss = (
  p: Float64Array,
  w: Float64Array,
  values: Float64Array,
  from: number,
  n: number,
): number => {
  let loss = 0;
  for (let r = 0; r < n; r++) {
    const z = get(p, r);
    const small = Math.exp(-Math.abs(z));
    const margin = get(values, from + r) === 1 ? z : -z;
    loss += get(w, r) * (Math.log1p(small) + (margin < 0 ? -margin : 0));
    p[r] = z >= 0 ? 1 / (1 + small) : small / (1 + small);
  }
  return loss;
};

export const softmaxLoss = (
  p: Float64Array,
  w: Float64Array,
  values: Float64Array,
  from: number,
  n: number,
  groups: number,
): number => {
  let loss = 0;
  for (let r = 0; r < n; r++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < groups; k++) most = Math.max(most, get(p, k * n + r));
    const own = get(p, get(values, from + r) * n + r);
    let sum = 0;
    for (let k = 0; k < groups; k++) {
      const e = Math.exp(get(p, k * n + r) - most);
      p[k * n + r] = e;
      sum += e;
    }
    for (let k = 0; k < groups; k++) p[k * n + r] = get(p, k * n + r) / sum;
    loss += get(w, r) * (Math.log(sum) + most - own);
  }
  return loss;
};
