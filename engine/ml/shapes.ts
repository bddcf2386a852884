/** Shapes that model files share. */
import { z } from 'zod';

/** An ordinary number: JSON has no NaN, and 1e999 would be read as infinity. */
export const real = z.number().refine(Number.isFinite, 'an ordinary number is needed');
export const reals = z.array(real).max(10_000_000);
export const name = z.string().min(1).max(1000);
export const text = z.string().max(100_000);

/** The name of a plain type. It is printed into queries as it is, so nothing else may pass. */
export const typeName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_ ]{0,40}(\(\d{1,2},\d{1,2}\))?$/, 'the name of a plain type is needed');
