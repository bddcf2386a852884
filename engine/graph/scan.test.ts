import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isExact, numberText } from './number-text.ts';
import { parsePipeline } from './parse.ts';
import { scan } from './scan.ts';

const scanned = (text: string) => scan(new TextEncoder().encode(text));

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** JSON text with one stretch replaced by characters that matter to the grammar. */
const damaged = fc
  .tuple(
    fc.json({ maxDepth: 4 }),
    fc.nat(),
    fc.nat(3),
    fc.array(fc.constantFrom(...'{}[],:"\\/-+.eE0123u \n\u0000\u001ftruefalsn', 'é', '\ufeff'), {
      maxLength: 3,
    }),
  )
  .map(([text, at, cut, added]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + added.join('') + text.slice(from + cut);
  });

test('takes exactly the texts that JSON.parse takes', () => {
  let refused = 0;
  fc.assert(
    fc.property(damaged, text => {
      const good = parses(text);
      if (!good) refused++;
      expect(scanned(text).stop === undefined).toBe(good);
    }),
    { numRuns: 3000, seed: 5 },
  );
  expect(refused).toBeGreaterThan(300);
});

test('finds nothing to lose in what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), text => {
      // 2^53 and beyond is written out in digits by JSON.stringify, but not by us.
      const losses = scanned(text).losses.filter(
        loss => loss.code === 'duplicate-key' || !/^-?\d{16,}$/.test(loss.written),
      );
      expect(losses).toEqual([]);
    }),
    { numRuns: 500, seed: 6 },
  );
});

test('any bytes give a document or a diagnostic, never an exception', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom('', '{"format":"millrace/pipeline","version":1,"nodes":'),
      (tail, head) => {
        const { document, diagnostics } = parsePipeline(new Uint8Array([...Buffer.from(head), ...tail]));
        expect(document !== undefined || diagnostics.length > 0).toBe(true);
      },
    ),
    { numRuns: 1000, seed: 7 },
  );
});

test('any JSON in any field of a document gives a document or a diagnostic', () => {
  const field = fc.constantFrom(
    'name',
    'version',
    'description',
    'parameters',
    'nodes',
    'edges',
    'groups',
    'comments',
    'layout',
  );
  fc.assert(
    fc.property(field, fc.jsonValue({ maxDepth: 3 }), (name, value) => {
      const text = JSON.stringify({
        format: 'millrace/pipeline',
        version: 1,
        nodes: [{ id: 'a', kind: 'k' }],
        [name]: value,
      });
      const { document, diagnostics } = parsePipeline(text);
      expect(document !== undefined || diagnostics.length > 0).toBe(true);
    }),
    { numRuns: 1000, seed: 8 },
  );
});

test('a number that is written reads back as the same number and is exact', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger()), value => {
      const text = numberText(value);
      expect(Object.is(JSON.parse(text), value)).toBe(true);
      expect(isExact(text)).toBe(true);
    }),
    { numRuns: 1000, seed: 9 },
  );
});
