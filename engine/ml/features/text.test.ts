/** Words, counts and weights, as scikit-learn has them. */
import { describe, expect, test } from 'vitest';
import { withLayers } from '../score/layers.ts';
import { answer, expectClose, expectedEncoding, type TestTable, tableOf } from '../test-data.ts';
import { fittedLayers } from './steps.ts';
import { bucketsLayers, fitTerms, type TermsStep, type TokeniseStep, tokeniseLayers } from './text.ts';

const wanted = expectedEncoding.words;

const step: TokeniseStep = {
  step: 'tokenise',
  column: 'text',
  output: 'words',
  lower: true,
  pattern: '[\\p{L}\\p{N}_]+',
  least: 2,
  without: wanted.without,
  from: 1,
  to: 2,
};

const tokenised = async (texts: readonly (string | null)[], how: TokeniseStep = step): Promise<TestTable> => {
  const data = await tableOf(
    ['text VARCHAR'],
    texts.map(t => [t]),
  );
  return { ...data, rel: withLayers(data.rel, [{ name: 'text' }], tokeniseLayers(how)) };
};

const terms = wanted.terms.map((term: string) => ({ term, output: `text_${term}` }));
const outputs = terms.map((t: { output: string }) => t.output);

const weighed = async (how: Pick<TermsStep, 'value' | 'norm'> & { idf: 'none' | 'smooth' | 'spark' }) => {
  const data = await tokenised(wanted.texts);
  const fitted = await fitTerms(data, { column: 'words', terms, ...how });
  const rel = withLayers(data.rel, [{ name: 'text' }, { name: 'words' }], fittedLayers(fitted));
  return answer(data, rel, outputs);
};

describe('counts and weights are those of scikit-learn', () => {
  test('counts of words and of two words in a row, without stop words', async () => {
    expect(await weighed({ value: 'count', norm: 'none', idf: 'none' })).toEqual(wanted.counts);
  });
  test.each([
    ['smooth', 'count', 'l2'],
    ['sum', 'count', 'l1'],
    ['plain', 'count', 'none'],
    ['sublinear', 'log', 'l2'],
  ] as const)('tf-idf, %s', async (name, value, norm) => {
    expectClose(await weighed({ value, norm, idf: 'smooth' }), wanted[name], 1e-12);
  });
});

test('Spark leaves the last 1 out', async () => {
  const plain = await weighed({ value: 'count', norm: 'none', idf: 'smooth' });
  const spark = await weighed({ value: 'count', norm: 'none', idf: 'spark' });
  expectClose(
    spark,
    plain.map((row, r) => row.map((x, c) => Number(x) - wanted.counts[r][c])),
    1e-12,
  );
});

test('a text that is null has no words, and no counts; phrases only, and words as they are written', async () => {
  const said = async (texts: readonly (string | null)[], how: Partial<TokeniseStep>) => {
    const data = await tokenised(texts, { ...step, without: [], ...how });
    const rows = await data.engine.rows({
      op: 'project',
      input: data.rel,
      columns: [
        {
          name: 'w',
          expr: {
            op: 'call',
            fn: 'array_to_string',
            args: [
              { op: 'column', name: 'words' },
              { op: 'literal', value: '|' },
            ],
          },
        },
      ],
    });
    return rows.map(r => r[0]);
  };
  expect(await said([null, ''], {})).toEqual([null, '']);
  expect(await said(['one two three'], { from: 2, to: 3 })).toEqual(['one two|two three|one two three']);
  expect(await said(['The Cat'], { lower: false, to: 1, without: ['the'] })).toEqual(['Cat']);
});

test('buckets add up to the words, wherever they fall', async () => {
  const data = await tokenised(wanted.texts);
  const names = Array.from({ length: 7 }, (_, k) => `b${k}`);
  const layers = bucketsLayers({ step: 'buckets', column: 'words', binary: false, outputs: names });
  const rel = withLayers(data.rel, [{ name: 'text' }, { name: 'words' }], layers);
  const rows = await answer(data, rel, names);
  const sum = (row: readonly unknown[]): number => row.reduce((s: number, x) => s + Number(x), 0);
  expect(rows.map(sum)).toEqual(wanted.counts.map(sum));
});
