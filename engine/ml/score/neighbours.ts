/** What the nearest rows say: shares of classes, or a mean, by a function that the running program gives the engine. */
import { z } from 'zod';
import { column, literal } from '../../plan/build.ts';
import type { Expr } from '../../plan/expr.ts';
import { get as element, largest } from '../kernels.ts';
import { largestClass } from '../label.ts';
import type { Answers } from '../native-memory.ts';
import type { NeighboursModel } from '../neighbours/neighbours.ts';
import { plus } from '../words.ts';
import { probabilityName } from './classes.ts';
import type { Layers } from './layers.ts';
import type { Outputs } from './score.ts';
import { termLayer } from './trees.ts';

// A name of this module's own: a test runner may reach an imported one by a getter, 50 times slower in a loop.
const get = element;

export const neighboursFunction = 'millrace_neighbours';

const shape = z.object({
  k: z.int(),
  distance: z.boolean(),
  deviations: z.array(z.number()),
  columns: z.array(z.array(z.number())),
  targets: z.array(z.number()),
});

export type Neighbours = {
  readonly k: number;
  /** Whether a near row counts more than a far one. */
  readonly distance: boolean;
  readonly deviations: readonly number[];
  /** Numbers divided by the deviation of their term. */
  readonly columns: readonly Float64Array[];
  readonly targets: Float64Array;
};

export const neighboursFrom = (text: string): Neighbours => {
  const { k, distance, deviations, columns, targets } = shape.parse(JSON.parse(text));
  return {
    k,
    distance,
    deviations,
    columns: columns.map((c, j) => Float64Array.from(c, x => x / (deviations[j] ?? 1))),
    targets: Float64Array.from(targets),
  };
};

/** The share of a class for its number, the mean of the targets for -1. */
export const neighboursLayers = (model: NeighboursModel, outputs: Outputs): Layers => {
  const { terms, gate } = termLayer(model.features);
  const { k, weighting, deviations, columns, targets, label } = model;
  const text = literal(
    JSON.stringify({ k, distance: weighting === 'distance', deviations, columns, targets }),
    'VARCHAR',
  );
  const said = (of: number): Expr =>
    plus(gate, {
      op: 'native',
      fn: neighboursFunction,
      args: [text, literal(of, 'DOUBLE'), ...terms.map(t => column(t.name))],
    });
  if (label === undefined) return [terms, [{ name: outputs.prediction, expr: said(-1) }]];
  const names = label.classes.map(value => probabilityName(outputs, value));
  return [
    terms,
    names.map((name, c) => ({ name, expr: said(c) })),
    [
      {
        name: outputs.prediction,
        expr: largestClass(
          label,
          names.map(n => column(n)),
        ),
      },
    ],
  ];
};

/**
 * Answers for `rows` rows, whose terms are given column by column: the mean of the targets for -1, else the shares of all
 * classes, since the search costs more than they do. Of equally near rows the earlier one counts.
 */
export const askNeighbours = (
  { k, distance, deviations, columns, targets }: Neighbours,
  terms: readonly Float64Array[],
  rows: number,
  of: number,
): Answers => {
  const wanted = of < 0 ? [of] : Array.from({ length: largest(targets) + 1 }, (_, c) => c);
  const answers = wanted.map(c => [c, new Float64Array(rows)] as const);
  const count = targets.length;
  const squares = new Float64Array(count);
  const near = new Int32Array(k);
  for (let r = 0; r < rows; r++) {
    squares.fill(0);
    for (let j = 0; j < columns.length; j++) {
      const own = columns[j] as Float64Array;
      const x = get(terms[j] as Float64Array, r) / (deviations[j] ?? 1);
      for (let i = 0; i < count; i++) {
        const off = x - (own[i] as number);
        squares[i] = (squares[i] as number) + off * off;
      }
    }
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const d = squares[i] as number;
      if (kept === k && d >= (squares[near[k - 1] as number] as number)) continue;
      let at = kept < k ? kept++ : k - 1;
      while (at > 0 && (squares[near[at - 1] as number] as number) > d) {
        near[at] = near[at - 1] as number;
        at--;
      }
      near[at] = i;
    }
    for (const [c, into] of answers) into[r] = answerOf(near, squares, targets, c, distance);
  }
  return new Map(answers);
};

/** By distance a row counts its inverse; where some are the same as the row itself, only those count. */
const answerOf = (
  near: Int32Array,
  squares: Float64Array,
  targets: Float64Array,
  of: number,
  distance: boolean,
): number => {
  const exact = distance && get(squares, near[0] as number) === 0;
  let sum = 0;
  let all = 0;
  for (const i of near) {
    const d = get(squares, i);
    const weight = !distance ? 1 : exact ? (d === 0 ? 1 : 0) : 1 / Math.sqrt(d);
    const target = get(targets, i);
    all += weight;
    sum += weight * (of < 0 ? target : target === of ? 1 : 0);
  }
  return sum / all;
};
