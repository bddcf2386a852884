import { z } from 'zod';
import { defineNode, table } from '../engine/catalogue/node.ts';
import { sqlQuery } from '../engine/catalogue/params.ts';
import { queryNames } from '../engine/catalogue/query-names.ts';
import { sqlExamples } from './examples/sql.ts';

export const sql = defineNode({
  kind: 'sql',
  version: 1,
  title: 'SQL query',
  summary: 'Computes a table with one SELECT over any number of inputs.',
  docs: `Each input is a table named by the id of the node it comes from. Where a node gives several of its outputs, those
beside the main one are named \`node_port\`, such as \`clean_rejected\`.

The query is SQL as DuckDB reads it: joins, subqueries, \`with\`, window functions, \`pivot\` with listed values. It can only
read the inputs and use the functions of Millrace; files, settings and anything that writes are refused before anything
runs. The order of rows is kept only with an \`order by\` at the end. Names that come twice through a \`*\` get a number.

Use it for what the other nodes cannot say: they show what happens and run on Spark unchanged.`,
  category: 'SQL',
  icon: 'database',
  keywords: ['query', 'select', 'code', 'custom'],
  params: z.strictObject({
    query: sqlQuery({
      label: 'Query',
      placeholder: 'select country, sum(amount) as total from orders group by country',
    }),
  }),
  inputs: { in: table('Tables', { many: true, help: 'Each is named by the id of its node.' }) },
  outputs: { out: table('Result') },
  capabilities: () => [{ kind: 'sql' }],
  lower: ({ params, inputs }) => {
    const named = queryNames(inputs('in'));
    const seen = new Set<string>();
    for (const { name } of named) {
      if (seen.has(name.toLowerCase())) {
        const message = `Two inputs are named “${name}” when letter case is left aside. Give one of the nodes another id.`;
        return { problems: [{ param: 'query', message }] };
      }
      seen.add(name.toLowerCase());
    }
    return {
      outputs: {
        out: {
          op: 'sql',
          query: params.query,
          inputs: named.map(({ name, table }) => ({ name, rel: table.rel })),
        },
      },
    };
  },
  examples: sqlExamples,
});
