/** Names that a screen may hold for paths of the machine. What was not handed out here cannot be asked for. */
import { RpcError } from '../../engine/contract/rpc.ts';

export type Handles = {
  readonly give: (path: string) => string;
  readonly path: (handle: string) => string;
};

/** `next` gives numbers that no other table of handles has given. */
export const createHandles = (next: () => number): Handles => {
  const byPath = new Map<string, string>();
  const byHandle = new Map<string, string>();
  return {
    give: path => {
      const known = byPath.get(path);
      if (known !== undefined) return known;
      const handle = `file:${next()}`;
      byPath.set(path, handle);
      byHandle.set(handle, path);
      return handle;
    },
    path: handle => {
      const path = byHandle.get(handle);
      if (path === undefined)
        throw new RpcError({
          code: 'unknown-handle',
          message: 'This file was not chosen here. Choose it again.',
        });
      return path;
    },
  };
};
