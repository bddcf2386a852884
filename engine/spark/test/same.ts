/** Expects both engines' words to be equal; what is shown is only where they differ. */
export const expectSame = (ours: unknown, spark: unknown): void => {
  const different = differences(ours, spark, '');
  if (different.length > 0) throw new Error(`The engines differ.\n${different.slice(0, 8).join('\n')}`);
};

const differences = (a: unknown, b: unknown, at: string): readonly string[] => {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length)
    return a.flatMap((x, i) => differences(x, b[i], `${at}[${i}]`));
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && !Array.isArray(a)) {
    const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
    return [...new Set([...Object.keys(x), ...Object.keys(y)])].flatMap(k =>
      differences(x[k], y[k], `${at}.${k}`),
    );
  }
  return [`${at}\n  ours  ${JSON.stringify(a)}\n  spark ${JSON.stringify(b)}`];
};
