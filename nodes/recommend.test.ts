/** Recommendations as a pipeline makes them, beside numbers that can be told by hand, and what is refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, pipeline, runFile } from '../engine/run/test-run.ts';
import { catalogue } from './index.ts';

type Row = Readonly<Record<string, unknown>>;
type More = { readonly threads?: number; readonly types?: object; readonly pairs?: string };

const run = async (csv: string, params: object, more: More = {}) => {
  const outputs = ['top', 'pairs', 'users', 'items'];
  const nodes = [
    { id: 'ratings', kind: 'read-csv', params: { path: 'in.csv', types: more.types ?? {} } },
    { id: 'asked', kind: 'read-csv', params: { path: 'asked.csv' } },
    { id: 'say', kind: 'recommend', params },
    ...outputs.map(id => ({ id, kind: 'write-ndjson', params: { path: `${id}.ndjson` } })),
  ];
  const edges = [
    { from: 'ratings.out', to: 'say.in' },
    ...(more.pairs === undefined ? [] : [{ from: 'asked.out', to: 'say.pairs' }]),
    ...outputs.map(id => ({ from: `say.${id}`, to: `${id}.in` })),
  ];
  const folder = folderWith({
    'in.csv': csv,
    'asked.csv': more.pairs ?? 'a\n1\n',
    'p.millrace': pipeline(nodes, { edges }),
  });
  const { finished, diagnostics } = await runFile(catalogue, join(folder, 'p.millrace'), {
    ...(more.threads !== undefined && { threads: more.threads }),
  });
  const read = (name: string) => readFileSync(join(folder, `${name}.ndjson`), 'utf8');
  const rows = (name: string): readonly Row[] =>
    read(name)
      .split('\n')
      .flatMap(line => (line === '' ? [] : [JSON.parse(line) as Row]));
  return { problem: finished?.error ?? diagnostics.find(d => d.severity === 'error'), read, rows };
};

/** Likings of people times qualities of films; which pairs are rated is told by `rated`. */
const table = (
  people: readonly number[],
  films: readonly number[],
  rated: (p: number, f: number) => boolean,
) =>
  `who,film,stars\n${people
    .flatMap((p, i) => films.flatMap((f, j) => (rated(i, j) ? [`p${i},${j},${p * f}`] : [])))
    .join('\n')}\n`;
const columns = { user: 'who', item: 'film', rating: 'stars' };

test('of a whole table the regularisation takes as much as it takes from the singular value', async () => {
  // min Σ (r - x·y)² + a|x|² + b|y|² takes √(ab) from each singular value: here 0.5 · √(2 · 2) = 1 of 5.
  const { rows, problem } = await run(
    table([2, 1], [2, 1], () => true),
    {
      ...columns,
      rank: 2,
      passes: 200,
      regularisation: 0.5,
    },
  );
  expect(problem).toBeUndefined();
  for (const row of rows('pairs')) expect(row.prediction).toBeCloseTo(0.8 * Number(row.stars), 6);
  const of = (side: string) => rows(side).map(r => r.factors as readonly number[]);
  const [[x = [], ...others], [y = []]] = [of('users'), of('items')];
  expect([others.length, x.length]).toEqual([1, 2]);
  expect((x[0] ?? 0) * (y[0] ?? 0) + (x[1] ?? 0) * (y[1] ?? 0)).toBeCloseTo(3.2, 6);
});

const people = Array.from({ length: 30 }, (_, i) => 1 + (i % 5) / 4);
const films = Array.from({ length: 20 }, (_, j) => 1 + ((j * 7) % 10) / 5);
const sparse = table(people, films, (p, f) => (p * 3 + f * 5) % 7 < 4);

test('ratings that were not given are found again, the best unrated films first', async () => {
  const { rows } = await run(sparse, { ...columns, rank: 1, passes: 60, regularisation: 1e-6, top: 3 });
  const top = rows('top');
  expect(top.length).toBe(90);
  for (const { who, film, prediction } of top)
    expect(prediction).toBeCloseTo(
      (people[Number(String(who).slice(1))] ?? 0) * (films[Number(film)] ?? 0),
      2,
    );
  const first = top.filter(r => r.who === 'p0');
  const unrated = films.flatMap((quality, f) => ((f * 5) % 7 < 4 ? [] : [quality])).sort((a, b) => b - a);
  expect(first.map(r => r.place)).toEqual([1, 2, 3]);
  for (const [i, row] of first.entries()) expect(row.prediction).toBeCloseTo(unrated[i] ?? 0, 2);
});

test('one thread or four, the same bytes; another seed, other factors', async () => {
  const texts: string[] = [];
  for (const [threads, seed] of [
    [1, 0],
    [4, 0],
    [4, 1],
  ] as const) {
    const { read } = await run(sparse, { ...columns, rank: 3, seed }, { threads });
    texts.push(read('top') + read('users') + read('items'));
  }
  expect(texts[1]).toBe(texts[0]);
  expect(texts[2]).not.toBe(texts[0]);
});

test('counts of what was done: who does what others do likes what they like', async () => {
  const done = ['who,what', 'a,x', 'a,y', 'b,x', 'b,y', 'c,x', 'd,u', 'd,v', 'e,u', 'e,v', 'f,u'].join('\n');
  const { rows, problem } = await run(done, {
    user: 'who',
    item: 'what',
    implicit: true,
    rank: 2,
    passes: 30,
    top: 1,
    alpha: 10,
  });
  expect(problem).toBeUndefined();
  const best = new Map(rows('top').map(r => [r.who, r.what] as const));
  expect([best.get('c'), best.get('f')]).toEqual(['y', 'v']);
});

test('rated items come back where that is asked for', async () => {
  const { rows } = await run(
    table([1], [3, 2, 1], () => true),
    { ...columns, rank: 1, known: true, top: 2 },
  );
  expect(rows('top').map(r => r.film)).toEqual([0, 1]);
});

const two = 'who,film,stars\na,1,5\nb,2,3\n';
type Said = { readonly param: string; readonly message: RegExp; readonly code?: string };

test.each<[string, string, object, Said, More]>([
  ['no rating', two, { user: 'who', item: 'film' }, { param: 'rating', message: /would count the same/ }, {}],
  [
    'the user twice',
    two,
    { ...columns, item: 'who' },
    { param: 'item', message: /“who” is the user already/ },
    {},
  ],
  [
    'the item as rating',
    two,
    { ...columns, rating: 'film' },
    { param: 'rating', message: /“film” is the user or/ },
    {},
  ],
  [
    'a text as rating',
    'who,film,stars\na,1,good\n',
    columns,
    { param: 'rating', message: /“stars” is VARCHAR/ },
    {},
  ],
  [
    'a rating that is missing',
    `${two}c,1,\n`,
    columns,
    { param: 'rating', code: 'ml-missing-values', message: /“stars” has 1 without an ordinary number/ },
    {},
  ],
  [
    'a user that is missing',
    `${two},1,4\n`,
    columns,
    { param: 'user', code: 'ml-missing-values', message: /“who” has 1/ },
    {},
  ],
  [
    'pairs without the item',
    two,
    columns,
    { param: 'item', message: /no column “film”. They have: who, movie/ },
    { pairs: 'who,movie\na,1\n' },
  ],
  [
    'pairs of another type',
    two,
    columns,
    { param: 'item', message: /“film” is VARCHAR in the pairs to rate and BIGINT/ },
    { pairs: 'who,film\na,one\n' },
  ],
])('%s is refused with the setting', async (_, csv, params, { message, ...said }, more) => {
  const { problem } = await run(csv, params, more);
  expect(problem).toMatchObject({ node: 'say', ...said });
  expect(problem?.message).toMatch(message);
});

test('no ratings at all', async () => {
  const types = { who: 'VARCHAR', film: 'BIGINT', stars: 'DOUBLE' };
  const { problem } = await run('who,film,stars\n', columns, { types });
  expect(problem).toMatchObject({ node: 'say', code: 'ml-no-rows' });
});
