import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** What happened to a node in a run. `ms` is from the start of the node's query to its last row; fused nodes overlap. */
export type NodeResult = {
  readonly rows?: number;
  /** All that a source read or a sink wrote, where that is a number of bytes. */
  readonly bytes?: number;
  readonly ms: number;
  readonly cached: boolean;
  /** Why it ran or did not: `cached: inputs and settings unchanged`, `ran: expression changed`. */
  readonly reason: string;
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
  | ({ readonly event: 'node-finished'; readonly node: string } & NodeResult)
  | ({ readonly event: 'warning' } & RunWarning)
  | Finished;
