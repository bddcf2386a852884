import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Json } from '../schema/types.ts';

/** What happened to a node in a run. `ms` is from the start of the node's query to its last row; fused nodes overlap. */
export type NodeResult = {
  readonly rows?: number;
  /** All that a source read or a sink wrote, where that is a number of bytes. */
  readonly bytes?: number;
  readonly ms: number;
  readonly cached: boolean;
  /** Why it ran or did not: `cached: inputs and settings unchanged`, `ran: expression changed`. */
  readonly reason: string;
  /** How many of its fits workers carried out side by side; absent where there was none. */
  readonly fitsBeside?: number;
};

export type RunOutput = {
  readonly node: string;
  readonly path: string;
  readonly rows: number;
  readonly bytes?: number;
  readonly sha256?: string;
};

export type RunError = {
  readonly node?: string;
  readonly param?: string;
  readonly code: string;
  readonly message: string;
};

/** Something a person should know about a run that went on: a check that does not hold, a slower way taken. */
export type RunWarning = { readonly node: string; readonly message: string };

export type RunStatus = 'succeeded' | 'failed' | 'cancelled';

/** The last event of every run. */
export type Finished = {
  readonly event: 'finished';
  readonly status: RunStatus;
  readonly nodes: { readonly [id: string]: NodeResult };
  readonly outputs: readonly RunOutput[];
  readonly metrics: { readonly [node: string]: { readonly [name: string]: number } };
  /** Only where there are any. */
  readonly warnings?: readonly RunWarning[];
  readonly error?: RunError;
};

/** The end of a run that did not come to its rows. */
export const unfinished = (status: 'failed' | 'cancelled', error: RunError): Finished => ({
  event: 'finished',
  status,
  nodes: {},
  outputs: [],
  metrics: {},
  error,
});

/** Settings that were tried, and how good they are by the mean of their folds. */
export type Candidate = {
  /** From 1, of so many. */
  readonly candidate: number;
  readonly of: number;
  readonly settings: { readonly [name: string]: Json };
  readonly metric: string;
  /** Null where it cannot be told. */
  readonly value: number | null;
  /** Whether it is the best so far. */
  readonly best: boolean;
};

/** A fact about a run's progress: plain data, in the order things happen. */
export type RunEvent =
  | { readonly event: 'started'; readonly pipeline: string; readonly nodes: readonly string[] }
  | { readonly event: 'diagnostic'; readonly diagnostic: Diagnostic }
  | { readonly event: 'node-started'; readonly node: string }
  | {
      readonly event: 'progress';
      readonly node: string;
      readonly rows?: number;
      readonly bytes?: number;
      readonly percent?: number;
    }
  /** One of the settings that a search tries was measured. */
  | ({ readonly event: 'candidate'; readonly node: string } & Candidate)
  | ({ readonly event: 'node-finished'; readonly node: string } & NodeResult)
  | ({ readonly event: 'warning' } & RunWarning)
  | Finished;

/** A line of a live leaderboard: `tune: 3 of 20, depth=4, accuracy 0.951, the best so far`. */
export const candidateText = ({
  node,
  candidate,
  of,
  settings,
  metric,
  value,
  best,
}: Candidate & { readonly node: string }): string => {
  const set = Object.entries(settings).map(([name, to]) => `${name}=${to}`);
  const reached = value === null ? `${metric} unknown` : `${metric} ${Number(value.toPrecision(5))}`;
  return [`${node}: ${candidate} of ${of}`, ...set, reached, ...(best ? ['the best so far'] : [])].join(', ');
};
