import { type Diagnostic, isError } from '../../engine/diagnostics/diagnostic.ts';

/**
 * Exit code of a command that ends with these diagnostics: 0 where none is an error, 2 where the pipeline is wrong, and 1
 * where it is only the world, so that a scheduler knows when another try makes sense.
 */
export const exitCodeOf = (diagnostics: readonly Diagnostic[]): 0 | 1 | 2 => {
  const errors = diagnostics.filter(isError);
  if (errors.length === 0) return 0;
  return errors.every(error => error.world === true) ? 1 : 2;
};

/** The error that the exit code stands for: the pipeline's first, or, where it has none, the world's. */
export const foremost = (diagnostics: readonly Diagnostic[]): Diagnostic | undefined => {
  const errors = diagnostics.filter(isError);
  return errors.find(error => error.world !== true) ?? errors[0];
};
