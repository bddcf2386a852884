/** The run that is going on, or the last one: what each node did, and how it ended. */
import { create } from 'zustand';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { Finished, NodeResult, RunError, RunEvent, RunWarning } from '../../engine/run/events.ts';
import { host } from '../rpc/connect.ts';
import { sourceOf, useDocument } from './document.ts';

export type NodeRun =
  | { readonly state: 'waiting' }
  | { readonly state: 'running'; readonly rows?: number; readonly percent?: number; readonly bytes?: number }
  | ({ readonly state: 'done' } & NodeResult)
  | { readonly state: 'failed'; readonly error: RunError };

type RunState = {
  readonly run: string | undefined;
  readonly status: 'idle' | 'running' | 'cancelling' | Finished['status'];
  readonly nodes: ReadonlyMap<string, NodeRun>;
  readonly warnings: readonly RunWarning[];
  readonly error: RunError | undefined;
  readonly finished: Finished | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  start(to?: readonly string[]): Promise<void>;
  cancel(): Promise<void>;
  hear(run: string, event: RunEvent): void;
  engineStopped(reason: string | undefined): void;
};

const isGoing = (status: RunState['status']): boolean => status === 'running' || status === 'cancelling';

export const useRun = create<RunState>()((set, get) => {
  const put = (node: string, run: NodeRun) => set({ nodes: new Map(get().nodes).set(node, run) });
  const end = (error: RunError) => set({ status: 'failed', error, endedAt: Date.now() });
  return {
    run: undefined,
    status: 'idle',
    nodes: new Map(),
    warnings: [],
    error: undefined,
    finished: undefined,
    startedAt: undefined,
    endedAt: undefined,
    start: async to => {
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
      });
      try {
        const { run } = await host().call('run.start', {
          source,
          cache: true,
          ...(to !== undefined && { to: [...to] }),
        });
        set({ run });
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
      if (run === undefined || status !== 'running') return;
      set({ status: 'cancelling' });
      await host().call('run.cancel', { run });
    },
    hear: (run, event) => {
      const known = get().run;
      if (known !== undefined && known !== run) return;
      if (known === undefined) set({ run });
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
        case 'diagnostic':
          return;
        case 'finished': {
          const nodes = new Map(get().nodes);
          for (const [node, result] of Object.entries(event.nodes))
            nodes.set(node, { state: 'done', ...result });
          const { error } = event;
          if (error?.node !== undefined) nodes.set(error.node, { state: 'failed', error });
          set({ nodes, status: event.status, finished: event, error, endedAt: Date.now() });
          return;
        }
      }
    },
    engineStopped: reason => {
      if (isGoing(get().status))
        end({
          code: 'engine-stopped',
          message: `The engine stopped (${reason ?? 'unknown reason'}). Nothing was written; run again.`,
        });
    },
  };
});
