/** Products of columns, as polynomial features make them: their factors and their names. */

/** Positions of the factors of each product, degree by degree, in scikit-learn's order; the columns themselves are none. */
export const productsOf = (
  count: number,
  degree: number,
  interactions: boolean,
): readonly (readonly number[])[] => {
  const all: number[][] = [];
  let last: number[][] = Array.from({ length: count }, (_, j) => [j]);
  for (let d = 2; d <= degree; d++) {
    last = last.flatMap(factors => {
      const least = factors.at(-1) ?? 0;
      return Array.from({ length: count }, (_, j) => j)
        .filter(j => j > least || (!interactions && j === least))
        .map(j => [...factors, j]);
    });
    all.push(...last);
  }
  return all;
};

/** How many there are, without making them: they grow too fast to be tried. */
export const productCount = (count: number, degree: number, interactions: boolean): number => {
  let all = 0;
  let ways = count;
  for (let d = 2; d <= degree; d++) {
    ways = (ways * (interactions ? count - d + 1 : count + d - 1)) / d;
    all += Math.max(0, ways);
    if (ways <= 0) break;
  }
  return Math.round(all);
};

export const productName = (columns: readonly string[], factors: readonly number[]): string =>
  [...new Set(factors)]
    .map(j => {
      const power = factors.filter(f => f === j).length;
      return `${columns[j]}${power > 1 ? `^${power}` : ''}`;
    })
    .join('*');
