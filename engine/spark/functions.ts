import type { FunctionName } from '../plan/functions.ts';
import { aggregateSpellings } from './functions-aggregate.ts';
import { dateSpellings } from './functions-date.ts';
import { nestedSpellings } from './functions-nested.ts';
import { mathSpellings, operatorSpellings } from './functions-scalar.ts';
import { textSpellings } from './functions-text.ts';
import type { Spelling } from './spelling.ts';

/** How each function of the table is written on Spark, or why it is not. A test holds that none is forgotten. */
export const spellings: { readonly [K in FunctionName]?: Spelling } = {
  ...operatorSpellings,
  ...mathSpellings,
  ...textSpellings,
  ...dateSpellings,
  ...nestedSpellings,
  ...aggregateSpellings,
};

/** The spelling of a function on Spark. */
export const sparkSpelling = (fn: FunctionName): Spelling =>
  spellings[fn] ?? { unsupported: 'no counterpart has been checked yet' };

/** Why a function has no form on Spark at all; undefined where it has one, for some arguments at least. */
export const sparkReason = (fn: FunctionName): string | undefined => {
  const spelling = sparkSpelling(fn);
  return typeof spelling === 'object' ? spelling.unsupported : undefined;
};
