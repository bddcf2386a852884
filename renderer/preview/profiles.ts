/** Figures of every column of the looked-at port, one column after the other, until nobody looks any more. */
import { create } from 'zustand';
import type { Profile } from '../../engine/contract/data.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import { host } from '../rpc/connect.ts';
import { lookedNow } from './looking.ts';

type ProfilesState = {
  /** The rows that the figures are of. */
  readonly key: string;
  readonly byColumn: ReadonlyMap<number, Profile>;
  readonly busy: boolean;
  readonly failed: string | undefined;
};

export const useProfiles = create<ProfilesState>()(() => ({
  key: '',
  byColumn: new Map(),
  busy: false,
  failed: undefined,
}));

/** Computes what is missing of the columns, in the given order. Gives the way to stop. */
export const profileColumns = (key: string, columns: readonly number[]): (() => void) => {
  const controller = new AbortController();
  const before = useProfiles.getState();
  if (before.key !== key) useProfiles.setState({ key, byColumn: new Map(), failed: undefined });
  const work = async (): Promise<void> => {
    for (const column of columns) {
      if (controller.signal.aborted) return;
      if (useProfiles.getState().byColumn.has(column)) continue;
      const looked = lookedNow();
      if (looked === undefined) return;
      const { source, node, port } = looked;
      const profile = await host().call(
        'data.profile',
        { source, node, ...(port !== undefined && { port }), column },
        controller.signal,
      );
      const now = useProfiles.getState();
      if (controller.signal.aborted || now.key !== key) return;
      useProfiles.setState({ byColumn: new Map(now.byColumn).set(column, profile) });
    }
  };
  useProfiles.setState({ busy: true });
  work()
    .catch((error: unknown) => {
      if (!controller.signal.aborted)
        useProfiles.setState({ failed: error instanceof RpcError ? error.message : String(error) });
    })
    .finally(() => {
      if (!controller.signal.aborted) useProfiles.setState({ busy: false });
    });
  return () => {
    controller.abort();
    useProfiles.setState({ busy: false });
  };
};
