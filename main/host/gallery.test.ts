/** Every pipeline of the gallery: explained on its canvas, copied whole, and it runs. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { printPipeline } from '../../engine/graph/print.ts';
import { openPipeline } from '../../engine/run/pipeline.ts';
import { catalogue } from '../../nodes/index.ts';
import { copyFromGallery, listGallery } from './gallery.ts';

const gallery = resolve(import.meta.dirname, '../../fixtures/gallery');
const into = mkdtempSync(join(tmpdir(), 'millrace-gallery-'));
afterAll(() => rmSync(into, { recursive: true, force: true }));
const items = await listGallery(gallery);

test('the demo and the gallery are offered', () => {
  expect(items.map(item => item.id)).toEqual([
    'clean-orders',
    'car-mileage',
    'credit',
    'customer-segments',
    'delivery-quality',
    'iris',
    'json-to-tables',
    'market-baskets',
    'messy-survey',
    'movie-recommendations',
    'penguins',
    'sales-by-month',
    'word-definitions',
  ]);
});

/** The first line of what each writes, and its number of rows: the data is made by a script, so they are fixed. */
const results: Readonly<Record<string, readonly [file: string, lines: number, header: string]>> = {
  'clean-orders': [
    'revenue-by-country.csv',
    25,
    'country,category,orders,customers,pieces,revenue,last_order',
  ],
  'car-mileage': ['coefficients.csv', 11, 'part,of,name,value'],
  credit: ['leaderboard.csv', 8, 'rank,estimator,method,metric,mean,deviation,lowest,highest'],
  'customer-segments': ['segments.csv', 15, 'cluster,rows,column,mean,overall,deviations'],
  iris: ['confusion.csv', 10, 'actual,predicted,rows'],
  penguins: ['confusion.csv', 10, 'actual,predicted,rows'],
  'delivery-quality': ['delivery-by-country.csv', 5, 'country,parcels,median_days,slowest,worth'],
  'json-to-tables': ['items.csv', 5, 'sku,title,sold,revenue'],
  'market-baskets': ['rules.csv', 45, 'antecedent,consequent,confidence,lift,support,baskets'],
  'messy-survey': ['answers-by-town.csv', 17, 'question,town,answers,mean_answer'],
  'movie-recommendations': ['recommendations.csv', 1501, 'user,film,place,prediction,title,genre,year'],
  'word-definitions': ['confusion.csv', 17, 'actual,predicted,rows'],
  'sales-by-month': ['by-shop.csv', 25, 'month,Köln,Lyon,Porto'],
};

test.each(items.map(item => item.id))('%s explains itself and runs from a copy', async id => {
  const item = items.find(i => i.id === id);
  expect(item?.description.length).toBeGreaterThan(40);
  const path = await copyFromGallery(gallery, id, into);
  expect(readdirSync(dirname(path)).sort()).toEqual(['data', `${id}.millrace`].sort());
  const text = readFileSync(path, 'utf8');
  const { document, diagnostics } = parsePipeline(text);
  if (document === undefined) throw new Error(`${id} is no pipeline`);
  expect(diagnostics).toEqual([]);
  expect(document.comments?.[0]?.text.length).toBeGreaterThan(60);
  if (id !== 'clean-orders') expect(printPipeline(document)).toBe(text);
  const opened = await openPipeline({ path, catalogue });
  if (!('compile' in opened)) throw new Error(`${id} does not open`);
  try {
    expect((await opened.compile()).diagnostics).toEqual([]);
    const finished = await opened.run({});
    expect([finished.status, finished.error]).toEqual(['succeeded', undefined]);
  } finally {
    await opened.close();
  }
  const [file = '', lines, header] = results[id] ?? [];
  const written = readFileSync(join(dirname(path), 'output', file), 'utf8')
    .trimEnd()
    .split('\n');
  expect([written.length, written[0]]).toEqual([lines, header]);
});

test('a second copy stands beside the first', async () => {
  const path = await copyFromGallery(gallery, 'messy-survey', into);
  expect(path).toMatch(/messy-survey 2\/messy-survey\.millrace$/);
});
