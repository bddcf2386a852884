/**
 * @typedef {{ id: string, kind: string, params: Record<string, unknown> }} Node
 * @typedef {{ from: string, to: string }} Edge
 * @typedef {{ format: string, version: number, name: string, parameters: object, nodes: Node[], edges: Edge[],
 *   layout: Record<string, [number, number]> }} Pipeline
 */

/**
 * @param {string} id @param {string} kind @param {Record<string, unknown>} params
 * @returns {Node}
 */
const node = (id, kind, params) => ({ id, kind, params });

/** @param {string} from @param {string} to `node` or `node.port`; the port is `in` where none is named @returns {Edge} */
const edge = (from, to) => ({ from: `${from}.out`, to: to.includes('.') ? to : `${to}.in` });

/**
 * @param {string} name @param {Node[]} nodes @param {Edge[]} edges
 * @returns {Pipeline}
 */
const pipeline = (name, nodes, edges) => ({
  format: 'millrace/pipeline',
  version: 1,
  name,
  parameters: {},
  nodes,
  edges,
  layout: Object.fromEntries(nodes.map((one, place) => [one.id, [place * 260, 0]])),
});

/**
 * A straight line of nodes.
 * @param {string} name @param {Node[]} nodes
 */
const chain = (name, nodes) =>
  pipeline(
    name,
    nodes,
    nodes.slice(1).map((one, before) => edge(nodes[before]?.id ?? '', one.id)),
  );

/** @param {string} input @param {string} output */
export const cleaning = (input, output) =>
  chain('Clean orders', [
    node('orders', 'read-csv', { path: input }),
    node('complete', 'drop-nulls', { how: 'any' }),
    node('unique', 'drop-duplicates', {}),
    node('out', 'write-parquet', { path: output }),
  ]);

/** @param {string} input @param {string} output */
export const toCsv = (input, output) =>
  chain('Orders as CSV', [
    node('orders', 'read-parquet', { path: input }),
    node('out', 'write-csv', { path: output }),
  ]);

/** @param {string} name @param {string} fn @param {string} column */
const aggregate = (name, fn, column) => ({ name, function: fn, column });

/**
 * The join of case (c). `highest` is the function of the fourth aggregate; editing it is what case (d-agg) does.
 * @param {{ orders: string, customers: string, output: string, highest?: 'max' | 'mean' }} files
 */
export const revenue = ({ orders, customers, output, highest = 'max' }) =>
  pipeline(
    'Revenue by region and category',
    [
      node('orders', 'read-parquet', { path: orders }),
      node('customers', 'read-parquet', { path: customers }),
      node('joined', 'join', { how: 'inner', keys: [{ left: 'customer_key', right: 'customer' }] }),
      node('revenue', 'aggregate', {
        groupBy: ['region', 'category'],
        aggregates: [
          aggregate('total', 'sum', 'amount'),
          aggregate('average', 'mean', 'amount'),
          aggregate('lowest', 'min', 'price'),
          aggregate('highest', highest, 'price'),
          aggregate('orders', 'count', 'id'),
        ],
      }),
      node('out', 'write-parquet', { path: output }),
    ],
    [
      edge('orders', 'joined.left'),
      edge('customers', 'joined.right'),
      edge('joined', 'revenue'),
      edge('revenue', 'out'),
    ],
  );

/** @param {string} input @param {string} output */
export const small = (input, output) =>
  chain('Small report', [
    node('orders', 'read-csv', { path: input }),
    node('complete', 'drop-nulls', { how: 'any' }),
    node('large', 'filter', { condition: 'amount > 4000' }),
    node('report', 'aggregate', {
      groupBy: ['category'],
      aggregates: [aggregate('total', 'sum', 'amount'), aggregate('orders', 'count', 'id')],
    }),
    node('out', 'write-parquet', { path: output }),
  ]);
