import { describe, expect, test } from 'vitest';
import { randomOf } from '../../plan/random.ts';
import type { Block } from '../engine.ts';
import type { Passes } from '../passes.ts';
import { assigning } from './assign.ts';
import { type Bounds, boundedSearch } from './bounds.ts';
import { between } from './gaps.ts';
import { movedCentres } from './move.ts';
import { nearestSearch } from './nearest.ts';

type Kind = { readonly width: number; readonly k: number; readonly clumps: number; readonly grid?: boolean };

/** Rows in clumps; on a grid many rows are the same, and many as far from one centre as from another. */
const blocksOf = ({ width, clumps, grid = false }: Kind, seed: number): Block[] => {
  const random = randomOf(seed);
  const at = Float64Array.from({ length: clumps * width }, () => random() * 8);
  const rounded = (x: number) => (grid ? Math.round(x) : x);
  return [700, 513, 64].map(rows => {
    const values = new Float64Array(rows * width);
    for (let r = 0; r < rows; r++) {
      const clump = Math.floor(random() * clumps);
      for (let j = 0; j < width; j++)
        values[j * rows + r] = rounded((at[clump * width + j] ?? 0) + random() * 2 - 1);
    }
    return { rows, stride: rows, values };
  });
};
const passesOf = (blocks: readonly Block[], kept: boolean): Passes => ({
  names: [],
  blocks: () => (kept ? blocks : undefined),
  pause: async () => {},
  each: async visit => blocks.forEach(visit),
});
const boundsOf = (rows: number): Bounds => ({
  cluster: new Int32Array(rows),
  upper: new Float64Array(rows),
  lower: new Float64Array(rows),
});
const kinds: [string, Kind][] = [
  ['clumps split between centres', { width: 9, k: 8, clumps: 3 }],
  ['clumps far apart', { width: 6, k: 8, clumps: 8 }],
  ['repeated rows and ties', { width: 2, k: 10, clumps: 3, grid: true }],
  ['one column', { width: 1, k: 5, clumps: 2 }],
  ['more centres than have their gaps kept', { width: 3, k: 300, clumps: 4 }],
  ['one centre', { width: 4, k: 1, clumps: 2 }],
];

describe('rows searched by bounds', () => {
  test.each(kinds)(
    '%s: the centres and sums are those of looking at all, pass after pass',
    async (_, kind) => {
      const { width, k } = kind;
      for (let seed = 1; seed <= 4; seed++) {
        const blocks = blocksOf(kind, seed);
        const random = randomOf(seed + 100);
        const bounded = boundedSearch(width);
        const search = nearestSearch(width);
        const known = blocks.map(({ rows }) => boundsOf(rows));
        const about = { width, k, weight: undefined };
        const kept = assigning(passesOf(blocks, true), about);
        const read = assigning(passesOf(blocks, false), about);
        let before = new Float64Array(0);
        let centres = Float64Array.from({ length: k * width }, () => random() * 8);
        // One that no row is near to, and, on a grid, two that stand in the same place.
        if (k > 2) centres.fill(1000, 0, width);
        if (kind.grid === true) centres.copyWithin(width, 2 * width, 3 * width);
        for (let pass = 0; pass < 15; pass++) {
          const moves = Float64Array.from({ length: k }, (_, c) =>
            pass === 0 ? 0 : between(before, c, centres, c, width),
          );
          bounded.begin(centres, moves);
          before = centres;
          blocks.forEach((block, at) => {
            const { cluster } = search(block, centres);
            const found = bounded.find(block, known[at] as Bounds, pass === 0);
            expect(found.cluster).toEqual(cluster.slice(0, block.rows));
          });
          expect(await kept.measure(centres)).toEqual(await read.measure(centres));
          const next = await movedCentres(kept, centres);
          expect(next).toEqual(await movedCentres(read, centres));
          // Now and then all of them jump.
          centres = pass % 6 === 5 ? next.map(x => x + random() - 0.5) : Float64Array.from(next);
        }
      }
    },
  );
  test('clusters are said to have changed where a row came or went, and only there', () => {
    const block = { rows: 5, stride: 5, values: Float64Array.of(0, 1, 4, 10, 30) };
    const bounded = boundedSearch(1);
    const known = boundsOf(5);
    let before: number[] | undefined;
    const pass = (...centres: number[]) => {
      const moves = centres.map((at, c) => Math.abs(at - (before?.[c] ?? at)));
      bounded.begin(Float64Array.from(centres), Float64Array.from(moves));
      const { cluster, marks } = bounded.find(block, known, before === undefined);
      before = centres;
      return { cluster: [...cluster], marks: [...marks] };
    };
    expect(pass(0, 10, 30)).toEqual({ cluster: [0, 0, 0, 1, 2], marks: [1, 1, 1] });
    expect(pass(0, 9, 30)).toEqual({ cluster: [0, 0, 0, 1, 2], marks: [0, 0, 0] });
    expect(pass(0, 7, 30)).toEqual({ cluster: [0, 0, 1, 1, 2], marks: [1, 1, 0] });
  });
});
