/** Whether rows have what a model reads. */
import type { Problem } from '../../engine/catalogue/node.ts';
import type { ModelFacts } from '../../engine/plan/learning.ts';
import { familyOf, fieldNamed, numeric, type Schema } from '../../engine/schema/types.ts';
import { listed } from './words.ts';

/** Columns of the model that the rows do not have. */
export const missingFrom = ({ input }: ModelFacts, schema: Schema): readonly string[] =>
  input.filter(f => fieldNamed(schema, f.name) === undefined).map(f => `${f.name} ${f.type}`);

export const missingInput = (facts: ModelFacts, schema: Schema): Problem | undefined => {
  const missing = missingFrom(facts, schema);
  return missing.length === 0
    ? undefined
    : {
        param: 'model',
        message: `The model needs ${missing.length === 1 ? 'a column that is' : `${missing.length} columns that are`} not here: ${listed(missing)}. There are: ${listed(schema.map(f => f.name))}. Rename or compute what is missing.`,
      };
};

/** A column that is of another type than when the model learned. */
export const otherInput = ({ input }: ModelFacts, schema: Schema): Problem | undefined => {
  for (const { name, type } of input) {
    const found = fieldNamed(schema, name);
    if (found !== undefined && !fits(found.type, type))
      return {
        param: 'model',
        message: `Column “${name}” is ${found.type} here and was ${type} when the model learned. Cast it before this step.`,
      };
  }
  return undefined;
};

const fits = (found: string, wanted: string): boolean => {
  const [a, b] = [familyOf(found), familyOf(wanted)];
  return a === b || a === 'unknown' || (numeric.includes(a) && numeric.includes(b));
};
