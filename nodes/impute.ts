import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import { cellValue, choice, columns as pick } from '../engine/catalogue/params.ts';
import type { Field } from '../engine/schema/types.ts';
import { imputeExamples } from './examples/impute.ts';
import { holds, unfitSentence } from './shared/cells.ts';
import { fittedStep, inPlace, isFeature, isNumber, noColumns, onSparkLater } from './shared/learning.ts';
import { picked } from './shared/missing.ts';

export const impute = defineNode({
  kind: 'impute',
  version: 1,
  title: 'Impute',
  summary: 'Learns what to put where a value is missing, and puts it there; a model repeats it for new rows.',
  docs: `Unlike fill-nulls, what is filled in is learned from the rows that reach this step and kept in the model: new rows
get the same values. Null counts as missing, and NaN in columns of floating-point numbers.

- \`mean\` and \`median\` make a whole-number column DOUBLE: a mean cut to a whole number would be another number. Without
  columns they fill all numeric ones.
- \`mode\` is the most frequent value, the smallest of them when several are. Without columns it fills all numbers, texts
  and booleans.
- \`constant\` fills the columns that can hold the value.

A column without any value is an error: nothing can be learned of it.`,
  category: 'Features',
  icon: 'paint-bucket',
  keywords: ['missing', 'imputer', 'simpleimputer', 'fill', 'na', 'mean', 'median'],
  params: z.strictObject({
    columns: pick({ label: 'Columns', help: 'All that fit when empty.' }).default([]),
    strategy: choice(['mean', 'median', 'mode', 'constant'], { label: 'Fill with' }).default('mean'),
    value: cellValue({ label: 'Value', when: { strategy: ['constant'] } }).optional(),
  }),
  inputs: { in: table('Rows to learn from') },
  outputs: { out: table('Rows without gaps') },
  lower: context => {
    const { params, input } = context;
    const { schema } = input();
    const { strategy } = params;
    const value = params.value ?? null;
    if (strategy === 'constant' && value === null)
      return { problems: [{ param: 'value', message: 'The value to fill in is missing. Give “value”.' }] };
    const suits = (field: Field): boolean =>
      strategy === 'constant'
        ? isFeature(field) && holds(field, value)
        : strategy === 'mode'
          ? isFeature(field)
          : isNumber(field);
    const fields = picked(schema, params.columns, suits);
    const problems = fields
      .filter(f => !suits(f))
      .map((f): Problem => {
        const i = params.columns.findIndex(c => c.name === f.name);
        return {
          param: `columns[${i}]`,
          message:
            strategy === 'constant'
              ? unfitSentence(f, value)
              : `Column “${f.name}” is ${f.type}, and ${strategy} needs ${strategy === 'mode' ? 'numbers, texts or booleans' : 'numbers'}. Take it out, or choose another way.`,
        };
      });
    if (problems.length > 0) return { problems };
    if (fields.length === 0)
      return {
        problems: [noColumns(strategy === 'mode' ? 'a number, text or boolean' : 'a number', schema)],
      };
    const averaged = strategy === 'mean' || strategy === 'median';
    const changed = inPlace(
      schema,
      fields.map(f => f.name),
      f => (averaged ? 'DOUBLE' : f.type),
    );
    return fittedStep(context, {
      spec: {
        step: 'impute',
        strategy,
        columns: fields.map(f => ({ column: f.name, type: f.type })),
        ...(strategy === 'constant' && { value: String(value) }),
      },
      ...changed,
    });
  },
  examples: imputeExamples,
  unsupported: { spark: onSparkLater },
});
