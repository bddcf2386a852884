import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { columns, integer, toggle } from '../engine/catalogue/params.ts';
import { ascending, call, column, literal } from '../engine/plan/build.ts';
import { plain } from '../engine/plan/names.ts';
import type { Rel } from '../engine/plan/relation.ts';
import { figureNames, figuresRel, histogramRel, topRel } from './shared/describe-figures.ts';
import { picked } from './shared/missing.ts';
import { rows } from './shared/rows.ts';

const profile = {
  column: 'VARCHAR',
  type: 'VARCHAR',
  count: 'BIGINT',
  nulls: 'BIGINT',
  distinct: 'BIGINT',
  min: 'VARCHAR',
  max: 'VARCHAR',
  mean: 'DOUBLE',
  stddev: 'DOUBLE',
  q25: 'VARCHAR',
  q50: 'VARCHAR',
  q75: 'VARCHAR',
  histogram: 'BIGINT[]',
  top: 'VARCHAR',
};

/** The profile with one more column, from a relation that has it for some places `i`; null for the others. */
const beside = (
  rel: Rel,
  names: readonly string[],
  more: Rel | undefined,
  name: string,
  type: string,
): Rel =>
  more === undefined
    ? { op: 'project', input: rel, columns: [...plain(names), { name, expr: literal(null, type) }] }
    : {
        op: 'join',
        how: 'left',
        left: rel,
        right: more,
        condition: call('eq', column('i', 'left'), column('i', 'right')),
        columns: [...plain(names, 'left'), { name, expr: column(name, 'right') }],
      };

export const describe = defineNode({
  kind: 'describe',
  version: 1,
  title: 'Describe',
  summary:
    'A profile of the table: for each column its type, missing values, range, mean, quartiles and usual values.',
  docs: `One row for each column, in their order. \`count\` counts the values; nulls, and NaN among floating-point numbers,
count as missing. Smallest and largest value and quartiles are text, so that all types fit; quartiles are interpolated
between numbers, and are values of the column for dates. Mean, sample standard deviation and histogram leave out infinite
values. The histogram counts the values in equal parts from the smallest to the largest. \`top\` lists the most frequent
values with their number, the smaller value first among equally frequent ones.`,
  category: 'Summarise',
  icon: 'scan-search',
  keywords: ['profile', 'summary', 'statistics', 'summarize', 'explore', 'eda', 'histogram'],
  params: z.strictObject({
    columns: columns({ label: 'Columns', help: 'All when empty.' }).default([]),
    exact: toggle({
      label: 'Count distinct values exactly',
      help: 'Otherwise to about 2 %, with little memory.',
    }).default(true),
    top: integer({ label: 'Number of most frequent values', min: 0, max: 100 }).default(5),
    bins: integer({ label: 'Parts of the histogram', min: 0, max: 200 }).default(10),
  }),
  inputs: { in: table('Rows') },
  outputs: { out: table('One row for each column') },
  lower: ({ params: p, input }) => {
    const { rel, schema } = input();
    const fields = picked(schema, p.columns);
    const start = ['i', ...figureNames];
    const figures = figuresRel(rel, fields, p.exact);
    const shaped = beside(figures, start, histogramRel(rel, fields, p.bins), 'histogram', 'BIGINT[]');
    const whole = beside(shaped, [...start, 'histogram'], topRel(rel, fields, p.top), 'top', 'VARCHAR');
    const sorted: Rel = { op: 'sort', input: whole, keys: [ascending(column('i'))] };
    return {
      outputs: {
        out: { op: 'project', input: sorted, columns: plain([...figureNames, 'histogram', 'top']) },
      },
    };
  },
  examples: [
    {
      title: 'Numbers, texts and dates; NaN counts as missing',
      params: { bins: 2, top: 2 },
      inputs: {
        in: rows({ amount: 'DOUBLE', 'the "city"': 'VARCHAR', day: 'DATE', ok: 'BOOLEAN' }, [
          [1, 'Lyon', '2024-01-01', true],
          [2, 'Øslo', '2024-01-03', true],
          [6, 'Lyon', null, null],
          ['NaN', 'Nîmes', '2024-01-02', false],
          [null, null, null, false],
        ]),
      },
      outputs: {
        out: rows(profile, [
          [
            'amount',
            'DOUBLE',
            3,
            2,
            3,
            '1.0',
            '6.0',
            3,
            2.6457513110645907,
            '1.5',
            '2.0',
            '4.0',
            '[2, 1]',
            '1.0 (1), 2.0 (1)',
          ],
          [
            'the "city"',
            'VARCHAR',
            4,
            1,
            3,
            'Lyon',
            'Øslo',
            null,
            null,
            null,
            null,
            null,
            null,
            'Lyon (2), Nîmes (1)',
          ],
          [
            'day',
            'DATE',
            3,
            2,
            3,
            '2024-01-01',
            '2024-01-03',
            null,
            null,
            '2024-01-01',
            '2024-01-02',
            '2024-01-03',
            null,
            '2024-01-01 (1), 2024-01-02 (1)',
          ],
          [
            'ok',
            'BOOLEAN',
            4,
            1,
            2,
            'false',
            'true',
            null,
            null,
            null,
            null,
            null,
            null,
            'false (2), true (2)',
          ],
        ]),
      },
      ordered: true,
    },
    {
      title: 'An empty table, and infinite values',
      params: { columns: ['x'], top: 0, bins: 3 },
      inputs: { in: rows({ x: 'DOUBLE', y: 'INTEGER' }, []) },
      outputs: {
        out: rows(profile, [
          ['x', 'DOUBLE', 0, 0, 0, null, null, null, null, null, null, null, '[0, 0, 0]', null],
        ]),
      },
    },
    {
      title: 'Infinite values take part in the range, not in the mean',
      params: { top: 1, bins: 3 },
      inputs: {
        in: rows({ x: 'FLOAT', n: 'INTEGER' }, [
          [1, 7],
          [4, 7],
          ['Infinity', 7],
        ]),
      },
      outputs: {
        out: rows(profile, [
          [
            'x',
            'FLOAT',
            3,
            0,
            3,
            '1.0',
            'inf',
            2.5,
            2.1213203435596424,
            '2.5',
            '4.0',
            'inf',
            '[1, 0, 1]',
            '1.0 (1)',
          ],
          ['n', 'INTEGER', 3, 0, 1, '7', '7', 7, 0, '7.0', '7.0', '7.0', '[3, 0, 0]', '7 (3)'],
        ]),
      },
      ordered: true,
    },
  ],
});
