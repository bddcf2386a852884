/** Columns as bins: at most 255 values of one byte, which is all that a split looks at. */
import type { NamedExpr } from '../../plan/expr.ts';
import type { Block, Data } from '../engine.ts';
import { passesOver } from '../passes.ts';
import { blockSample } from '../sample.ts';
import { sharedBytes, sharedDoubles, sharedInts } from '../workers/board.ts';
import type { Team } from '../workers/team.ts';
import { type ColumnShare, columnTask, edgesIn } from './column-share.ts';
import { codesOf, edgesOf, mostBins } from './edges.ts';

export type Binned = {
  readonly rows: number;
  /** By feature: the bin of each row. */
  readonly codes: readonly Uint8Array[];
  /** By feature: a row is in bin b when exactly b edges are below its value. */
  readonly edges: readonly Float64Array[];
  /** The columns after the features, as they are. */
  readonly rest: readonly Float64Array[];
};

/** Edges come from a sample of rows, the same each time; the bytes of all rows are then kept in memory. */
export const binned = async (
  data: Data,
  features: readonly NamedExpr[],
  rest: readonly NamedExpr[],
  starting?: Promise<Team | undefined>,
): Promise<Binned> => {
  const passes = passesOver(data, [...features, ...rest]);
  const sample = blockSample(32);
  let rows = 0;
  await passes.each(block => {
    sample.see(block);
    rows += block.rows;
  });
  const seen: Block[] = [];
  await sample.passes(passes.names).each(block => void seen.push(block));
  const codes = features.map(() => sharedBytes(rows));
  const blocks = passes.blocks();
  const team = await starting;
  const shared = team && blocks && binnedBy(team, { sample: seen, blocks, codes });
  const edges = shared ?? features.map((_, j) => edgesOf(seen, j));
  const others = rest.map(() => new Float64Array(rows));
  const placed = shared === undefined ? edges.map(codesOf) : [];
  let at = 0;
  await passes.each(({ rows: n, stride, values }) => {
    for (const [j, put] of placed.entries())
      put(values.subarray(j * stride, j * stride + n), (codes[j] as Uint8Array).subarray(at, at + n));
    for (const [i, own] of others.entries()) {
      const from = (features.length + i) * stride;
      own.set(values.subarray(from, from + n), at);
    }
    at += n;
  });
  return { rows, codes, edges, rest: others };
};

/** The edges of all columns; their values are put in their bins. */
const binnedBy = (
  team: Team,
  known: Pick<ColumnShare, 'sample' | 'blocks' | 'codes'>,
): readonly Float64Array[] => {
  const features = known.codes.length;
  const share: ColumnShare = {
    kind: 'columns',
    ...known,
    counts: sharedInts(features),
    edges: sharedDoubles(features * mostBins),
  };
  const give = team.share(share);
  give(features, columnTask.edges);
  give(features, columnTask.bins);
  return known.codes.map((_, j) => edgesIn(share, j));
};
