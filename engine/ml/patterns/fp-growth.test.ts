import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frequentSets, type Pattern, rulesOf } from './fp-growth.ts';

const [bread, milk, beer, nappies] = [0, 1, 2, 3];
const baskets = [
  [bread, milk],
  [bread, beer, nappies],
  [milk, beer, nappies],
  [bread, milk, beer, nappies],
  [bread, milk],
];

test('sets that are frequent, most frequent first', async () => {
  expect(await frequentSets(baskets, 3)).toEqual([
    { items: [bread], count: 4 },
    { items: [milk], count: 4 },
    { items: [beer], count: 3 },
    { items: [nappies], count: 3 },
    { items: [bread, milk], count: 3 },
    { items: [beer, nappies], count: 3 },
  ]);
});

test('rules with confidence, support and lift', async () => {
  const rules = rulesOf(await frequentSets(baskets, 3), 5, 0.8);
  expect(rules).toEqual([
    { antecedent: [beer], consequent: nappies, support: 0.6, confidence: 1, lift: 1 / 0.6 },
    { antecedent: [nappies], consequent: beer, support: 0.6, confidence: 1, lift: 1 / 0.6 },
  ]);
});

/** Counts every subset of every basket. */
const counted = (
  all: readonly (readonly number[])[],
  least: number,
  longest: number,
): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const basket of all) {
    const items = [...new Set(basket)].sort((a, b) => a - b);
    for (let mask = 1; mask < 1 << items.length; mask++) {
      const part = items.filter((_, i) => (mask >> i) & 1);
      if (part.length <= longest) counts.set(part.join(' '), (counts.get(part.join(' ')) ?? 0) + 1);
    }
  }
  return new Map([...counts].filter(([, count]) => count >= least));
};

test('the same sets and counts as counting every subset', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 7 }), { maxLength: 25 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
      async (all, least, longest) => {
        const found = await frequentSets(all, least, { longest });
        const wanted = counted(all, least, longest);
        expect(new Map(found.map((p: Pattern) => [p.items.join(' '), p.count]))).toEqual(wanted);
        expect(found.length).toBe(wanted.size);
      },
    ),
  );
});

test('too many sets are refused before they are grown, where a few baskets alone say so', async () => {
  // Forty items together have 1.2 thousand million sets of up to ten.
  const wide = Array.from({ length: 40 }, (_, i) => i);
  let turns = 0;
  const pause = async () => void turns++;
  await expect(frequentSets([wide, wide, [41]], 2, { pause })).rejects.toMatchObject({
    code: 'ml-many-patterns',
  });
  expect(turns).toBe(0);
  // Of up to three items they are 10,700.
  expect(await frequentSets([wide, wide, [41]], 2, { longest: 3 })).toHaveLength(40 + 780 + 9880);
});
