/** Settings that are whole numbers. */
import { engineError } from '../diagnostics/errors.ts';

/** Throws `ml-bad-param` for anything but a whole number from `least` to `most`. */
export const checkWhole = (name: string, value: number, least: number, most: number): void => {
  if (!(Number.isInteger(value) && value >= least && value <= most))
    throw engineError('ml-bad-param', {
      name,
      value: String(value),
      rule: `a whole number from ${least} to ${most}`,
    });
};
