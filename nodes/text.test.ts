/** Texts in a whole run: from letters to a class, and what is said where the columns do not fit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, type Node, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const wanted = JSON.parse(
  readFileSync(join(import.meta.dirname, '../fixtures/ml/encoding.json'), 'utf8'),
).words;

const csvOf = (rows: readonly (readonly string[])[]): string =>
  `text,kind\n${rows.map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`;

const run = async (nodes: readonly Node[], csv: string, more: object = {}, threads = 2) => {
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, more) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'), { threads });
  return { finished, diagnostics, read: (name: string) => readFileSync(join(folder, name), 'utf8') };
};

const read: Node = { id: 'read', kind: 'read-csv', params: { path: 'in.csv' } };
const words: Node = { id: 'words', kind: 'tokenise', params: { column: 'text' } };
const out: Node = { id: 'out', kind: 'write-csv', params: { path: 'out.csv' } };

test('the vocabulary is that of scikit-learn between the same limits', async () => {
  const nodes = [
    read,
    { ...words, params: { column: 'text', without: wanted.without, longest: 2 } },
    { id: 'count', kind: 'count-vectors', params: { column: 'text', least: 2, most: 0.5 } },
    out,
  ];
  const done = await run(nodes, csvOf(wanted.texts.map((t: string) => [t, 'x'])));
  expect(done.diagnostics).toEqual([]);
  const [head] = done.read('out.csv').split('\n');
  expect(head).toBe(['kind', ...wanted.often.map((t: string) => `text_${t}`)].join(','));
});

/** Short complaints of two kinds, which share most of their words. */
const complaints = Array.from({ length: 400 }, (_, i): [string, string] => {
  const parcel = (i * 7919) % 5 < 2;
  const about = (parcel ? ['parcel', 'box', 'driver'] : ['invoice', 'refund', 'card'])[(i * 31) % 3];
  const what = ['was late', 'is wrong', 'is missing', 'came twice'][(i * 17) % 4];
  return [`Hello, my ${about} ${what} since day ${i % 30}!`, parcel ? 'delivery' : 'money'];
});

const classified = (weights: Node, method: Node): readonly [readonly Node[], object] => [
  [
    read,
    { id: 'parts', kind: 'split', params: { test: 0.25, seed: 3 } },
    { ...words, params: { column: 'text', stop: 'english' } },
    weights,
    method,
    { id: 'fit', kind: 'train', params: { label: 'kind' } },
    { id: 'use', kind: 'apply-model' },
    { id: 'judge', kind: 'evaluate-classification', params: { label: 'kind' } },
    out,
    { id: 'keep', kind: 'write-model', params: { path: 'm.model.json' } },
  ],
  {
    edges: [
      { from: 'read', to: 'parts' },
      { from: 'parts.train', to: 'words' },
      { from: 'words', to: weights.id },
      { from: weights.id, to: 'fit.in' },
      { from: method.id, to: 'fit.estimator' },
      { from: 'fit.model', to: 'use.model' },
      { from: 'parts.test', to: 'use.in' },
      { from: 'use', to: 'judge' },
      { from: 'use', to: 'out' },
      { from: 'fit.model', to: 'keep' },
    ],
  },
];

test.each([
  ['tf-idf', 'logistic-regression', { strength: 0.001 }],
  ['count-vectors', 'naive-bayes', { model: 'multinomial' }],
  ['hashing-tf', 'naive-bayes', { model: 'multinomial' }],
])(
  '%s and %s tell texts apart; the model takes them as they are, whatever the threads',
  async (kind, method, params) => {
    const weights: Node = { id: 'weights', kind, params: { column: 'text' } };
    const [nodes, more] = classified(weights, { id: 'method', kind: method, params });
    const one = await run(nodes, csvOf(complaints), more, 1);
    expect(one.diagnostics).toEqual([]);
    expect(one.finished?.error).toBeUndefined();
    expect(one.finished?.metrics.judge?.accuracy).toBeGreaterThan(0.98);
    expect(one.read('out.csv')).toContain('Hello, my parcel');
    const model = JSON.parse(one.read('m.model.json')) as { input: unknown; steps: { step: string }[] };
    expect(model.input).toEqual([{ name: 'text', type: 'VARCHAR' }]);
    expect(model.steps.map(s => s.step)).toEqual(['tokenise', kind === 'hashing-tf' ? 'buckets' : 'terms']);
    const four = await run(nodes, csvOf(complaints), more, 4);
    expect(four.read('out.csv')).toBe(one.read('out.csv'));
  },
);

test('a model of lists of words takes lists of words', async () => {
  const weights: Node = { id: 'weights', kind: 'tf-idf', params: { column: 'text' } };
  const bayes: Node = { id: 'method', kind: 'naive-bayes', params: { model: 'multinomial' } };
  const [nodes, more] = classified(weights, bayes);
  const { edges } = more as { edges: readonly { from: string; to: string }[] };
  const above = new Map([
    ['read parts', { from: 'read', to: 'words' }],
    ['parts.train words', { from: 'words', to: 'parts' }],
    ['words weights', { from: 'parts.train', to: 'weights' }],
  ]);
  const done = await run(nodes, csvOf(complaints), {
    edges: edges.map(e => above.get(`${e.from} ${e.to}`) ?? e),
  });
  expect(done.diagnostics.filter(d => d.severity === 'error')).toEqual([]);
  expect(done.finished?.error).toBeUndefined();
  expect(done.finished?.metrics.judge?.accuracy).toBeGreaterThan(0.98);
  const model = JSON.parse(done.read('m.model.json')) as { input: unknown };
  expect(model.input).toEqual([{ name: 'text', type: 'VARCHAR[]' }]);
});

test('each fold weighs the terms anew, from texts as they are', async () => {
  const nodes = [
    read,
    words,
    { id: 'weights', kind: 'tf-idf', params: { column: 'text' } },
    { id: 'bayes', kind: 'naive-bayes', params: { model: 'multinomial' } },
    { id: 'compare', kind: 'cross-validate', params: { label: 'kind', folds: 3 } },
    out,
  ];
  const edges = [
    { from: 'read', to: 'words' },
    { from: 'words', to: 'weights' },
    { from: 'weights', to: 'compare.in' },
    { from: 'bayes', to: 'compare.estimator' },
    { from: 'compare.summary', to: 'out' },
  ];
  const done = await run(nodes, csvOf(complaints), { edges });
  expect(done.diagnostics).toEqual([]);
  expect(done.finished?.error).toBeUndefined();
  const best = done
    .read('out.csv')
    .split('\n')
    .find(line => line.includes('bayes') && line.includes('accuracy'));
  expect(Number(best?.split(',')[4])).toBeGreaterThan(0.98);
});

test('words may be parted above a split, which learns nothing of other rows; weights may not', async () => {
  const weights: Node = { id: 'weights', kind: 'tf-idf', params: { column: 'text' } };
  const parts: Node = { id: 'parts', kind: 'split' };
  const told = async (nodes: readonly Node[], from: string) => {
    const steps = nodes.map(n => n.id);
    const edges = [
      ...steps
        .slice(1)
        .map((to, i) => ({ from: steps[i] === 'parts' ? 'parts.train' : (steps[i] ?? ''), to })),
      { from, to: 'out' },
    ];
    return (await run([...nodes, out], csvOf(complaints), { edges })).diagnostics;
  };
  expect(await told([read, words, parts, weights], 'weights')).toEqual([]);
  expect(await told([read, words, weights, parts], 'parts.train')).toMatchObject([
    { code: 'fitted-before-split', node: 'weights', severity: 'warning' },
  ]);
});

test.each([
  [
    'a text that was not tokenised',
    [{ id: 'weights', kind: 'tf-idf', params: { column: 'text' } }],
    { node: 'weights', param: 'column', message: expect.stringContaining('Put a tokenise step before') },
  ],
  [
    'limits that leave no term',
    [words, { id: 'weights', kind: 'count-vectors', params: { column: 'text', least: 1000 } }],
    { node: 'weights', param: 'least', message: expect.stringContaining('at least 1000') },
  ],
  [
    'terms that would be one column, letter case aside',
    [
      { ...words, params: { column: 'text', lower: false } },
      { id: 'weights', kind: 'count-vectors', params: { column: 'text' } },
    ],
    { node: 'weights', param: 'prefix', message: expect.stringContaining('letter case aside') },
  ],
  [
    'phrases that end before they begin',
    [{ ...words, params: { column: 'text', shortest: 3, longest: 2 } }],
    { node: 'words', param: 'longest' },
  ],
  [
    'a pattern that is none',
    [{ ...words, params: { column: 'text', by: 'pattern', pattern: '[a' } }],
    { node: 'words', param: 'pattern' },
  ],
])('%s is told of node and setting', async (_, steps, said) => {
  const { diagnostics } = await run([read, ...steps, out], csvOf([...complaints, ['Late late', 'money']]));
  expect(diagnostics.filter(d => d.severity === 'error')).toMatchObject([said]);
});
