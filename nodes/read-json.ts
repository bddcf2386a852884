import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, path, text } from '../engine/catalogue/params.ts';
import { jsonOptions } from './shared/connector-options.ts';
import { jsonReadParams } from './shared/json.ts';

export const readJson = defineNode({
  kind: 'read-json',
  version: 1,
  title: 'Read JSON',
  summary:
    'Reads rows from a JSON file: an array of objects, objects one after another, or a list inside a document.',
  docs: `Keys and types come from the first 20,480 records. Integers are exact: beyond 64 bits the column is HUGEINT, and
where integers beyond 2^53 meet fractions it is text. Values of several kinds in one place become text. Texts that are
all dates or timestamps become those; a timestamp with an offset is a point in time. Nested objects become columns
\`a_b\` unless \`flatten\` is off; what is nested deeper than 64 levels is refused.`,
  category: 'Sources',
  icon: 'braces',
  keywords: ['nested', 'array', 'document', 'file', 'import', 'load'],
  params: z.strictObject({
    path: path({ access: 'read', extensions: ['json'], label: 'File, folder or pattern' }),
    format: choice(['auto', 'array', 'ndjson'], { label: 'Format' }).default('auto'),
    rows: text({ label: 'Where the rows are', help: 'Dotted path to a list, such as data.items.' })
      .min(1)
      .optional(),
    ...jsonReadParams,
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  capabilities: ({ path }) => [{ kind: 'read', path }],
  lower: ({ params }) => ({
    outputs: { out: { op: 'scan', connector: 'json', options: jsonOptions({ ...params, badRows: 'fail' }) } },
  }),
  examples: [
    {
      title: 'Nested objects become columns, lists stay lists',
      files: {
        'orders.json':
          '[{"id":9007199254740993,"customer":{"name":"Zoë","city":null},"tags":["a","b"]},\n {"id":2,"customer":null,"tags":[]}]',
      },
      params: { path: 'orders.json' },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'customer_name', type: 'VARCHAR' },
            { name: 'customer_city', type: 'VARCHAR' },
            { name: 'tags', type: 'VARCHAR[]' },
          ],
          rows: [
            ['9007199254740993', 'Zoë', null, '[a, b]'],
            ['2', null, null, '[]'],
          ],
        },
      },
      ordered: true,
    },
    {
      title: 'A list inside a document',
      files: { 'answer.json': '{"meta":{"count":2},"data":{"items":[{"day":"2024-02-29"},{"day":null}]}}' },
      params: { path: 'answer.json', rows: 'data.items' },
      outputs: { out: { columns: [{ name: 'day', type: 'DATE' }], rows: [['2024-02-29'], [null]] } },
      ordered: true,
    },
    {
      title: 'Integers beyond 64 bits and mixed values',
      files: {
        'big.json': '[{"n":123456789012345678901234567890,"x":1},{"n":1,"x":"a"},{"n":null,"x":{"b":2}}]',
      },
      params: { path: 'big.json' },
      outputs: {
        out: {
          columns: [
            { name: 'n', type: 'HUGEINT' },
            { name: 'x', type: 'VARCHAR' },
          ],
          rows: [
            ['123456789012345678901234567890', '1'],
            ['1', 'a'],
            [null, '{"b":2}'],
          ],
        },
      },
      ordered: true,
    },
  ],
});
