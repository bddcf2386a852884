import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { choice, group, integer, labelled, text, toggle } from '../engine/catalogue/params.ts';
import { jsonOptions } from './shared/connector-options.ts';
import { maxBytesParam, netCapability, webParams } from './shared/web.ts';

const name = (label: string) => text({ label }).min(1);

/** How to get from one page to the next. */
const paging = labelled(
  z.discriminatedUnion('by', [
    group({ by: z.literal('none') }),
    group({
      by: z.literal('page'),
      param: name('Parameter for the page').default('page'),
      start: integer({ label: 'First page', min: 0 }).default(1),
      sizeParam: name('Parameter for the size').optional(),
      size: integer({ label: 'Rows on a page', min: 1 }).optional(),
    }),
    group({
      by: z.literal('offset'),
      param: name('Parameter for the offset').default('offset'),
      start: integer({ label: 'First offset', min: 0 }).default(0),
      limitParam: name('Parameter for the limit').default('limit'),
      limit: integer({ label: 'Rows on a page', min: 1 }).default(100),
    }),
    group({
      by: z.literal('cursor'),
      path: name('Where the cursor is in an answer'),
      param: name('Parameter for the cursor').default('cursor'),
    }),
    group({ by: z.literal('next-url'), path: name('Where the next address is in an answer') }),
    group({ by: z.literal('link') }),
  ]),
  { label: 'Pages', widget: 'group', help: 'How to get from one page to the next.' },
);

export const readHttp = defineNode({
  kind: 'read-http',
  version: 1,
  title: 'Read from the web',
  summary: 'Reads JSON, NDJSON or CSV from a web address, page by page.',
  docs: `Columns and types are found in the first page. A column that shows up later stops the run unless \`extra\` is
\`ignore\`. Nested objects become columns \`a_b\`; lists stay JSON text. Answers are checked again on every redirect:
addresses inside your network are refused unless the address you typed leads there.`,
  category: 'Sources',
  icon: 'globe',
  keywords: ['api', 'rest', 'url', 'download', 'json', 'web'],
  params: z.strictObject({
    ...webParams,
    method: choice(['GET', 'POST'], { label: 'Method' }).default('GET'),
    body: text({ label: 'Body', multiline: true, secrets: true }).optional(),
    format: choice(['auto', 'json', 'csv', 'ndjson'], { label: 'Format' }).default('auto'),
    rows: text({
      label: 'Where the rows are',
      help: 'Dotted path in a JSON answer, such as data.items; looked for when left out.',
    }).optional(),
    paging: paging.prefault({ by: 'none' }),
    maxPages: integer({ label: 'Most pages', min: 1 }).optional(),
    flatten: toggle({ label: 'Nested objects become columns' }).default(true),
    header: toggle({ label: 'First row holds the names', advanced: true }).optional(),
    delimiter: text({ label: 'Delimiter', advanced: true }).length(1).optional(),
    extra: choice(['fail', 'ignore'], { label: 'Columns that the first page lacks', advanced: true }).default(
      'fail',
    ),
    maxBytes: maxBytesParam(256 * 2 ** 20),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  capabilities: netCapability,
  lower: ({ params }) => ({
    outputs: { out: { op: 'scan', connector: 'http', options: jsonOptions(params) } },
  }),
  examples: [
    {
      title: 'Rows inside an answer, with nested values',
      served: {
        '/orders': {
          type: 'application/json',
          body: '{"data":[{"id":9007199254740993,"customer":{"name":"Zoë"}},{"id":2,"customer":null}]}',
        },
      },
      params: { url: 'https://api.example.com/orders', rows: 'data' },
      outputs: {
        out: {
          columns: [
            { name: 'id', type: 'BIGINT' },
            { name: 'customer_name', type: 'VARCHAR' },
          ],
          rows: [
            ['9007199254740993', 'Zoë'],
            ['2', null],
          ],
        },
      },
    },
    {
      title: 'Page after page, with a secret in a header',
      env: { API_TOKEN: 'example-token' },
      served: {
        '/items?page=1': { type: 'application/json', body: '[{"id":1},{"id":2}]' },
        '/items?page=2': { type: 'application/json', body: '[{"id":3}]' },
        '/items?page=3': { type: 'application/json', body: '[]' },
      },
      params: {
        url: 'https://api.example.com/items',
        headers: { Authorization: 'Bearer ${env:API_TOKEN}' },
        paging: { by: 'page' },
      },
      outputs: { out: { columns: [{ name: 'id', type: 'BIGINT' }], rows: [['1'], ['2'], ['3']] } },
    },
  ],
});
