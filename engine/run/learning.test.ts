import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../nodes/index.ts';
import type { RunEvent } from './events.ts';
import { openPipeline } from './pipeline.ts';
import { folderWith, type Node, pipeline, runFile } from './test-run.ts';

/** Rows of two kinds, told apart by `size` and a little by `shop`; `bad` values come last. */
const flowers = (count: number, change: (row: number) => string | undefined = () => undefined): string =>
  [
    'id,size,width,shop,kind,price',
    ...Array.from({ length: count }, (_, i) => {
      const big = i % 3 === 0;
      const size = (big ? 5 : 2) + ((i * 7919) % 100) / 40;
      const width = i % 11 === 0 ? '' : String(1 + ((i * 104_729) % 50) / 10);
      const price = 3 * size + ((i * 31) % 17) / 10;
      return (
        change(i) ??
        `${i},${size},${width},${['north', 'south', 'west'][i % 3]},${big ? 'oak' : 'elm'},${price}`
      );
    }),
  ].join('\n');

const classifying = (over: Readonly<Record<string, object>> = {}): readonly Node[] =>
  [
    { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'parts', kind: 'split', params: { test: 0.3, seed: 7 } },
    { id: 'fill', kind: 'impute', params: { columns: ['width'] } },
    { id: 'hot', kind: 'one-hot', params: { columns: ['shop'] } },
    { id: 'even', kind: 'scale', params: { columns: ['size', 'width'] } },
    { id: 'method', kind: 'logistic-regression', params: { strength: 0.01 } },
    { id: 'fit', kind: 'train', params: { label: 'kind', features: ['size', 'width', 'shop_north'] } },
    { id: 'use', kind: 'apply-model', params: {} },
    { id: 'judge', kind: 'evaluate-classification', params: { label: 'kind' } },
    { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } },
    { id: 'learned', kind: 'write-csv', params: { path: 'learned.csv' } },
  ].map(n => ({ ...n, params: over[n.id] ?? n.params }));

const edges = [
  { from: 'read', to: 'parts' },
  { from: 'parts.train', to: 'fill' },
  { from: 'fill', to: 'hot' },
  { from: 'hot', to: 'even' },
  { from: 'even', to: 'fit.in' },
  { from: 'method', to: 'fit.estimator' },
  { from: 'parts.test', to: 'use.in' },
  { from: 'fit.model', to: 'use.model' },
  { from: 'use', to: 'judge' },
  { from: 'use', to: 'out' },
  { from: 'fit.summary', to: 'learned' },
];

const inFolder = (nodes: readonly Node[], more: object = { edges }, csv = flowers(300)): string => {
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, more) });
  return join(folder, 'p.millrace');
};

const beside = (path: string, name: string): string => readFileSync(join(path, '..', name), 'utf8');

const problems = async (nodes: readonly Node[], more?: object, csv?: string) => {
  const { diagnostics, finished } = await runFile(catalogue, inFolder(nodes, more, csv));
  return finished?.error === undefined ? diagnostics : [finished.error];
};

test('rows are split, prepared, learned from, predicted and judged in one run', async () => {
  const path = inFolder(classifying());
  const { finished, diagnostics } = await runFile(catalogue, path);
  expect(diagnostics).toEqual([]);
  expect(finished?.error).toBeUndefined();
  expect(finished?.nodes.use?.rows).toBe(finished?.outputs.find(o => o.node === 'out')?.rows);
  const { judge } = finished?.metrics ?? {};
  expect(judge?.accuracy).toBeGreaterThan(0.95);
  expect(judge?.rows).toBe(finished?.outputs.find(o => o.node === 'out')?.rows);
  // The rows themselves are as they came: the model repeats its steps on a copy.
  const [head, first] = beside(path, 'out.csv').split('\n');
  expect(head).toBe('id,size,width,shop,kind,price,prediction,probability_elm,probability_oak');
  expect(flowers(300)).toContain(first?.split(',').slice(0, 2).join(','));
});

test('every node ends once, with its rows', async () => {
  const opened = await openPipeline({ path: inFolder(classifying()), catalogue });
  if (!('compile' in opened)) throw new Error('it opens');
  const events: RunEvent[] = [];
  await opened.run({ emit: event => void events.push(event) });
  await opened.close();
  const ended = events.flatMap(e => (e.event === 'node-finished' ? [e.node] : []));
  expect([...ended].sort()).toEqual([...new Set(ended)].sort());
  expect(ended).toContain('fit');
});

test('the number of threads changes no byte', async () => {
  const texts: string[] = [];
  for (const threads of [1, 2, 4]) {
    const path = inFolder(classifying(), { edges }, flowers(30_000));
    const { finished } = await runFile(catalogue, path, { threads });
    expect(finished?.status).toBe('succeeded');
    texts.push(beside(path, 'out.csv') + beside(path, 'learned.csv'));
  }
  expect(texts[1]).toBe(texts[0]);
  expect(texts[2]).toBe(texts[0]);
});

test('what stands in the test rows changes nothing of what is learned', async () => {
  const path = inFolder(classifying());
  await runFile(catalogue, path);
  const learned = beside(path, 'learned.csv');
  const tested = new Set(
    beside(path, 'out.csv')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => Number(line.split(',')[0])),
  );
  expect(tested.size).toBeGreaterThan(50);
  const wild = (i: number) => (tested.has(i) ? `${i},1e6,-1e6,nowhere,oak,-1e9` : undefined);
  writeFileSync(join(path, '..', 'in.csv'), flowers(300, wild));
  const { finished } = await runFile(catalogue, path);
  expect(finished?.status).toBe('succeeded');
  expect(beside(path, 'out.csv')).toContain('nowhere');
  expect(beside(path, 'learned.csv')).toBe(learned);
});

test('a second run has nothing to do; another penalty fits again and prepares nothing again', async () => {
  const path = inFolder(classifying());
  const cache = folderWith({});
  await runFile(catalogue, path, { cache });
  const again = await runFile(catalogue, path, { cache });
  expect(Object.values(again.finished?.nodes ?? {}).every(n => n.cached)).toBe(true);
  expect(again.finished?.metrics.judge?.accuracy).toBeGreaterThan(0.95);
  writeFileSync(path, pipeline(classifying({ method: { strength: 1 } }), { edges }));
  const other = await runFile(catalogue, path, { cache });
  expect(other.finished?.error).toBeUndefined();
  expect(other.finished?.nodes.fit).toMatchObject({ cached: false });
  expect(other.finished?.nodes.use).toMatchObject({ cached: false });
  expect(beside(path, 'learned.csv')).toContain('coefficient');
});

describe('what is wrong is said of node and setting', () => {
  const plain = (steps: readonly Node[], more: readonly object[] = []) => ({
    edges: [
      ...steps.slice(1).map((n, i) => ({
        from: `${steps[i]?.id}`,
        to: n.kind === 'train' ? `${n.id}.in` : n.id,
      })),
      ...more,
    ],
  });
  const read: Node = { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } };
  const method = (kind: string): Node => ({ id: 'method', kind });
  const learner = (params: object): Node => ({ id: 'fit', kind: 'train', params });
  const show: Node = { id: 'show', kind: 'write-csv', params: { path: 'out.csv' } };
  const training = (kind: string, params: object, csv?: string) =>
    problems(
      [read, learner(params), method(kind), show],
      plain(
        [read, learner(params)],
        [
          { from: 'method', to: 'fit.estimator' },
          { from: 'fit.summary', to: 'show' },
        ],
      ),
      csv,
    );

  test('a label with one class', async () => {
    const csv = 'x,y\n1,a\n2,a\n';
    expect(await training('logistic-regression', { label: 'y' }, csv)).toMatchObject([
      { node: 'fit', param: 'label', message: expect.stringContaining('Every row has the same label, “a”') },
    ]);
  });
  test('a label that an estimator cannot predict, and none', async () => {
    expect(await training('linear-regression', { label: 'kind' })).toMatchObject([
      { node: 'fit', param: 'label', message: expect.stringContaining('predicts numbers') },
    ]);
    expect(await training('linear-regression', {})).toMatchObject([
      { node: 'fit', param: 'label', message: expect.stringContaining('label is missing') },
    ]);
  });
  test('the label among the features, and a column of dates', async () => {
    expect(
      await training('linear-regression', { label: 'price', features: ['size', 'price'] }),
    ).toMatchObject([{ node: 'fit', param: 'features[1]' }]);
    const csv = 'd,y\n2026-01-01,1\n2026-01-02,2\n';
    expect(await training('linear-regression', { label: 'y' }, csv)).toMatchObject([
      { node: 'fit', param: 'features', message: expect.stringContaining('date-parts') },
    ]);
  });
  test('gaps, NaN and infinity', async () => {
    expect(
      await training('linear-regression', { label: 'price', features: ['size', 'width'] }),
    ).toMatchObject([
      {
        node: 'fit',
        param: 'features',
        code: 'ml-missing-values',
        message: expect.stringContaining('“width” has 28'),
      },
    ]);
    const csv = 'x,y\n1.5,1\nnan,2\ninf,3\n';
    expect(await training('linear-regression', { label: 'y' }, csv)).toMatchObject([
      { node: 'fit', message: expect.stringContaining('“x” has 2') },
    ]);
  });
  test('no rows at all', async () => {
    const none: Node = { id: 'none', kind: 'filter', params: { condition: 'size > 1000' } };
    const found = await problems(
      [read, none, learner({ label: 'price', features: ['size'] }), method('linear-regression'), show],
      plain(
        [read, none, learner({})],
        [
          { from: 'method', to: 'fit.estimator' },
          { from: 'fit.summary', to: 'show' },
        ],
      ),
    );
    expect(found).toMatchObject([{ node: 'fit', code: 'ml-no-rows' }]);
  });
  test('a column without any value has nothing to fill in', async () => {
    const fill: Node = { id: 'fill', kind: 'impute', params: { columns: ['x'] } };
    const empty: Node = { id: 'empty', kind: 'cast', params: { columns: [{ column: 'x', type: 'DOUBLE' }] } };
    const found = await problems(
      [read, empty, fill, show],
      plain([read, empty, fill, show]),
      'x,y\n,1\n,2\n',
    );
    expect(found).toMatchObject([{ node: 'fill', param: 'columns', code: 'ml-all-null' }]);
  });
  test('a column that never varies is scaled to 0 and weighs nothing', async () => {
    const csv = 'x,same,y\n1,5,2\n2,5,4\n3,5,6\n';
    expect(await training('linear-regression', { label: 'y' }, csv)).toEqual([]);
  });
  test('a column that is missing when a model is applied, or of another type', async () => {
    const learn = [
      { from: 'read', to: 'fit.in' },
      { from: 'method', to: 'fit.estimator' },
      { from: 'read', to: 'less' },
      { from: 'less', to: 'use.in' },
      { from: 'fit.model', to: 'use.model' },
      { from: 'use', to: 'show' },
    ];
    const using = (less: Node) =>
      problems(
        [
          read,
          less,
          learner({ label: 'price', features: ['size'] }),
          method('linear-regression'),
          { id: 'use', kind: 'apply-model' },
          show,
        ],
        { edges: learn },
      );
    const without: Node = { id: 'less', kind: 'select', params: { columns: ['id', 'shop'] } };
    expect(await using(without)).toMatchObject([
      { node: 'use', param: 'model', message: expect.stringContaining('size DOUBLE') },
    ]);
    const text: Node = {
      id: 'less',
      kind: 'cast',
      params: { columns: [{ column: 'size', type: 'VARCHAR' }] },
    };
    expect(await using(text)).toMatchObject([
      { node: 'use', param: 'model', message: expect.stringContaining('“size” is VARCHAR here') },
    ]);
  });
  test('a value that was never met ends the run where that is asked for, and names the node that met it', async () => {
    const csv = flowers(300, i => (i === 299 ? '299,3,1,moon,elm,3' : undefined));
    const split = { by: 'time', column: 'id', test: 0.1 };
    const nodes = classifying({ parts: split, hot: { columns: ['shop'], unseen: 'error' } });
    expect(await problems(nodes, { edges }, csv)).toMatchObject([
      { node: 'use', param: 'model', message: expect.stringContaining('“moon”') },
    ]);
  });
});

describe('a test that is none is warned of', () => {
  test('a step that learns above the split', async () => {
    const above = [
      { from: 'read', to: 'fill' },
      { from: 'fill', to: 'parts' },
      { from: 'parts.train', to: 'hot' },
      ...edges.slice(3),
    ];
    const { diagnostics, finished } = await runFile(catalogue, inFolder(classifying(), { edges: above }));
    expect(diagnostics).toMatchObject([{ code: 'fitted-before-split', severity: 'warning', node: 'fill' }]);
    // What both sides went through already is not done to the test rows again.
    expect(finished?.error).toBeUndefined();
  });
  test('rows that went through the steps of a model already', async () => {
    const twice = edges.map(e => (e.to === 'use.in' ? { from: 'even', to: 'use.in' } : e));
    const nodes = classifying({ hot: { columns: ['shop'], keep: true } });
    const { diagnostics } = await runFile(catalogue, inFolder(nodes, { edges: twice }));
    expect(diagnostics).toMatchObject([{ code: 'applied-twice', severity: 'warning', node: 'use' }]);
  });
  test('rows that a model is measured by and that went through its steps already', async () => {
    const measured = [...edges, { from: 'even', to: 'fit.test' }];
    const nodes = classifying({ hot: { columns: ['shop'], keep: true } });
    const { diagnostics } = await runFile(catalogue, inFolder(nodes, { edges: measured }));
    expect(diagnostics).toMatchObject([
      { code: 'applied-twice', severity: 'warning', node: 'fit', port: 'test' },
    ]);
  });
  test('steps that a model cannot repeat', async () => {
    const nodes = [
      ...classifying({ fit: { label: 'kind', features: ['size', 'area'] } }),
      { id: 'more', kind: 'derive', params: { columns: [{ name: 'area', expression: 'size * width' }] } },
    ];
    const between = [
      ...edges.filter(e => e.to !== 'fit.in' && e.to !== 'use.in'),
      { from: 'even', to: 'more' },
      { from: 'more', to: 'fit.in' },
      { from: 'more', to: 'use.in' },
    ];
    const { diagnostics } = await runFile(catalogue, inFolder(nodes, { edges: between }));
    expect(diagnostics).toMatchObject([
      { node: 'fit', severity: 'warning', message: expect.stringContaining('fill, hot, even') },
    ]);
  });
});

describe('a model is kept and used again', () => {
  const writing = classifying({ learned: { path: 'm.model.json' } }).map(n =>
    n.id === 'learned' ? { ...n, kind: 'write-model' } : n,
  );
  const written = edges.map(e => (e.to === 'learned' ? { from: 'fit.model', to: 'learned.model' } : e));
  const using: readonly Node[] = [
    { id: 'kept', kind: 'read-model', params: { path: 'm.model.json' } },
    { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } },
    { id: 'parts', kind: 'split', params: { test: 0.3, seed: 7 } },
    { id: 'use', kind: 'apply-model', params: {} },
    { id: 'again', kind: 'write-csv', params: { path: 'again.csv' } },
  ];
  const used = [
    { from: 'read', to: 'parts' },
    { from: 'parts.test', to: 'use.in' },
    { from: 'kept.model', to: 'use.model' },
    { from: 'use', to: 'again' },
  ];

  test('the same bytes each time, told with their hash, and the same predictions from the file', async () => {
    const path = inFolder(writing, { edges: written });
    const { finished, diagnostics } = await runFile(catalogue, path);
    expect(diagnostics).toEqual([]);
    const output = finished?.outputs.find(o => o.node === 'learned');
    expect(output).toMatchObject({ rows: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const again = await runFile(catalogue, path, { threads: 1 });
    expect(again.finished?.outputs.find(o => o.node === 'learned')?.sha256).toBe(output?.sha256);
    writeFileSync(path, pipeline(using, { edges: used }));
    const applied = await runFile(catalogue, path);
    expect(applied.diagnostics).toEqual([]);
    expect(applied.finished?.error).toBeUndefined();
    expect(beside(path, 'again.csv')).toBe(beside(path, 'out.csv'));
  });

  test.each([
    ['cut off', (text: string) => text.slice(0, -40), 'kept', 'ml-model-json'],
    ['something else', () => '{"a": 1}', 'kept', 'ml-model-format'],
    ['newer', (text: string) => text.replace('"version":1', '"version":9'), 'kept', 'ml-model-newer'],
    [
      'unsound',
      (text: string) => text.replace('"coefficients":[[', '"coefficients":[[1,'),
      'use',
      'ml-model-invalid',
    ],
  ])('a file that is %s is refused with the node', async (_, change, node, code) => {
    const path = inFolder(writing, { edges: written });
    await runFile(catalogue, path);
    writeFileSync(join(path, '..', 'm.model.json'), change(beside(path, 'm.model.json')));
    writeFileSync(path, pipeline(using, { edges: used }));
    const { diagnostics, finished } = await runFile(catalogue, path);
    expect(finished?.error ?? diagnostics[0]).toMatchObject({ node, code });
  });

  test('a column that the model in a file needs is missing', async () => {
    const path = inFolder(writing, { edges: written });
    await runFile(catalogue, path);
    const less: Node = { id: 'less', kind: 'select', params: { columns: ['id', 'size', 'shop'] } };
    const fewer = [
      { from: 'parts.test', to: 'less' },
      ...used.map(e => (e.to === 'use.in' ? { from: 'less', to: 'use.in' } : e)),
    ];
    writeFileSync(path, pipeline([...using, less], { edges: fewer }));
    const { diagnostics } = await runFile(catalogue, path);
    expect(diagnostics).toMatchObject([
      { node: 'use', param: 'model', message: expect.stringContaining('width DOUBLE') },
    ]);
  });
});

test('a model does not read the columns that were not chosen', async () => {
  const choose: Node = { id: 'even', kind: 'select-features', params: { columns: ['size', 'flat'] } };
  const flat: Node = {
    id: 'flat',
    kind: 'derive',
    params: { columns: [{ name: 'flat', expression: '7.0::DOUBLE' }] },
  };
  const nodes = [
    ...classifying({ fit: { label: 'kind', features: ['size', 'flat'] } }).map(n =>
      n.id === 'even' ? choose : n,
    ),
    flat,
  ];
  const chosen = edges.flatMap(e =>
    e.from === 'read'
      ? [
          { from: 'read', to: 'flat' },
          { from: 'flat', to: 'parts' },
        ]
      : [e],
  );
  const path = inFolder(nodes, { edges: chosen });
  const { finished } = await runFile(catalogue, path);
  expect(finished?.error).toBeUndefined();
  expect(beside(path, 'learned.csv')).not.toContain('flat');
  expect(beside(path, 'learned.csv')).toContain('size');
});
