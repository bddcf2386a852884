import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { path } from '../engine/catalogue/params.ts';
import { jsonSink, jsonWriteDocs, jsonWriteParams } from './shared/json.ts';

export const writeJson = defineNode({
  kind: 'write-json',
  version: 1,
  title: 'Write JSON',
  summary: 'Writes rows to a JSON file: one array with an object for each row.',
  docs: jsonWriteDocs,
  category: 'Sinks',
  icon: 'braces',
  keywords: ['document', 'file', 'export'],
  params: z.strictObject({
    path: path({ access: 'write', extensions: ['json'], label: 'File' }),
    ...jsonWriteParams,
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: ({ path }) => [{ kind: 'write', path }],
  lower: ({ params, input }) => jsonSink('array', params, input()),
  examples: [
    {
      title: 'Nulls, lists and NaN',
      params: { path: 'out.json' },
      inputs: {
        in: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'amount', type: 'DOUBLE' },
            { name: 'tags', type: 'VARCHAR[]' },
          ],
          rows: [
            ['1', 9.5, '[a, ü]'],
            ['2', 'nan', null],
          ],
        },
      },
      writes: {
        'out.json': '[\n\t{"id":1,"amount":9.5,"tags":["a","ü"]},\n\t{"id":2,"amount":null,"tags":null}\n]\n',
      },
    },
    {
      title: 'No rows',
      params: { path: 'out.json' },
      inputs: { in: { columns: [{ name: 'id', type: 'BIGINT' }], rows: [] } },
      writes: { 'out.json': '[\n\t\n]\n' },
    },
  ],
});
