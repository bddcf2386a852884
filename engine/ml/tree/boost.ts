/** Gradient boosting (Friedman 2001): each tree is a step down the slope of the loss at the answers so far. */
import { randomOf } from '../../plan/random.ts';
import type { Engine } from '../engine.ts';
import type { Label } from '../label.ts';
import { sharedCopy, sharedDoubles, sharedInts } from '../workers/board.ts';
import type { Team } from '../workers/team.ts';
import type { Binned } from './bins.ts';
import { type Crew, crewOf, type Leaf } from './crew.ts';
import { grow, keptGroup, type Tree } from './grow.ts';
import { addStep, chancesOf, type Standing, slopesOf } from './slopes.ts';
import { newton, type Target } from './target.ts';

export type BoostOptions = {
  readonly depth: number;
  readonly rounds: number;
  readonly rate?: number;
  readonly leastRows?: number;
  readonly seed: number;
};

/** What trees learn: numbers, or the places of classes where there is a label, by row. */
export type Told = {
  readonly y: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly label: Label | undefined;
};

/** Trees by score, and where the scores begin: one score for a number or two classes, else one a class. */
export type Grown = { readonly groups: Tree[][]; readonly base: number[] };

export const boosted = async (
  table: Binned,
  told: Told,
  options: BoostOptions,
  { pause = async () => {} }: Pick<Engine, 'pause'>,
  team?: Team,
): Promise<Grown> => {
  const { depth, leastRows = 20 } = options;
  const n = table.rows;
  const base = baseOf(told);
  const several = base.length > 1;
  const standing: Standing = {
    y: sharedCopy(told.y),
    weights: told.weights && sharedCopy(told.weights),
    scores: base.map(b => sharedDoubles(n).fill(b)),
    chances: several ? base.map(() => sharedDoubles(n)) : [],
    label: told.label === undefined ? 'number' : several ? 'several' : 'two',
    pairs: sharedDoubles(2 * n),
  };
  const [rows, spare] = [sharedInts(n), sharedInts(n)];
  const target = newton(standing.pairs, options.rate ?? 0.1, leastRows);
  const kept = keptGroup(table, target, { depth });
  const most = Math.min(n, 2 ** depth);
  const crew =
    team &&
    crewOf(team, kept?.members ?? [], {
      codes: table.codes,
      rows,
      spare,
      moved: sharedInts(team.threads),
      standing,
      levels: kept === undefined ? [] : Array.from({ length: depth }, () => sharedDoubles(kept.size)),
      leaves: { ends: sharedInts(2 * most), steps: sharedDoubles(most) },
    });
  const means = { pause, rows, spare, standing, target, ...(crew && { crew }) };
  return { groups: await grown(table, options, means), base };
};

/** Numbers that go by, by rows: each level of a tree looks at all of them, for one score or one a class. */
export const boostWork =
  ({ rounds, depth }: BoostOptions, features: number, label: Label | undefined) =>
  (rows: number): number =>
    rows * features * rounds * depth * scoresOf(label);

const scoresOf = (label: Label | undefined): number =>
  label === undefined || label.classes.length === 2 ? 1 : label.classes.length;

type Means = {
  readonly pause: () => Promise<void>;
  readonly rows: Int32Array;
  readonly spare: Int32Array;
  readonly standing: Standing;
  readonly target: Target;
  readonly crew?: Crew;
};

const grown = async (
  table: Binned,
  { depth, rounds, seed }: BoostOptions,
  { pause, rows, spare, standing, target, crew }: Means,
): Promise<Tree[][]> => {
  const { scores } = standing;
  const hands = crew ?? alone(standing, rows);
  const groups: Tree[][] = scores.map(() => []);
  for (let round = 0; round < rounds; round++) {
    await pause();
    // All classes of a round look at the scores of the round before.
    if (standing.label === 'several') hands.chances();
    for (const c of scores.keys()) {
      hands.slopes(c);
      count(rows);
      const leaves: Leaf[] = [];
      const tree = grow(table, rows, target, {
        depth,
        leastGain: 1e-12,
        features: table.codes.length,
        random: randomOf(seed),
        spare,
        settle: (from, to, [step = 0]) => void leaves.push({ from, to, step }),
        ...(crew && { crew }),
      });
      hands.steps(c, leaves);
      groups[c]?.push(tree);
    }
  }
  return groups;
};

/** What a crew does, by one thread. */
const alone = (standing: Standing, rows: Int32Array): Pick<Crew, 'slopes' | 'chances' | 'steps'> => ({
  slopes: score => slopesOf(standing, score, 0, rows.length),
  chances: () => chancesOf(standing, 0, rows.length),
  steps: (score, leaves) => {
    for (const { from, to, step } of leaves)
      addStep(standing.scores[score] as Float64Array, rows, from, to, step);
  },
});

const count = (rows: Int32Array): void => {
  for (let r = 0; r < rows.length; r++) rows[r] = r;
};

/** The best constant: mean, log odds, or logs of the shares. */
const baseOf = ({ y, weights, label }: Told): number[] => {
  const sum = (of: (v: number) => number): number =>
    y.reduce((s, v, r) => s + of(v) * (weights === undefined ? 1 : (weights[r] as number)), 0);
  const all = sum(() => 1);
  const shareOf = (c: number): number => sum(v => (v === c ? 1 : 0)) / all;
  if (label === undefined) return [sum(v => v) / all];
  if (label.classes.length === 2) return [Math.log(shareOf(1) / shareOf(0))];
  return label.classes.map((_, c) => Math.log(shareOf(c)));
};
