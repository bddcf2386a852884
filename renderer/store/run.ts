/** The run that is going on, or the last one: what each node did, and how it ended. */
import { create } from 'zustand';
import { RpcError } from '../../engine/contract/rpc.ts';
import { engineStopped } from '../../engine/diagnostics/run-words.ts';
import type {
  Candidate,
  Finished,
  NodeResult,
  RunError,
  RunEvent,
  RunWarning,
} from '../../engine/run/events.ts';
import { host } from '../rpc/connect.ts';
import { sourceOf, useDocument } from './document.ts';
import { logLine } from './log-line.ts';
import { nodesAtEnd } from './run-end.ts';

export type NodeRun =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly rows?: number; readonly percent?: number; readonly bytes?: number }
  | ({ readonly state: 'done' } & NodeResult)
  | { readonly state: 'failed'; readonly error: RunError };

export type LogLine = { readonly at: number; readonly text: string; readonly tone: 'info' | 'error' };

type RunState = {
  readonly run: string | undefined;
  readonly status: 'idle' | 'running' | 'cancelling' | Finished['status'];
  readonly nodes: ReadonlyMap<string, NodeRun>;
  readonly warnings: readonly RunWarning[];
  readonly error: RunError | undefined;
  readonly finished: Finished | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly log: readonly LogLine[];
  /** What searches have tried so far, by node, in the order of trying. */
  readonly tried: ReadonlyMap<string, readonly Candidate[]>;
  /** Runs to the given nodes, or all. */
  start(to?: readonly string[], cache?: boolean): Promise<void>;
  cancel(): Promise<void>;
  hear(run: string, event: RunEvent): void;
  engineStopped(reason: string | undefined): void;
  /** Forgets the last run, for another document. */
  reset(): void;
};

const nothingRun = {
  run: undefined,
  status: 'idle',
  nodes: new Map<string, NodeRun>(),
  warnings: [],
  error: undefined,
  finished: undefined,
  startedAt: undefined,
  endedAt: undefined,
  log: [],
  tried: new Map<string, readonly Candidate[]>(),
} as const;

/** Lines of the log that are kept. */
const mostLines = 2000;

const isGoing = (status: RunState['status']): boolean => status === 'running' || status === 'cancelling';

export const useRun = create<RunState>()((set, get) => {
  const put = (node: string, run: NodeRun) => set({ nodes: new Map(get().nodes).set(node, run) });
  const write = (text: string, tone: LogLine['tone'] = 'info') =>
    set({ log: [...get().log, { at: Date.now(), text, tone }].slice(-mostLines) });
  const end = (error: RunError) => {
    write(error.message, 'error');
    set({ status: 'failed', error, endedAt: Date.now() });
  };
  return {
    ...nothingRun,
    reset: () => set(nothingRun),
    start: async (to, cache = true) => {
      const source = sourceOf(useDocument.getState());
      if (source === undefined || isGoing(get().status)) return;
      set({
        status: 'running',
        run: undefined,
        nodes: new Map(),
        warnings: [],
        error: undefined,
        finished: undefined,
        startedAt: Date.now(),
        endedAt: undefined,
        log: [],
        tried: new Map(),
      });
      try {
        const { run } = await host().call('run.start', {
          source,
          cache,
          ...(to !== undefined && { to: [...to] }),
        });
        set({ run });
        // It was cancelled before it had a name to be cancelled by.
        if (get().status === 'cancelling') await host().call('run.cancel', { run });
      } catch (error) {
        const fault = error instanceof RpcError ? error.fault : { code: 'internal', message: String(error) };
        end({
          code: fault.code,
          message: fault.message,
          ...(fault.node !== undefined && { node: fault.node }),
        });
      }
    },
    cancel: async () => {
      const { run, status } = get();
      if (status !== 'running') return;
      set({ status: 'cancelling' });
      write('Cancelling.');
      if (run !== undefined) await host().call('run.cancel', { run });
    },
    hear: (run, event) => {
      const known = get().run;
      if (known !== undefined && known !== run) return;
      if (known === undefined) set({ run });
      const line = logLine(event);
      if (line !== undefined) write(line.text, line.tone);
      switch (event.event) {
        case 'started':
          set({ nodes: new Map(event.nodes.map(node => [node, { state: 'waiting' as const }])) });
          return;
        case 'node-started':
          put(event.node, { state: 'running' });
          return;
        case 'progress': {
          const { rows, bytes, percent } = event;
          put(event.node, {
            state: 'running',
            ...(rows !== undefined && { rows }),
            ...(bytes !== undefined && { bytes }),
            ...(percent !== undefined && { percent }),
          });
          return;
        }
        case 'node-finished': {
          const { event: _, node, ...result } = event;
          put(node, { state: 'done', ...result });
          return;
        }
        case 'warning':
          set({ warnings: [...get().warnings, { node: event.node, message: event.message }] });
          return;
        case 'candidate': {
          const { event: _, node, ...candidate } = event;
          const tried = get().tried;
          set({ tried: new Map(tried).set(node, [...(tried.get(node) ?? []), candidate]) });
          return;
        }
        case 'diagnostic':
          return;
        case 'finished': {
          const nodes = nodesAtEnd(get().nodes, event);
          const { error } = event;
          set({ nodes, status: event.status, finished: event, error, endedAt: Date.now() });
          return;
        }
      }
    },
    engineStopped: reason => {
      if (isGoing(get().status))
        end({
          code: 'engine-stopped',
          message: engineStopped(reason),
        });
    },
  };
});
