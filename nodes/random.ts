import { z } from 'zod';
import { defineNode, type Problem, table } from '../engine/catalogue/node.ts';
import {
  cellValue,
  group,
  integer,
  labelled,
  listOf,
  newName,
  number,
  text,
} from '../engine/catalogue/params.ts';
import { randomExamples } from './examples/random.ts';
import { randomRows, twoTo53 } from './shared/random-values.ts';
import { readMoment } from './shared/sequence-steps.ts';

const named = { name: newName({ label: 'Name' }) };
const nulls = {
  nulls: number({ label: 'Share of nulls', min: 0, max: 1, help: 'From 0 to 1.' }).default(0),
};

const columnOf = z.discriminatedUnion('distribution', [
  group({
    ...named,
    distribution: z.literal('uniform'),
    min: number({ label: 'From' }).default(0),
    max: number({ label: 'To', help: 'Not included.' }).default(1),
    ...nulls,
  }),
  group({
    ...named,
    distribution: z.literal('normal'),
    mean: number({ label: 'Mean' }).default(0),
    deviation: number({ label: 'Standard deviation', min: 0 }).default(1),
    ...nulls,
  }),
  group({
    ...named,
    distribution: z.literal('integer'),
    min: integer({ label: 'From' }).default(1),
    max: integer({ label: 'To', help: 'Included.' }).default(100),
    ...nulls,
  }),
  group({
    ...named,
    distribution: z.literal('choice'),
    values: labelled(z.array(cellValue()).min(1).max(1000), { label: 'Values', widget: 'list' }),
    weights: labelled(z.array(number({ min: 0 })), {
      label: 'Weights',
      widget: 'list',
      help: 'One per value; all equal when empty.',
    }).optional(),
    ...nulls,
  }),
  group({
    ...named,
    distribution: z.literal('boolean'),
    share: number({ label: 'Share of true', min: 0, max: 1 }).default(0.5),
    ...nulls,
  }),
  group({
    ...named,
    distribution: z.literal('date'),
    from: text({ label: 'From', placeholder: '2024-01-01' }),
    to: text({ label: 'To', placeholder: '2024-12-31', help: 'Included.' }),
    ...nulls,
  }),
]);

export type RandomColumn = z.output<typeof columnOf>;

const problemOf = (c: RandomColumn, at: string): Problem | undefined => {
  const wrong = (param: string, message: string): Problem => ({ param: `${at}.${param}`, message });
  if ((c.distribution === 'uniform' || c.distribution === 'integer') && c.min > c.max)
    return wrong(
      'max',
      `“${c.name}” goes from ${c.min} to ${c.max}: the end lies before the start. Swap them.`,
    );
  if (c.distribution === 'integer' && c.max - c.min >= twoTo53 - 1)
    return wrong(
      'max',
      `“${c.name}” spans more than 2^53 numbers, more than can be drawn evenly. Narrow it.`,
    );
  if (c.distribution === 'choice' && c.weights !== undefined) {
    if (c.weights.length !== c.values.length)
      return wrong(
        'weights',
        `“${c.name}” has ${c.values.length} values but ${c.weights.length} weights. Give one weight per value.`,
      );
    if (!c.weights.some(w => w > 0))
      return wrong(
        'weights',
        `All weights of “${c.name}” are 0, so no value can be drawn. Give one of them more.`,
      );
  }
  if (c.distribution === 'date') {
    const [from, to] = [readMoment(c.from), readMoment(c.to)];
    for (const [param, there, date] of [
      ['from', c.from, from],
      ['to', c.to, to],
    ] as const)
      if (date === undefined || date.timed)
        return wrong(param, `“${there}” is not a date. Write it as 2024-01-31.`);
    if ((from?.ms ?? 0) > (to?.ms ?? 0))
      return wrong(
        'to',
        `“${c.name}” goes from ${c.from} to ${c.to}: the end lies before the start. Swap them.`,
      );
  }
  return undefined;
};

export const random = defineNode({
  kind: 'random',
  version: 1,
  title: 'Random rows',
  summary: 'Makes rows of random values, the same ones every time for the same seed.',
  docs: `Each value is computed from the seed, the name of its column and the number of its row by an MD5, so it does not
change with the machine, the number of threads, the other columns or the number of rows. Choose another seed for other rows.

- \`uniform\`: DOUBLE from \`min\` up to but not including \`max\`
- \`normal\`: DOUBLE with \`mean\` and \`deviation\` (six decimals of the standard normal value)
- \`integer\`: BIGINT from \`min\` to \`max\`, both included
- \`choice\`: one of \`values\`, by \`weights\`
- \`boolean\`: true in a \`share\` of the rows
- \`date\`: a day \`from\` … \`to\`, both included

\`nulls\` is the share of rows without a value.`,
  category: 'Sources',
  icon: 'dices',
  keywords: ['generate', 'fake', 'sample', 'test data', 'synthetic', 'seed'],
  params: z.strictObject({
    rows: integer({ label: 'Number of rows', min: 0, max: 10_000_000_000 }).default(100),
    seed: integer({ label: 'Seed' }).default(1),
    columns: labelled(listOf(columnOf, { label: 'Columns' }).min(1).max(1000), {
      label: 'Columns',
      widget: 'list',
    }),
  }),
  inputs: {},
  outputs: { out: table('Random rows') },
  lower: ({ params }) => {
    const problems = params.columns.flatMap((c, i) => problemOf(c, `columns[${i}]`) ?? []);
    if (problems.length > 0) return { problems };
    return { outputs: { out: randomRows(params.rows, params.seed, params.columns) } };
  },
  examples: randomExamples,
});
