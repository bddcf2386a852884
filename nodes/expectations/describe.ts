/** Names of checks, and what can be wrong with their settings. */
import type { Problem } from '../../engine/catalogue/node.ts';
import { familyOf, fieldNamed, numeric, type Schema } from '../../engine/schema/types.ts';
import type { Check } from '../expectations.ts';
import { fits } from '../inline/guess.ts';
import { patternProblem } from '../shared/pattern.ts';

const some = (values: readonly unknown[]): string =>
  values.slice(0, 5).map(String).join(', ') + (values.length > 5 ? ` and ${values.length - 5} more` : '');

const between = (min: unknown, max: unknown): string =>
  min === undefined || min === null
    ? `at most ${String(max)}`
    : max === undefined || max === null
      ? `at least ${String(min)}`
      : `from ${String(min)} to ${String(max)}`;

/** The name a user gave, or else what the check says: `amount is from 0 to 100`. */
export const nameOf = (check: Check, index: number): string => {
  if (check.name !== undefined && check.name !== '') return check.name;
  switch (check.check) {
    case 'not-null':
      return `${some(check.columns.map(c => c.name))} ${check.columns.length > 1 ? 'are' : 'is'} not null`;
    case 'unique':
      return `${some(check.columns.map(c => c.name))} ${check.columns.length > 1 ? 'are' : 'is'} unique`;
    case 'range':
      return `${check.column.name} is ${between(check.min, check.max)}`;
    case 'one-of':
      return `${check.column.name} is one of ${some(check.values)}`;
    case 'matches':
      return `${check.column.name} matches ${check.pattern.slice(0, 60)}`;
    case 'row-count':
      return `rows are ${between(check.min, check.max)}`;
    case 'foreign-key':
      return `${check.column.name} is in ${check.reference.name} of the reference`;
    case 'condition':
      return `condition ${index + 1}`;
  }
};

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim()));

/** Why one of the values can never equal or bound a value of the column. */
const misfit = (values: readonly unknown[], schema: Schema, name: string): string | undefined => {
  const type = fieldNamed(schema, name)?.type ?? '';
  const number = numeric.includes(familyOf(type));
  const wrong = values.find(
    value => value !== undefined && value !== null && !(number ? isNumber(value) : fits(String(value), type)),
  );
  return wrong === undefined
    ? undefined
    : `“${String(wrong)}” is no value that “${name}” can hold, which is ${type}. Write ${number ? 'a number' : `a ${type}`}.`;
};

/** What is wrong with a check, at which of its settings. */
export const checkProblem = (check: Check, schema: Schema, hasReference: boolean): Problem | undefined => {
  switch (check.check) {
    case 'range': {
      if ((check.min ?? null) === null && (check.max ?? null) === null)
        return {
          param: 'min',
          message: `The range of “${check.column.name}” has no end. Set “min”, “max” or both.`,
        };
      const message = misfit([check.min, check.max], schema, check.column.name);
      if (message !== undefined) {
        const atMin = misfit([check.min], schema, check.column.name) !== undefined;
        return { param: atMin ? 'min' : 'max', message };
      }
      return isNumber(check.min) && isNumber(check.max) && Number(check.min) > Number(check.max)
        ? { param: 'max', message: `No number is from ${check.min} to ${check.max}. Swap them.` }
        : undefined;
    }
    case 'one-of': {
      const message = misfit(check.values, schema, check.column.name);
      return message === undefined ? undefined : { param: 'values', message };
    }
    case 'row-count':
      if (check.severity === 'quarantine')
        return {
          param: 'severity',
          message:
            'A number of rows is a matter of the whole table, so no row can be set aside for it. Choose fail or warn.',
        };
      if (check.min === undefined && check.max === undefined)
        return { param: 'min', message: 'The number of rows has no bound. Set “min”, “max” or both.' };
      return (check.min ?? 0) > (check.max ?? Number.POSITIVE_INFINITY)
        ? { param: 'max', message: `No number is from ${check.min} to ${check.max}. Swap them.` }
        : undefined;
    case 'foreign-key':
      return hasReference
        ? undefined
        : {
            param: 'reference',
            message: 'There is no table to look the values up in. Connect one to the input “reference”.',
          };
    case 'matches': {
      const message = patternProblem(check.pattern);
      return message === undefined ? undefined : { param: 'pattern', message };
    }
    case 'not-null':
    case 'unique':
    case 'condition':
      return undefined;
  }
};
