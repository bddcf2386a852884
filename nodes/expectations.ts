import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import {
  cellValue,
  choice,
  column,
  columns,
  condition,
  group,
  integer,
  labelled,
  listOf,
  newName,
  text,
} from '../engine/catalogue/params.ts';
import type { TypeFamily } from '../engine/schema/types.ts';
import { expectationExamples } from './examples/expectations.ts';
import { lowerExpectations } from './expectations/lower.ts';

const ordered: readonly TypeFamily[] = ['integer', 'decimal', 'float', 'date', 'timestamp', 'time', 'text'];

const common = {
  severity: choice(['fail', 'warn', 'quarantine'], {
    label: 'When it does not hold',
    help: 'Fail the run, say so, or send the rows to the second output.',
  }).default('fail'),
  name: text({ label: 'Name', help: 'Stands in messages and in the report.' }).optional(),
};

const check = z.discriminatedUnion('check', [
  group({ check: z.literal('not-null'), columns: columns({ label: 'Columns' }).min(1), ...common }),
  group({
    check: z.literal('unique'),
    columns: columns({ label: 'Columns', help: 'Several are compared together.' }).min(1),
    ...common,
  }),
  group({
    check: z.literal('range'),
    column: column({ label: 'Column', types: ordered }),
    min: cellValue({ label: 'At least' }).optional(),
    max: cellValue({ label: 'At most' }).optional(),
    ...common,
  }),
  group({
    check: z.literal('one-of'),
    column: column({ label: 'Column' }),
    values: labelled(z.array(cellValue()).min(1).max(10_000), { label: 'Values', widget: 'list' }),
    ...common,
  }),
  group({
    check: z.literal('matches'),
    column: column({ label: 'Column', types: ['text'] }),
    pattern: text({ label: 'Regular expression', placeholder: '^[A-Z]{2}$' }).min(1),
    ...common,
  }),
  group({
    check: z.literal('row-count'),
    min: integer({ label: 'At least', min: 0 }).optional(),
    max: integer({ label: 'At most', min: 0 }).optional(),
    ...common,
  }),
  group({
    check: z.literal('foreign-key'),
    column: column({ label: 'Column' }),
    reference: column({ port: 'reference', label: 'Column of the reference' }),
    ...common,
  }),
  group({
    check: z.literal('condition'),
    condition: condition({ label: 'Condition', placeholder: 'shipped >= ordered' }),
    ...common,
  }),
]);

export type Check = z.output<typeof check>;

export const expectations = defineNode({
  kind: 'expectations',
  version: 1,
  title: 'Expectations',
  summary: 'Checks what the rows must be like: fails the run, warns, or sets the rows aside that are not.',
  docs: `A check with severity \`fail\` stops the run before anything is written: earlier outputs stay as they were. \`warn\` says
so and goes on. \`quarantine\` sends each row that fails to the second output, with the names of its checks in \`failed_checks\`.

A missing value passes every check but \`not-null\`, as in SQL's CHECK. NaN counts as missing there, and lies in no range.
\`unique\` marks all rows that share a value. \`range\` includes both ends. \`matches\` looks for the pattern (RE2) anywhere in the
text; tie it to the ends with \`^\` and \`$\`.

The third output is a report: one row a check, with the number of rows that fail and a sample. For \`row-count\` it is the number
of rows there are. Rows keep their order unless \`unique\` or \`foreign-key\` are set to quarantine.`,
  category: 'Quality',
  icon: 'shield-check',
  keywords: ['validate', 'test', 'assert', 'check', 'data quality', 'great expectations', 'constraint'],
  params: z.strictObject({
    checks: labelled(listOf(check, { label: 'Checks' }).min(1).max(200), { label: 'Checks', widget: 'list' }),
    failedColumn: newName({ label: 'Column for the names of failed checks', advanced: true }).default(
      'failed_checks',
    ),
  }),
  inputs: {
    in: table('Rows'),
    reference: table('Reference', { optional: true, help: 'The table that foreign keys must be in.' }),
  },
  outputs: {
    out: table('Rows that pass'),
    quarantine: table('Rows set aside'),
    report: table('Report'),
  },
  lower: ({ params, input, inputs, local }) =>
    lowerExpectations(params, input(), inputs('reference')[0], local),
  examples: expectationExamples,
});
