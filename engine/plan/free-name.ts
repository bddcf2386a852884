/** A column name that none of `taken` has, letter case aside: `__wish`, or `__wish_2` and so on. */
export const freeName = (wish: string, taken: readonly string[]): string => {
  const names = new Set(taken.map(name => name.toLowerCase()));
  let name = `__${wish}`;
  for (let i = 2; names.has(name.toLowerCase()); i++) name = `__${wish}_${i}`;
  return name;
};
