import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, path } from '../engine/catalogue/params.ts';
import { rejectedColumns } from '../engine/plan/relation.ts';
import { jsonOptions } from './shared/connector-options.ts';
import { jsonReadParams } from './shared/json.ts';

export const readNdjson = defineNode({
  kind: 'read-ndjson',
  version: 1,
  title: 'Read NDJSON',
  summary: 'Reads rows from a file with one JSON object on each line, also known as JSON Lines.',
  docs: `Types are found as in read-json. A line that is not JSON, or that does not fit the columns, stops the run and is
named; with \`badRows: skip\` it is left out, with \`quarantine\` it leaves by the second output. Keys that show up only after the first 20,480 lines are not read: set
\`sampleRows\` to -1 to look at all of them.`,
  category: 'Sources',
  icon: 'braces',
  keywords: ['json lines', 'jsonl', 'log', 'file', 'import', 'load'],
  params: z.strictObject({
    path: path({ access: 'read', extensions: ['ndjson', 'jsonl'], label: 'File, folder or pattern' }),
    badRows: choice(['fail', 'skip', 'quarantine'], {
      label: 'Lines that do not fit',
      help: 'Fail the run, leave them out, or send them to the second output with the reason.',
    }).default('fail'),
    ...jsonReadParams,
  }),
  inputs: {},
  outputs: {
    out: table('Rows'),
    rejected: table('Lines that do not fit', {
      help: 'Filled when bad lines are quarantined: file, line, column, reason and text.',
    }),
  },
  capabilities: ({ path }) => [{ kind: 'read', path }],
  lower: ({ params }) => {
    const options = { ...params, format: 'ndjson' };
    const refused = jsonOptions({ ...options, part: 'refused' });
    return {
      outputs: {
        out: { op: 'scan', connector: 'json', options: jsonOptions(options) },
        ...(params.badRows === 'quarantine' && {
          rejected: { op: 'scan', connector: 'json', options: refused },
        }),
      },
    };
  },
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
    {
      title: 'Broken lines go to a port of their own',
      files: { 'log.ndjson': '{"id":1}\n{"id":\n\n{"id":"x"}\n[4]\n{"id":null,"new":5}\n' },
      params: { path: 'log.ndjson', badRows: 'quarantine', types: { id: 'BIGINT' } },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'new', type: 'BIGINT' },
          ],
          rows: [
            ['1', null],
            [null, '5'],
          ],
        },
        rejected: {
          columns: rejectedColumns,
          rows: [
            ['log.ndjson', '2', null, 'it is not JSON', '{"id":'],
            ['log.ndjson', '4', 'id', 'it does not fit BIGINT', '{"id":"x"}'],
            ['log.ndjson', '5', null, 'it is not an object', '[4]'],
          ],
        },
      },
    },
  ],
});
