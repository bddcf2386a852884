/** `${env:NAME}` in settings: refused where it could leak, and a literal where it is escaped. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { catalogueOf, defineNode, table } from '../catalogue/node.ts';
import { text } from '../catalogue/params.ts';
import { parsePipeline } from '../graph/parse.ts';
import { bind } from './bind.ts';
import { nodeCapabilities, sumCapabilities } from './capabilities.ts';

const kind = defineNode({
  kind: 'k',
  version: 1,
  title: 'K',
  summary: 'A source of a test',
  category: 'Sources',
  icon: 'table',
  params: z.strictObject({ plain: text().optional(), connection: text({ secrets: true }).optional() }),
  inputs: {},
  outputs: { out: table('Rows') },
  lower: () => ({}),
  examples: [],
});

const bound = (params: object) => {
  const source = {
    format: 'millrace/pipeline',
    version: 1,
    name: 't',
    nodes: [{ id: 'a', kind: 'k', params }],
    edges: [],
  };
  const { document } = parsePipeline(JSON.stringify(source));
  if (document === undefined) throw new Error('the document is sound');
  const graph = bind(document, catalogueOf([kind]), new Map());
  return { graph, params: graph.nodes[0]?.params, env: sumCapabilities(nodeCapabilities(graph)).env };
};

test('a secret outside the settings made for it is refused', () => {
  const { graph } = bound({ plain: 'x ${env:PW}' });
  expect(graph.diagnostics).toMatchObject([{ code: 'secret-not-allowed', node: 'a', param: 'plain' }]);
});

test('a secret in its setting stays a reference, and is a capability', () => {
  expect(bound({ connection: '${env:PG}' })).toMatchObject({
    params: { connection: '${env:PG}' },
    env: ['PG'],
  });
});

test('escaped, it is the text itself and no capability', () => {
  const { graph, params, env } = bound({ plain: '"$${env:HOME}" > 0' });
  expect(graph.diagnostics).toEqual([]);
  expect([params, env]).toEqual([{ plain: '"${env:HOME}" > 0' }, []]);
});

test('escaped in a setting that takes secrets, it stays escaped until they are put in', () => {
  expect(bound({ connection: '$${env:PG}' })).toMatchObject({
    params: { connection: '$${env:PG}' },
    env: [],
  });
});
