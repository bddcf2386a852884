/** Numbers of a report: four digits that count, whole numbers whole. */
export const shortNumber = (value: unknown): string => {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '–';
  if (Number.isInteger(value)) return value.toLocaleString('en');
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-4
    ? value.toExponential(3)
    : value.toLocaleString('en', { maximumSignificantDigits: 4 });
};

/** Names of columns and metrics as words. */
export const wordsOf = (name: string): string => name.replaceAll('_', ' ');
