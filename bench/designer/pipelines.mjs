/** @param {string} name @param {object[]} nodes @param {object[]} edges @param {Record<string, number[]>} layout */
const document = (name, nodes, edges, layout) => ({
  format: 'millrace/pipeline',
  version: 1,
  name,
  nodes,
  edges,
  layout,
});

/**
 * A source and chains of ten nodes below it, side by side, as large pipelines are.
 * @param {number} count nodes in all
 */
export const chains = count => {
  const nodes = [{ id: 'source', kind: 'sequence', params: { name: 'a', count: 1000 } }];
  const edges = [];
  /** @type {Record<string, number[]>} */
  const layout = { source: [0, 0] };
  for (let i = 1; i < count; i++) {
    const [chain, place] = [Math.floor((i - 1) / 10), (i - 1) % 10];
    const id = `n${i}`;
    nodes.push(
      place % 2 === 0
        ? { id, kind: 'filter', params: { condition: `a > ${i}` } }
        : { id, kind: 'derive', params: { columns: [{ name: 'a', expression: `a + ${i}` }] } },
    );
    edges.push({ from: place === 0 ? 'source.out' : `n${i - 1}.out`, to: `${id}.in` });
    layout[id] = [260 * (place + 1), 110 * chain];
  }
  return document(`${count} nodes`, nodes, edges, layout);
};

/** @param {string} path */
export const overFile = path =>
  document(
    'Large source',
    [
      { id: 'orders', kind: 'read-parquet', params: { path } },
      { id: 'dear', kind: 'filter', params: { condition: 'amount > 4000' } },
    ],
    [{ from: 'orders.out', to: 'dear.in' }],
    { orders: [0, 0], dear: [260, 0] },
  );

/** @param {number} count */
export const sequence = count =>
  document(
    'Sequence',
    [
      { id: 'numbers', kind: 'sequence', params: { name: 'id', count } },
      { id: 'rows', kind: 'derive', params: { columns: [{ name: 'text', expression: "'row ' || id" }] } },
    ],
    [{ from: 'numbers.out', to: 'rows.in' }],
    { numbers: [0, 0], rows: [260, 0] },
  );
