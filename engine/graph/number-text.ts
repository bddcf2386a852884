/** A decimal number as its significant digits and the power of ten of the first of them. */
const significance = (text: string): string => {
  const [mantissa = '', power = '0'] = text.toLowerCase().replace(/^[+-]/, '').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = whole + fraction;
  const leading = digits.length - digits.replace(/^0+/, '').length;
  const bare = digits.slice(leading).replace(/0+$/, '');
  return bare === '' ? '0' : `${bare}e${whole.length - leading + Number(power)}`;
};

/**
 * Whether a JSON number means the same once it is a double. `1e400`, `9007199254740993` and numbers with more digits
 * than a double keeps do not. Integers written out beyond 2^53 never do, because other readers round them differently.
 */
export const isExact = (written: string): boolean => {
  const value = Number(written);
  if (!Number.isFinite(value)) return false;
  if (/^[+-]?\d+$/.test(written)) return Number.isSafeInteger(value);
  return significance(written) === significance(String(value));
};

/** The shortest JSON text that reads back as the same number: `-0` keeps its sign, 2^53 and beyond get an exponent. */
export const numberText = (value: number): string => {
  if (Object.is(value, -0)) return '-0';
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
};
