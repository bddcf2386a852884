/** Values that fit a column in JSON and not in its type, and what happens to requests in a row. */
import { afterAll, expect, test } from 'vitest';
import type { Artifact } from '../../engine/ml/artifact.ts';
import { rowsOf } from './request-rows.ts';
import { createScorer } from './scorer.ts';
import { model } from './test-model.ts';

const input = [
  { name: 'small', type: 'TINYINT' },
  { name: 'large', type: 'HUGEINT' },
  { name: 'price', type: 'DECIMAL(5,2)' },
  { name: 'real', type: 'FLOAT' },
  { name: 'day', type: 'DATE' },
  { name: 'yes', type: 'BOOLEAN' },
];
const mixed: Artifact = {
  ...model(),
  input,
  profile: [],
  steps: [
    { step: 'one-hot', column: 'yes', type: 'BOOLEAN', levels: ['true'], drop: 'none', unseen: 'error' },
  ],
  estimator: {
    kind: 'linear',
    features: [
      { kind: 'number', column: 'small' },
      { kind: 'number', column: 'large' },
      { kind: 'number', column: 'price' },
      { kind: 'number', column: 'real' },
      { kind: 'category', column: 'day', type: 'DATE', levels: ['2026-01-31'] },
      { kind: 'number', column: 'yes_true' },
    ],
    coefficients: [1, 1, 1, 1, 1, 1],
    intercept: 0,
    rank: 6,
    converged: true,
  },
};
const fine = { small: 1, large: 2, price: 3, real: 4, day: '2026-01-31', yes: true };
const scorer = await createScorer(mixed);
afterAll(() => scorer.close());
const score = (row: object, signal?: AbortSignal) => scorer.score(rowsOf(row, input).rows, signal);

test('values as JSON and as text, of any width', async () => {
  expect(await score(fine)).toEqual([[12]]);
  expect(await score({ ...fine, small: '1', large: '2', price: '3.00' })).toEqual([[12]]);
  expect(await score({ ...fine, large: 1e21 })).toEqual([[1e21]]);
});

test.each([
  ['small', 1000, /“small” is 1000, which is not TINYINT\. Send a whole number/],
  ['small', 1.5, /“small” is 1\.5, which is not TINYINT/],
  ['large', 1e300, /“large” is "1000.*, which is not HUGEINT/],
  ['large', '9'.repeat(39), /“large” is "9{39}", which is not HUGEINT/],
  ['price', 123456, /“price” is 123456, which is not DECIMAL\(5,2\)\. Send a number/],
  ['day', 'yesterday', /“day” is "yesterday", which is not DATE\. Send a text such as 2026-01-31/],
  ['day', 7, /“day” is 7, which is not DATE/],
  ['yes', 'true', /“yes” is "true", which is not BOOLEAN\. Send true or false/],
])('%s: %s does not fit, and the next request is answered', async (name, value, words) => {
  const rows = [fine, { ...fine, [name]: value }];
  const failed = await (async () => score(rows))().catch((e: unknown) => e);
  expect(failed).toMatchObject({ code: 'serve-row' });
  expect((failed as Error).message).toMatch(/^Row 1 does not fit: /);
  expect((failed as Error).message).toMatch(words);
  expect(await score(fine)).toEqual([[12]]);
});

test('what a step refuses is told in its own words', async () => {
  await expect(score({ ...fine, yes: false })).rejects.toMatchObject({
    code: 'data-failed',
    message: expect.stringMatching(/“yes” has a value that the model never met.*“false”/),
  });
});

test('work whose time is up while it waits is not begun, and does not end the work before it', async () => {
  const many = Array.from({ length: 5000 }, () => fine);
  const late = new AbortController();
  const [first, second] = [score(many), score(fine, late.signal)];
  late.abort();
  expect(await first).toHaveLength(5000);
  await expect(second).rejects.toMatchObject({ name: 'AbortError' });
});
