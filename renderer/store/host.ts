/** What the host has told: start page, state of the engine, whether it is there at all. */
import { create } from 'zustand';
import type { Start } from '../../engine/contract/app.ts';
import { host } from '../rpc/connect.ts';
import { openFile } from './actions.ts';
import { useUi } from './ui.ts';

type EngineState = 'starting' | 'ready' | 'stopped' | 'failing';

type HostState = {
  readonly facts: Start | undefined;
  readonly engine: EngineState;
  /** Why the engine stopped, while it is stopped. */
  readonly engineReason: string | undefined;
  /** Why the host is gone; the page then only shows what it has. */
  readonly lostReason: string | undefined;
  start(): Promise<void>;
  refresh(): Promise<void>;
  lost(reason: string): void;
  engineIs(state: EngineState, reason: string | undefined): void;
};

export const useHost = create<HostState>()((set, get) => ({
  facts: undefined,
  engine: 'starting',
  engineReason: undefined,
  lostReason: undefined,
  start: async () => {
    await get().refresh();
    set({ engine: 'ready' });
    const [first, ...others] = get().facts?.open ?? [];
    if (first === undefined) return;
    await openFile(first);
    if (others.length > 0)
      useUi
        .getState()
        .say(
          `The first of ${others.length + 1} files is open. The ${others.length === 1 ? 'other is' : 'others are'} among the recent ones, on the start page.`,
        );
  },
  refresh: async () => {
    const facts = await host().call('app.start', {});
    set({ facts, lostReason: undefined });
    if (facts.notices.length > 0) useUi.getState().say(facts.notices.join(' '), 'error');
  },
  lost: reason => set({ lostReason: reason }),
  engineIs: (engine, engineReason) => set({ engine, engineReason }),
}));
