/** Frequent sets as a pipeline makes them: names that are hard to write, any number of threads, and what is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

const run = async (csv: string, params: object, more: { threads?: number; types?: object } = {}) => {
  const nodes = [
    { id: 'lines', kind: 'read-csv', params: { path: 'in.csv', types: more.types ?? {} } },
    { id: 'sets', kind: 'frequent-sets', params },
    { id: 'out', kind: 'write-ndjson', params: { path: 'sets.ndjson' } },
    { id: 'rules', kind: 'write-ndjson', params: { path: 'rules.ndjson' } },
  ];
  const edges = [
    { from: 'lines.out', to: 'sets.in' },
    { from: 'sets.sets', to: 'out.in' },
    { from: 'sets.rules', to: 'rules.in' },
  ];
  const folder = folderWith({ 'in.csv': csv, 'p.millrace': pipeline(nodes, { edges }) });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'), {
    ...(more.threads !== undefined && { threads: more.threads }),
  });
  const read = (name: string) => readFileSync(join(folder, `${name}.ndjson`), 'utf8');
  return { problem: finished?.error ?? diagnostics.find(d => d.severity === 'error'), read };
};

const parsed = (text: string) =>
  text
    .trim()
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>);

test('names with brackets, quotes, commas and line ends stay what they are', async () => {
  const names = ['[a, b]', 'c"d', '{e\\', 'NULL', ' f\ng'];
  const csv = `b,i\n${names.map(n => `1,"${n.replaceAll('"', '""')}"`).join('\n')}\n`;
  const { problem, read } = await run(csv, { basket: 'b', item: 'i', support: 1, longest: 5 });
  expect(problem).toBeUndefined();
  const sets = parsed(read('sets')).map(set => set.items as readonly string[]);
  expect(sets.length).toBe(2 ** names.length - 1);
  expect([...(sets.at(-1) ?? [])].sort()).toEqual([...names].sort());
});

/** 3,000 baskets; in every third of them b comes with a, in every fifth c comes alone. */
const many = `b,i\n${Array.from({ length: 3000 }, (_, n) => (n % 3 === 0 ? `${n},a\n${n},b` : n % 5 === 0 ? `${n},c` : `${n},a`)).join('\n')}\n`;

test('shares are those of counting, for any number of threads', async () => {
  const texts: string[] = [];
  for (const threads of [1, 4]) {
    const { read } = await run(many, { basket: 'b', item: 'i', support: 0.1, confidence: 0.1 }, { threads });
    texts.push(read('sets') + read('rules'));
  }
  expect(texts[1]).toBe(texts[0]);
  const [a = 0, both = 0] = [2600, 1000];
  expect(parsed(texts[0] ?? '')).toEqual([
    { items: ['a'], size: 1, baskets: a, support: a / 3000 },
    { items: ['b'], size: 1, baskets: both, support: both / 3000 },
    { items: ['a', 'b'], size: 2, baskets: both, support: both / 3000 },
    { items: ['c'], size: 1, baskets: 400, support: 400 / 3000 },
    {
      antecedent: ['b'],
      consequent: 'a',
      confidence: 1,
      lift: 3000 / a,
      support: both / 3000,
      baskets: both,
    },
    {
      antecedent: ['a'],
      consequent: 'b',
      confidence: both / a,
      lift: both / a / (both / 3000),
      support: both / 3000,
      baskets: both,
    },
  ]);
});

test('where no set is frequent, both tables are empty', async () => {
  const { problem, read } = await run('b,i\n1,x\n2,y\n', { basket: 'b', item: 'i', support: 1 });
  expect(problem).toBeUndefined();
  expect([read('sets'), read('rules')]).toEqual(['', '']);
});

const wide = Array.from({ length: 24 }, (_, i) => `1,i${i}`).join('\n');

type Said = { readonly param?: string; readonly code?: string; readonly message?: RegExp };

test.each<[string, string, object, Said]>([
  ['no basket', 'b,i\n1,x\n', { item: 'i' }, { param: 'basket', message: /“i” holds one item a row/ }],
  [
    'the item as basket',
    'b,i\n1,x\n',
    { item: 'i', basket: 'i' },
    { param: 'basket', message: /the item already/ },
  ],
  ['no rows', 'b,i\n', { item: 'i', basket: 'b' }, { code: 'ml-no-rows' }],
  [
    'more sets than anybody reads',
    `b,i\n${wide}\n`,
    { item: 'i', basket: 'b', support: 0, longest: 24 },
    { code: 'ml-many-patterns', param: 'support', message: /Raise the least support/ },
  ],
])('%s is refused with the setting', async (_, csv, params, { message, ...said }) => {
  const { problem } = await run(csv, params);
  expect(problem).toMatchObject({ node: 'sets', ...said });
  if (message !== undefined) expect(problem?.message).toMatch(message);
});

test.each([
  [
    'a list and a basket',
    { item: 'i', basket: 'b' },
    { i: 'VARCHAR[]' },
    'basket',
    /each of them is a basket/,
  ],
  ['items of two parts', { item: 'i', basket: 'b' }, { i: 'STRUCT(a INTEGER)' }, 'item', /“i” is STRUCT/],
])('%s is refused with the setting', async (_, params, types, param, message) => {
  const { problem } = await run('b,i\n1,\n', params, { types });
  expect(problem).toMatchObject({ node: 'sets', param });
  expect(problem?.message).toMatch(message);
});
