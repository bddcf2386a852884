/** What is wrong with the value of a setting, in words. */
import type { z } from 'zod';
import { nearest } from '../schema/nearest.ts';
import type { Json } from '../schema/types.ts';

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings',
  record: 'names with values',
};

/** What a setting takes: `a whole number`. */
export const expectedWords = (issue: z.core.$ZodIssue): string => {
  const expected = 'expected' in issue ? String(issue.expected) : 'a value';
  return kinds[expected] ?? expected;
};

const short = (value: Json): string => JSON.stringify(value).slice(0, 80);

/** That a value is none of the choices, with the nearest one. */
export const choiceWords = (values: readonly unknown[], there: Json): string => {
  const choices = values.map(String);
  const near = typeof there === 'string' ? nearest(there, choices) : undefined;
  const hint = near === undefined ? '' : `. Did you mean “${near}”?`;
  return `it is ${short(there)}, and the choices are ${choices.join(', ')}${hint}`;
};

const sizeWords = (
  bound: 'at least' | 'at most',
  origin: string,
  limit: number | bigint,
  there: Json,
): string => {
  if (Array.isArray(there))
    return there.length === 0
      ? 'the list is empty; give it an entry'
      : `the list has ${there.length} entries, and it takes ${bound} ${limit}`;
  if (origin === 'string')
    return there === ''
      ? 'it is empty'
      : `the text is ${String(there).length} characters long, and it takes ${bound} ${limit}`;
  return `it is ${short(there)}, and it takes ${bound} ${limit}`;
};

/** A problem of a value that is there, without a full stop. */
export const problemWords = (issue: z.core.$ZodIssue, there: Json): string => {
  if (issue.code === 'too_small') return sizeWords('at least', issue.origin, issue.minimum, there);
  if (issue.code === 'too_big') return sizeWords('at most', issue.origin, issue.maximum, there);
  if (issue.code === 'invalid_value') return choiceWords(issue.values, there);
  if (issue.code === 'invalid_type') return `it takes ${expectedWords(issue)}, and this is ${short(there)}`;
  return `${issue.message.replace(/^./, c => c.toLowerCase())} (it is ${short(there)})`;
};
