/** Earlier runs of each pipeline: what was asked, how it ended, rows and time of each node. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { type PastRun, pastRunSchema } from '../../engine/contract/runs.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import { type StoreFile, storeFile } from './store-file.ts';
import { meaningHash } from './trust.ts';

/** Runs that are remembered for each pipeline. */
const most = 100;
const historySchema = z.strictObject({ runs: z.array(pastRunSchema) });

type Asked = {
  readonly run: string;
  /** What stands for the pipeline: its path, or a name of its own while it has none. */
  readonly key: string;
  readonly text: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly to: readonly string[] | undefined;
};

export type History = {
  began(asked: Asked): Promise<void>;
  hear(run: string, event: RunEvent): Promise<void>;
  /** Every run that was going on has failed. */
  engineStopped(message: string): Promise<void>;
  list(key: string): Promise<readonly PastRun[]>;
  clear(key: string): Promise<void>;
};

const graphOf = (text: string): string => {
  const { document } = parsePipeline(text);
  return document === undefined ? '' : meaningHash(document);
};

/** What a run's last event says of it. */
const ended = (run: PastRun, event: Extract<RunEvent, { event: 'finished' }>, now: number): PastRun => ({
  ...run,
  endedAt: now,
  status: event.status,
  nodes: Object.fromEntries(
    Object.entries(event.nodes).map(([id, { rows, ms, cached }]) => [
      id,
      { ms, cached, ...(rows !== undefined && { rows }) },
    ]),
  ),
  outputs: event.outputs.map(({ node, path, rows }) => ({ node, path, rows })),
  ...(event.error !== undefined && {
    error: { message: event.error.message, ...(event.error.node && { node: event.error.node }) },
  }),
});

export const openHistory = (
  folder: string,
  onBad: (path: string) => void,
  now: () => number = Date.now,
): History => {
  const stores = new Map<string, StoreFile<z.output<typeof historySchema>>>();
  const going = new Map<string, string>();
  const storeOf = (key: string) => {
    const known = stores.get(key);
    if (known !== undefined) return known;
    const name = `${createHash('sha256').update(key).digest('hex').slice(0, 40)}.json`;
    const made = storeFile(join(folder, name), historySchema, { runs: [] }, onBad);
    stores.set(key, made);
    return made;
  };
  const change = async (run: string, edit: (run: PastRun) => PastRun): Promise<void> => {
    const key = going.get(run);
    if (key === undefined) return;
    await storeOf(key).change(({ runs }) => ({ runs: runs.map(r => (r.run === run ? edit(r) : r)) }));
  };
  return {
    began: async ({ run, key, text, parameters, to }) => {
      going.set(run, key);
      const entry: PastRun = {
        run,
        startedAt: now(),
        status: 'running',
        graph: graphOf(text),
        parameters: { ...parameters },
        ...(to !== undefined && { to: [...to] }),
        nodes: {},
        outputs: [],
      };
      await storeOf(key).change(({ runs }) => ({ runs: [entry, ...runs].slice(0, most) }));
    },
    hear: async (run, event) => {
      if (event.event !== 'finished') return;
      await change(run, past => ended(past, event, now()));
      going.delete(run);
    },
    engineStopped: async message => {
      for (const run of [...going.keys()]) {
        await change(run, past => ({ ...past, status: 'failed', endedAt: now(), error: { message } }));
        going.delete(run);
      }
    },
    list: async key => {
      const { runs } = await storeOf(key).read();
      // A run that is not going on any more and never said so ended with its program.
      return runs.map(r =>
        r.status === 'running' && !going.has(r.run)
          ? { ...r, status: 'failed' as const, error: { message: 'The program ended during this run.' } }
          : r,
      );
    },
    clear: async key => {
      await storeOf(key).change(() => ({ runs: [] }));
    },
  };
};
