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
import { call, cast, column, literal, when } from '../engine/plan/build.ts';
import type { CaseExpr, Expr } from '../engine/plan/expr.ts';
import { readMoment } from './sequence-steps.ts';

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

type RandomColumn = z.output<typeof columnOf>;

const twoTo53 = 9007199254740992;
const dayMs = 86_400_000;

/**
 * A number from 0 up to but not including 1, the same for the same seed, name and row on every machine: the upper 53 of
 * the lower 64 bits of an MD5, so nothing depends on threads or on the order of rows.
 */
const uniform = (seed: number, name: string, use: string): Expr => {
  const key = call('concat_operator', literal(`${seed}|${name}|${use}|`), cast(column('row'), 'VARCHAR'));
  const bits = call('shift_right', call('md5_number_lower', key), cast(literal(11), 'UBIGINT'));
  return call('divide', cast(bits, 'DOUBLE'), cast(literal(twoTo53), 'DOUBLE'));
};

const double = (value: number): Expr => cast(literal(value), 'DOUBLE');

/** Box and Muller's method. Six decimals: logarithms differ in their last bit from machine to machine. */
const standardNormal = (seed: number, name: string): Expr => {
  const radius = call(
    'sqrt',
    call('multiply', double(-2), call('ln', call('subtract', double(1), uniform(seed, name, 'radius')))),
  );
  const angle = call('multiply', double(2 * Math.PI), uniform(seed, name, 'angle'));
  return call('round', call('multiply', radius, call('cos', angle)), literal(6));
};

/** `low` plus a whole number below `width`. */
const wholeFrom = (share: Expr, width: number): Expr =>
  cast(call('floor', call('multiply', share, double(width))), 'BIGINT');

const chosen = (share: Expr, c: Extract<RandomColumn, { distribution: 'choice' }>): Expr => {
  const weights = c.weights ?? c.values.map(() => 1);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const numbers = c.values.every(v => typeof v === 'number' || v === null);
  const flags = c.values.every(v => typeof v === 'boolean' || v === null);
  const type = flags
    ? 'BOOLEAN'
    : !numbers
      ? 'VARCHAR'
      : c.values.every(v => Number.isSafeInteger(v ?? 0))
        ? 'BIGINT'
        : 'DOUBLE';
  const cell = (v: string | number | boolean | null): Expr =>
    cast(literal(v !== null && type === 'VARCHAR' ? String(v) : v), type);
  let sum = 0;
  // A weight of 0 is never drawn, not even where the sum of the ones before it rounds to 1.
  const drawn = c.values.flatMap((v, i) => {
    const weight = weights[i] ?? 0;
    sum += weight;
    return weight > 0 ? [{ below: sum / total, result: cell(v) }] : [];
  });
  const last = drawn.pop();
  const otherwise = last?.result ?? cell(null);
  if (drawn.length === 0) return otherwise;
  const branches = drawn.map(d => ({ when: call('lt', share, double(d.below)), result: d.result }));
  return { op: 'case', branches, otherwise } satisfies CaseExpr;
};

const columnValue = (seed: number, c: RandomColumn): Expr => {
  const share = uniform(seed, c.name, 'value');
  switch (c.distribution) {
    case 'uniform':
      return call('add', double(c.min), call('multiply', share, double(c.max - c.min)));
    case 'normal':
      return call('add', double(c.mean), call('multiply', standardNormal(seed, c.name), double(c.deviation)));
    case 'integer':
      return call('add', cast(literal(c.min), 'BIGINT'), wholeFrom(share, c.max - c.min + 1));
    case 'choice':
      return chosen(share, c);
    case 'boolean':
      return call('lt', share, double(c.share));
    case 'date': {
      const [from, to] = [readMoment(c.from)?.ms ?? 0, readMoment(c.to)?.ms ?? 0];
      const days = cast(wholeFrom(share, Math.round((to - from) / dayMs) + 1), 'INTEGER');
      return cast(call('date_add', literal(c.from, 'DATE'), call('to_days', days)), 'DATE');
    }
  }
};

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
    const columns = params.columns.map(c => {
      const value = columnValue(params.seed, c);
      const absent = call('lt', uniform(params.seed, c.name, 'null'), double(c.nulls));
      return { name: c.name, expr: c.nulls === 0 ? value : when(call('not', absent), value) };
    });
    const rows = { op: 'range' as const, name: 'row', start: 1, step: 1, count: params.rows };
    return { outputs: { out: { op: 'project', input: rows, columns } } };
  },
  examples: [
    {
      title: 'The same rows on every machine',
      params: {
        rows: 4,
        seed: 7,
        columns: [
          { name: 'id', distribution: 'integer', min: 1000, max: 9999 },
          { name: 'country', distribution: 'choice', values: ['FR', 'DE', 'Österreich'], weights: [2, 1, 1] },
          { name: 'day', distribution: 'date', from: '2024-02-28', to: '2024-03-01' },
          { name: 'member', distribution: 'boolean', nulls: 0.5 },
        ],
      },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'country', type: 'VARCHAR' },
            { name: 'day', type: 'DATE' },
            { name: 'member', type: 'BOOLEAN' },
          ],
          rows: [
            [4323, 'DE', '2024-02-28', true],
            [4146, 'FR', '2024-02-28', true],
            [1932, 'FR', '2024-02-28', false],
            [3536, 'Österreich', '2024-03-01', null],
          ],
        },
      },
      ordered: true,
    },
    {
      title: 'Measurements, some of them missing',
      params: {
        rows: 4,
        seed: 1,
        columns: [
          { name: 'share', distribution: 'uniform' },
          { name: 'height', distribution: 'normal', mean: 170, deviation: 10, nulls: 0.4 },
        ],
      },
      outputs: {
        out: {
          columns: [
            { name: 'share', type: 'DOUBLE' },
            { name: 'height', type: 'DOUBLE' },
          ],
          rows: [
            [0.26047952632853544, 173.65407],
            [0.4545764112418752, 171.61252],
            [0.15205570437833926, null],
            [0.3025349660084784, 155.20945],
          ],
        },
      },
      ordered: true,
    },
  ],
});
