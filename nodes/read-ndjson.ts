import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, path } from '../engine/catalogue/params.ts';
import { jsonOptions } from './shared/connector-options.ts';
import { jsonReadParams } from './shared/json.ts';

export const readNdjson = defineNode({
  kind: 'read-ndjson',
  version: 1,
  title: 'Read NDJSON',
  summary: 'Reads rows from a file with one JSON object on each line, also known as JSON Lines.',
  docs: `Types are found as in read-json. A line that is not JSON, or that does not fit the columns, stops the run and is
named; with \`badRows: skip\` it is left out. Keys that show up only after the first 20,480 lines are not read: set
\`sampleRows\` to -1 to look at all of them.`,
  category: 'Sources',
  icon: 'braces',
  keywords: ['json lines', 'jsonl', 'log', 'file', 'import', 'load'],
  params: z.strictObject({
    path: path({ access: 'read', extensions: ['ndjson', 'jsonl'], label: 'File, folder or pattern' }),
    badRows: choice(['fail', 'skip'], { label: 'Lines that do not fit' }).default('fail'),
    ...jsonReadParams,
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  capabilities: ({ path }) => [{ kind: 'read', path }],
  lower: ({ params }) => ({
    outputs: {
      out: { op: 'scan', connector: 'json', options: jsonOptions({ ...params, format: 'ndjson' }) },
    },
  }),
  examples: [
    {
      title: 'Keys that some lines lack are null there',
      files: {
        'log.ndjson': '{"at":"2024-01-02T03:04:05Z","level":"info"}\n{"at":null,"level":"warn","code":7}\n',
      },
      params: { path: 'log.ndjson' },
      outputs: {
        out: {
          columns: [
            { name: 'at', type: 'TIMESTAMP WITH TIME ZONE' },
            { name: 'level', type: 'VARCHAR' },
            { name: 'code', type: 'BIGINT' },
          ],
          rows: [
            ['2024-01-02 03:04:05+00', 'info', null],
            [null, 'warn', '7'],
          ],
        },
      },
      ordered: true,
    },
    {
      title: 'Broken lines are left out when asked for',
      files: { 'log.ndjson': '{"id":1}\n{"id":\n{"id":"x"}\n{"id":4}\n' },
      params: { path: 'log.ndjson', badRows: 'skip', types: { id: 'BIGINT' } },
      outputs: { out: { columns: [{ name: 'id', type: 'BIGINT' }], rows: [['1'], ['4']] } },
    },
  ],
});
