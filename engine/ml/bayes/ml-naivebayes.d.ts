/** The part of ml-naivebayes that tests compare with; it brings no types. */
declare module 'ml-naivebayes' {
  export class MultinomialNB {
    train(rows: readonly (readonly number[])[], labels: readonly number[]): void;
    toJSON(): { readonly conditionalProbability: { to2DArray(): number[][] } };
  }
}
