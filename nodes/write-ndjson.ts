import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { path } from '../engine/catalogue/params.ts';
import { jsonSink, jsonWriteDocs, jsonWriteParams } from './shared/json.ts';

export const writeNdjson = defineNode({
  kind: 'write-ndjson',
  version: 1,
  title: 'Write NDJSON',
  summary: 'Writes rows to a file with one JSON object on each line.',
  docs: jsonWriteDocs,
  category: 'Sinks',
  icon: 'braces',
  keywords: ['jsonl', 'file', 'export'],
  params: z.strictObject({
    path: path({ access: 'write', extensions: ['ndjson', 'jsonl'], label: 'File' }),
    ...jsonWriteParams,
  }),
  inputs: { in: table('Rows') },
  outputs: {},
  capabilities: ({ path }) => [{ kind: 'write', path }],
  lower: ({ params, input }) => jsonSink('ndjson', params, input()),
  examples: [
    {
      title: 'Nulls, lists and NaN',
      params: { path: 'out.ndjson' },
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
        'out.ndjson': '{"id":1,"amount":9.5,"tags":["a","ü"]}\n{"id":2,"amount":null,"tags":null}\n',
      },
    },
    {
      title: 'Infinity inside lists and structs',
      params: { path: 'out.ndjson' },
      inputs: {
        in: {
          columns: [
            { name: 'l', type: 'DOUBLE[][]' },
            { name: 's', type: 'STRUCT(a INTEGER, "b ""c""" FLOAT)' },
          ],
          rows: [
            ['[[1.5, inf, NULL], NULL]', `{'a': 1, 'b "c"': nan}`],
            [null, null],
          ],
        },
      },
      writes: {
        'out.ndjson': '{"l":[[1.5,null,null],null],"s":{"a":1,"b \\"c\\"":null}}\n{"l":null,"s":null}\n',
      },
    },
    {
      title: 'No rows',
      params: { path: 'out.ndjson' },
      inputs: { in: { columns: [{ name: 'id', type: 'BIGINT' }], rows: [] } },
      writes: { 'out.ndjson': '' },
    },
  ],
});
