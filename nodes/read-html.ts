import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { integer, labelled, path, text } from '../engine/catalogue/params.ts';
import { jsonOptions } from './shared/connector-options.ts';
import { hostOf, maxBytesParam, webParams } from './shared/web.ts';

export const readHtml = defineNode({
  kind: 'read-html',
  version: 1,
  title: 'Read HTML table',
  summary: 'Reads a table of a web page or of an HTML file.',
  docs: `Cells that span rows or columns count in each of them. The rows that are marked as headers name the columns,
unless \`header\` says which row does. Scripts on the page are not run: what they would add is not there.`,
  category: 'Sources',
  icon: 'globe',
  keywords: ['web', 'page', 'scrape', 'url', 'import'],
  params: z.strictObject({
    ...webParams,
    url: webParams.url.optional(),
    path: path({
      access: 'read',
      extensions: ['html', 'htm'],
      label: 'File instead of an address',
    }).optional(),
    selector: text({ label: 'CSS selector', help: 'Of the table, or of something that holds it.' })
      .min(1)
      .max(2_000)
      .optional(),
    table: integer({
      label: 'Which table',
      help: 'From 1, of the page or of what the selector finds.',
      min: 1,
    }).default(1),
    header: labelled(z.union([z.enum(['auto', 'none']), z.int().min(1)]), {
      label: 'Row with the names',
      help: 'auto, none, or a number from 1.',
      widget: 'text',
    }).default('auto'),
    maxBytes: maxBytesParam(64 * 2 ** 20),
  }),
  inputs: {},
  outputs: { out: table('Rows') },
  capabilities: ({ url, path }) => [
    ...(url === undefined ? [] : [{ kind: 'net', host: hostOf(url) } as const]),
    ...(path === undefined ? [] : [{ kind: 'read', path } as const]),
  ],
  lower: ({ params }) => {
    if ((params.url === undefined) === (params.path === undefined))
      return {
        problems: [
          {
            param: 'url',
            message:
              params.url === undefined
                ? 'Nothing says what to read. Give an address or a file.'
                : 'Both an address and a file are given. Remove one of them.',
          },
        ],
      };
    return { outputs: { out: { op: 'scan', connector: 'html', options: jsonOptions(params) } } };
  },
  examples: [
    {
      title: 'The table of a page',
      served: {
        '/prices': {
          type: 'text/html; charset=utf-8',
          body: '<h1>Prices</h1><table><tr><th>Item</th><th>Price</th></tr><tr><td>Tea</td><td>2.50</td></tr><tr><td>Crème</td><td></td></tr></table>',
        },
      },
      params: { url: 'https://shop.example.com/prices' },
      outputs: {
        out: {
          columns: [
            { name: 'Item', type: 'VARCHAR' },
            { name: 'Price', type: 'DOUBLE' },
          ],
          rows: [
            ['Tea', 2.5],
            ['Crème', null],
          ],
        },
      },
      ordered: true,
    },
    {
      title: 'A file, and the second table in it',
      files: {
        'page.html':
          '<table><tr><td>menu</td></tr></table><table id="t"><thead><tr><th>id</th></tr></thead><tr><td>1</td></tr></table>',
      },
      params: { path: 'page.html', table: 2 },
      outputs: { out: { columns: [{ name: 'id', type: 'BIGINT' }], rows: [['1']] } },
    },
  ],
});
