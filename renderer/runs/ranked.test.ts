import { expect, test } from 'vitest';
import type { Candidate } from '../../engine/run/events.ts';
import { ranked } from './ranked.ts';

const tried = (
  ...values: readonly (readonly [value: number | null, best: boolean])[]
): readonly Candidate[] =>
  values.map(([value, best], i) => ({
    candidate: i + 1,
    of: 9,
    settings: { depth: i + 1 },
    metric: 'm',
    value,
    best,
  }));
const places = (candidates: readonly Candidate[]) => ranked(candidates).map(c => c.candidate);

test('the best is first, whether more or less is better', () => {
  expect(places(tried([0.7, true], [0.9, true], [0.8, false]))).toEqual([2, 3, 1]);
  expect(places(tried([0.7, true], [0.9, false], [0.2, true]))).toEqual([3, 1, 2]);
});

test('what could not be told comes last, equals keep their order, one alone is first', () => {
  expect(places(tried([null, false], [0.5, true], [0.5, false]))).toEqual([2, 3, 1]);
  expect(places(tried([0.5, true]))).toEqual([1]);
  expect(places([])).toEqual([]);
});
