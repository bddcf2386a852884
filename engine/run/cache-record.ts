/** What a run leaves behind about itself: enough to say, next time, what changed and which outputs still stand. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { meaning, sha } from './hashes.ts';

const nodeSchema = z.object({
  kind: z.string(),
  /** Hash of each setting, by name. */
  keys: z.record(z.string(), z.string()),
  source: z.string().exactOptional(),
  hash: z.string().exactOptional(),
  from: z.array(z.string()),
});

const sinkSchema = z.object({
  node: z.string(),
  /** Hash of the rows that were written. */
  input: z.string().exactOptional(),
  options: z.string(),
  target: z.string(),
  connector: z.string(),
  folder: z.boolean(),
  rows: z.number(),
  bytes: z.number().exactOptional(),
  sha256: z.string().exactOptional(),
  /** What the run warned of while it wrote. */
  warning: z.string().exactOptional(),
});

const recordSchema = z.object({
  version: z.literal(3),
  meaning: z.string(),
  nodes: z.record(z.string(), nodeSchema),
  sinks: z.array(sinkSchema),
  /** Rows of relations, by hash; in the order they were learned. */
  counts: z.array(z.tuple([z.string(), z.number()])),
  /** Milliseconds that a relation took with all below it, by hash; in the order they were learned. */
  costs: z.array(z.tuple([z.string(), z.number()])),
  /** Hashes of the checks that were met. */
  checks: z.array(z.string()),
});

export type NodeRecord = z.infer<typeof nodeSchema>;
export type SinkRecord = z.infer<typeof sinkSchema>;
export type RunRecord = z.infer<typeof recordSchema>;

/** Outputs and counts of earlier runs that are remembered beside those of the last. */
const mostSinks = 50;
const mostCounts = 2000;

const recordPath = (folder: string, pipeline: string): string =>
  join(folder, 'runs', `${sha(pipeline)}.json`);

/** The record of a pipeline file, or undefined: none yet, damaged, or of another version. */
export const recall = async (folder: string, pipeline: string): Promise<RunRecord | undefined> => {
  try {
    const read = recordSchema.safeParse(JSON.parse(await readFile(recordPath(folder, pipeline), 'utf8')));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
};

type ByHash = RunRecord['counts'];

/** What was known by hash, with what was learned since in its place. */
const renewed = (before: ByHash, now: ByHash): ByHash => {
  const fresh = new Set(now.map(([hash]) => hash));
  return [...before.filter(([hash]) => !fresh.has(hash)), ...now].slice(-mostCounts);
};

/** Writes the record, with what earlier runs knew and still holds. Without it the next run computes everything. */
export const remember = async (
  folder: string,
  pipeline: string,
  now: Omit<RunRecord, 'version' | 'meaning'>,
  before: RunRecord | undefined,
): Promise<void> => {
  const targets = new Set(now.sinks.map(s => s.target));
  const record: RunRecord = {
    version: 3,
    meaning,
    nodes: now.nodes,
    sinks: [...(before?.sinks ?? []).filter(s => !targets.has(s.target)).slice(-mostSinks), ...now.sinks],
    counts: renewed(before?.counts ?? [], now.counts),
    costs: renewed(before?.costs ?? [], now.costs),
    checks: [...new Set([...(before?.checks ?? []), ...now.checks])].slice(-mostCounts),
  };
  const path = recordPath(folder, pipeline);
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, JSON.stringify(record), { mode: 0o600 });
    await rename(temporary, path);
  } catch {
    // As said above: the next run computes everything.
  }
};
