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

/** `gram += leftᵀ right` over n rows, upper triangle only; both have `width` columns, `stride` apart. */
export const addProducts = (
  gram: Float64Array,
  left: Float64Array,
  right: Float64Array,
  width: number,
  stride: number,
  n: number,
): void => {
  for (let i = 0; i < width; i++) {
    const a = i * stride;
    let j = i;
    for (; j + 3 < width; j += 4) {
      const b = j * stride;
      const c = b + stride;
      const d = c + stride;
      const e = d + stride;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let r = 0; r < n; r++) {
        const x = left[a + r] as number;
        s0 += x * (right[b + r] as number);
        s1 += x * (right[c + r] as number);
        s2 += x * (right[d + r] as number);
        s3 += x * (right[e + r] as number);
      }
      bump(gram, i * width + j, s0);
      bump(gram, i * width + j + 1, s1);
      bump(gram, i * width + j + 2, s2);
      bump(gram, i * width + j + 3, s3);
    }
    for (; j < width; j++) bump(gram, i * width + j, dot(left, a, right, j * stride, n));
  }
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
