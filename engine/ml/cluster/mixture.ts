/** Gaussian mixture by expectation and maximisation, started from k-means. */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import type { Data } from '../engine.ts';
import { type Feature, featureShape, termsOf } from '../feature.ts';
import { addProducts, bump, get, mirror, total } from '../kernels.ts';
import { cholesky } from '../linear/solve.ts';
import { type Passes, type PassOptions, passesOver } from '../passes.ts';
import { real, reals } from '../shapes.ts';
import { fitKMeans } from './k-means.ts';

export const mixtureShape = z
  .strictObject({
    kind: z.literal('gaussian-mixture'),
    features: z.array(featureShape),
    weights: reals.min(1),
    means: z.array(reals).max(1000),
    /** By component: the lower triangle of L⁻¹, row after row, where L Lᵀ is the covariance. */
    whitening: z.array(reals).max(1000),
    /** Mean log likelihood of a row. */
    likelihood: real,
    passes: z.int().min(0),
    converged: z.boolean(),
  })
  .refine(m => {
    const width = termsOf(m.features).length;
    return (
      m.means.length === m.weights.length &&
      m.whitening.length === m.weights.length &&
      m.means.every(v => v.length === width) &&
      m.whitening.every(v => v.length === (width * (width + 1)) / 2)
    );
  }, 'one number a component and term is needed');

export type MixtureModel = z.infer<typeof mixtureShape>;

export type MixtureParams = {
  readonly features: readonly Feature[];
  readonly k: number;
  readonly seed: number;
  readonly passes?: number;
  /** Ends when the mean log likelihood of a row grows by less than this. */
  readonly tolerance?: number;
  /** Added to every variance, so that no component can shrink to a point. */
  readonly floor?: number;
  /** Where to start, instead of k-means. */
  readonly start?: Components;
} & PassOptions;

export type Components = {
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly covariances: readonly (readonly (readonly number[])[])[];
};

const mostTerms = 200;

type State = {
  readonly weights: Float64Array;
  readonly means: Float64Array[];
  readonly covariances: Float64Array[];
};

/** As scikit-learn's `GaussianMixture` with full covariances; each pass keeps sums only, so memory stays bounded. */
export const fitMixture = async (data: Data, params: MixtureParams): Promise<MixtureModel> => {
  const terms = termsOf(params.features);
  const width = terms.length;
  if (width > mostTerms) throw engineError('ml-many-coefficients', { count: width, limit: mostTerms });
  const floor = params.floor ?? 1e-6;
  const passes = passesOver(data, terms, params);
  let state =
    params.start === undefined ? await fromKMeans(data, passes, params, floor) : given(params.start);
  const most = params.passes ?? 100;
  let before = Number.NEGATIVE_INFINITY;
  let pass = 0;
  let converged = false;
  while (pass < most && !converged) {
    const found = await maximised(passes, width, state, floor);
    pass++;
    state = found.state;
    converged = found.likelihood - before < (params.tolerance ?? 1e-3);
    before = found.likelihood;
  }
  return {
    kind: 'gaussian-mixture',
    features: [...params.features],
    weights: Array.from(state.weights),
    means: state.means.map(m => Array.from(m)),
    whitening: state.covariances.map(c => Array.from(whitened(c, width))),
    likelihood: before,
    passes: pass,
    converged,
  };
};

const given = ({ weights, means, covariances }: Components): State => ({
  weights: Float64Array.from(weights),
  means: means.map(m => Float64Array.from(m)),
  covariances: covariances.map(c => Float64Array.from(c.flat())),
});

/** Each row belongs wholly to the component of its nearest centre. */
const fromKMeans = async (
  data: Data,
  passes: Passes,
  params: MixtureParams,
  floor: number,
): Promise<State> => {
  const { centres } = await fitKMeans(data, { features: params.features, k: params.k, seed: params.seed });
  const width = centres[0]?.length ?? 0;
  const nearest = (row: Float64Array, out: Float64Array): number => {
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (const [c, centre] of centres.entries()) {
      let d = 0;
      for (let j = 0; j < width; j++) d += (get(row, j) - (centre[j] as number)) ** 2;
      if (d < least) [best, least] = [c, d];
    }
    out.fill(0);
    out[best] = 1;
    return 0;
  };
  return (await summed(passes, width, centres.length, nearest, floor)).state;
};

const maximised = (passes: Passes, width: number, state: State, floor: number) => {
  const white = state.covariances.map(c => whitened(c, width));
  const fixed = white.map(
    (w, k) => Math.log(get(state.weights, k)) + logDiagonal(w, width) - (width / 2) * Math.log(2 * Math.PI),
  );
  const k = white.length;
  const logs = new Float64Array(k);
  const share = (row: Float64Array, out: Float64Array): number => {
    for (let c = 0; c < k; c++)
      logs[c] =
        (fixed[c] as number) -
        distance(white[c] as Float64Array, state.means[c] as Float64Array, row, width) / 2;
    const most = logs.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    for (let c = 0; c < k; c++) sum += Math.exp(get(logs, c) - most);
    for (let c = 0; c < k; c++) out[c] = Math.exp(get(logs, c) - most) / sum;
    return most + Math.log(sum);
  };
  return summed(passes, width, k, share, floor);
};

/** One pass: shares of each row, then weights, means and covariances about the first block's means. */
const summed = async (
  passes: Passes,
  width: number,
  k: number,
  share: (row: Float64Array, out: Float64Array) => number,
  floor: number,
): Promise<{ readonly state: State; readonly likelihood: number }> => {
  const weights = new Float64Array(k);
  const sums = Array.from({ length: k }, () => new Float64Array(width));
  const products = Array.from({ length: k }, () => new Float64Array(width * width));
  let origin: Float64Array | undefined;
  let likelihood = 0;
  let rows = 0;
  await passes.each(({ rows: n, stride, values }) => {
    // Numbers far from zero would cost digits when squared.
    origin ??= Float64Array.from({ length: width }, (_, j) => total(values, j * stride, n) / n);
    const shares = new Float64Array(k * n);
    const row = new Float64Array(width);
    const out = new Float64Array(k);
    const x = new Float64Array(width * n);
    for (let r = 0; r < n; r++) {
      for (let j = 0; j < width; j++) {
        row[j] = get(values, j * stride + r);
        x[j * n + r] = get(row, j) - get(origin, j);
      }
      likelihood += share(row, out);
      for (let c = 0; c < k; c++) shares[c * n + r] = get(out, c);
    }
    rows += n;
    const scaled = new Float64Array(width * n);
    for (let c = 0; c < k; c++) {
      bump(weights, c, total(shares, c * n, n));
      for (let j = 0; j < width; j++) {
        for (let r = 0; r < n; r++) scaled[j * n + r] = get(x, j * n + r) * get(shares, c * n + r);
        bump(sums[c] as Float64Array, j, total(scaled, j * n, n));
      }
      addProducts(products[c] as Float64Array, x, scaled, width, n, n);
    }
  });
  const at = origin ?? new Float64Array(width);
  const state = {
    weights: weights.map(w => w / rows),
    means: sums.map((s, c) => s.map((v, j) => get(at, j) + v / (get(weights, c) + 10 * Number.EPSILON))),
    covariances: products.map((p, c) => {
      mirror(p, width);
      const [sum, weight] = [sums[c] as Float64Array, get(weights, c) + 10 * Number.EPSILON];
      const mean = sum.map(v => v / weight);
      return p.map((v, i) => {
        const [a, b] = [Math.floor(i / width), i % width];
        return v / weight - get(mean, a) * get(mean, b) + (a === b ? floor : 0);
      });
    }),
  };
  return { state, likelihood: likelihood / rows };
};

/** The inverse of the lower Cholesky factor, its lower triangle row after row. */
const whitened = (covariance: Float64Array, width: number): Float64Array => {
  const factor = cholesky(covariance, width, 1e-14);
  if (factor === undefined)
    throw engineError('ml-bad-param', {
      name: 'floor',
      value: 'too small',
      rule: 'large enough that every component keeps a width; or leave out columns that repeat each other',
    });
  const inverse = new Float64Array(width * width);
  for (let c = 0; c < width; c++)
    for (let i = c; i < width; i++) {
      let s = i === c ? 1 : 0;
      for (let l = c; l < i; l++) s -= get(factor, i * width + l) * get(inverse, l * width + c);
      inverse[i * width + c] = s / get(factor, i * width + i);
    }
  const packed = new Float64Array((width * (width + 1)) / 2);
  for (let i = 0, p = 0; i < width; i++)
    for (let j = 0; j <= i; j++, p++) packed[p] = get(inverse, i * width + j);
  return packed;
};

const logDiagonal = (packed: Float64Array, width: number): number => {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += Math.log(get(packed, (i * (i + 1)) / 2 + i));
  return sum;
};

const distance = (packed: Float64Array, mean: Float64Array, row: Float64Array, width: number): number => {
  let sum = 0;
  for (let i = 0, p = 0; i < width; i++) {
    let z = 0;
    for (let j = 0; j <= i; j++, p++) z += get(packed, p) * (get(row, j) - get(mean, j));
    sum += z * z;
  }
  return sum;
};
