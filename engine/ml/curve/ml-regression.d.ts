/** The parts of ml-regression that are used; it brings no types. */
declare module 'ml-regression' {
  export class ExponentialRegression {
    constructor(x: readonly number[], y: readonly number[]);
    /** y = B e^(A x) */
    readonly A: number;
    readonly B: number;
  }
  export class PowerRegression {
    constructor(x: readonly number[], y: readonly number[]);
    /** y = A x^B */
    readonly A: number;
    readonly B: number;
  }
  export class TheilSenRegression {
    constructor(x: readonly number[], y: readonly number[]);
    readonly slope: number;
    readonly intercept: number;
  }
}
