/** The inner loops. All read columns of blocks; four sums at a time, because one waits for the addition before it. */

export const get = (a: Float64Array, i: number): number => a[i] as number;
export const bump = (a: Float64Array, i: number, by: number): void => {
  a[i] = (a[i] as number) + by;
};

export const dot = (a: Float64Array, ao: number, b: Float64Array, bo: number, n: number): number => {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let r = 0;
  for (; r + 3 < n; r += 4) {
    s0 += (a[ao + r] as number) * (b[bo + r] as number);
    s1 += (a[ao + r + 1] as number) * (b[bo + r + 1] as number);
    s2 += (a[ao + r + 2] as number) * (b[bo + r + 2] as number);
    s3 += (a[ao + r + 3] as number) * (b[bo + r + 3] as number);
  }
  for (; r < n; r++) s0 += (a[ao + r] as number) * (b[bo + r] as number);
  return s0 + s1 + (s2 + s3);
};

export const total = (a: Float64Array, from: number, n: number): number => {
  let s = 0;
  for (let r = 0; r < n; r++) s += a[from + r] as number;
  return s;
};

/** `to += factor * from`, over n values. */
export const axpy = (
  factor: number,
  from: Float64Array,
  fo: number,
  to: Float64Array,
  offset: number,
  n: number,
): void => {
  for (let r = 0; r < n; r++) (to[offset + r] as number) += factor * (from[fo + r] as number);
};

/**
 * `gram += leftᵀ right` over n rows, upper triangle only: what stands below it means nothing. Both have `width` columns,
 * `stride` apart.
 */
export const addProducts = (
  gram: Float64Array,
  left: Float64Array,
  right: Float64Array,
  width: number,
  stride: number,
  n: number,
): void => {
  let i = 0;
  for (; i + 1 < width; i += 2) {
    const a = i * stride;
    let j = i;
    for (; j + 3 < width; j += 4)
      addTwoByFour(gram, i * width + j, width, left, a, right, j * stride, stride, n);
    for (; j < width; j++) addTwoByOne(gram, i * width + j, width, left, a, right, j * stride, stride, n);
  }
  if (i < width) bump(gram, i * width + i, dot(left, i * stride, right, i * stride, n));
};

const addTwoByOne = (
  gram: Float64Array,
  at: number,
  width: number,
  left: Float64Array,
  a: number,
  right: Float64Array,
  b: number,
  stride: number,
  n: number,
): void => {
  bump(gram, at, dot(left, a, right, b, n));
  bump(gram, at + width, dot(left, a + stride, right, b, n));
};

/** Two columns by four: six numbers are read for eight products. */
const addTwoByFour = (
  gram: Float64Array,
  at: number,
  width: number,
  left: Float64Array,
  a0: number,
  right: Float64Array,
  b0: number,
  stride: number,
  n: number,
): void => {
  const a1 = a0 + stride;
  const b1 = b0 + stride;
  const b2 = b1 + stride;
  const b3 = b2 + stride;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let t0 = 0;
  let t1 = 0;
  let t2 = 0;
  let t3 = 0;
  for (let r = 0; r < n; r++) {
    const x = left[a0 + r] as number;
    const y = left[a1 + r] as number;
    const c0 = right[b0 + r] as number;
    const c1 = right[b1 + r] as number;
    const c2 = right[b2 + r] as number;
    const c3 = right[b3 + r] as number;
    s0 += x * c0;
    s1 += x * c1;
    s2 += x * c2;
    s3 += x * c3;
    t0 += y * c0;
    t1 += y * c1;
    t2 += y * c2;
    t3 += y * c3;
  }
  bump(gram, at, s0);
  bump(gram, at + 1, s1);
  bump(gram, at + 2, s2);
  bump(gram, at + 3, s3);
  bump(gram, at + width, t0);
  bump(gram, at + width + 1, t1);
  bump(gram, at + width + 2, t2);
  bump(gram, at + width + 3, t3);
};

/** Copies the upper triangle below the diagonal. */
export const mirror = (gram: Float64Array, width: number): void => {
  for (let i = 0; i < width; i++)
    for (let j = 0; j < i; j++) gram[i * width + j] = gram[j * width + i] as number;
};

/** A step of so many times `by`. */
export const moved = (at: Float64Array, by: Float64Array, factor: number): Float64Array =>
  at.map((b, i) => b + factor * get(by, i));

/** The largest size of any of them. */
export const largest = (values: Float64Array): number =>
  values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
