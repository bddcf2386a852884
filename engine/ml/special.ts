/** Tails of the F and chi-square distributions, by the incomplete beta and gamma functions. */

const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

export const logGamma = (x: number): number => {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const t = x - 1 + lanczos.length - 0.5;
  const sum = lanczos.reduce((s, c, i) => s + c / (x + i), 0.99999999999980993);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
};

const tiny = 1e-300;

/** Lentz's way to sum `b0 + a1 / (b1 + a2 / (b2 + …))`. */
const fraction = (b0: number, a: (i: number) => number, b: (i: number) => number): number => {
  let f = b0 === 0 ? tiny : b0;
  let c = f;
  let d = 0;
  for (let i = 1; i < 10_000; i++) {
    d = b(i) + a(i) * d || tiny;
    c = b(i) + a(i) / c || tiny;
    d = 1 / d;
    f *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return f;
};

/** Share of the beta distribution below x. */
export const betaShare = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  const numerator = (i: number): number => {
    if (i === 1) return 1;
    const m = Math.floor((i - 1) / 2);
    return i % 2 === 1
      ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
      : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
  };
  return (front / a) * fraction(0, numerator, () => 1);
};

/** Share of the gamma distribution above x. */
export const gammaTail = (x: number, a: number): number => {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let i = 1; i < 10_000 && term > sum * 1e-17; i++) {
      term *= x / (a + i);
      sum += term;
    }
    return 1 - front * sum;
  }
  return (
    front /
    fraction(
      x + 1 - a,
      i => -i * (i - a),
      i => x + 2 * i + 1 - a,
    )
  );
};

/** The chance of an F at least this large. */
export const fTail = (f: number, d1: number, d2: number): number =>
  f === Number.POSITIVE_INFINITY ? 0 : betaShare(d2 / (d2 + d1 * f), d2 / 2, d1 / 2);

export const chiSquareTail = (x: number, d: number): number => gammaTail(x / 2, d / 2);
