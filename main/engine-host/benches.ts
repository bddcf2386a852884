/** The workbenches of the engine process: one for each open document. */
import type { EngineSource } from '../../engine/contract/shapes.ts';
import { openWorkbench, type Workbench } from '../../engine/run/workbench.ts';
import { catalogue } from '../../nodes/index.ts';

export type Benches = {
  of(source: EngineSource): Workbench;
  close(doc: string): Promise<void>;
};

export const createBenches = (
  env: Readonly<Record<string, string | undefined>>,
  onLate: (doc: string) => void,
): Benches => {
  const open = new Map<string, Workbench>();
  return {
    of: ({ doc }) => {
      const known = open.get(doc);
      if (known !== undefined) return known;
      const bench = openWorkbench({ catalogue, env, onLate: () => onLate(doc) });
      open.set(doc, bench);
      return bench;
    },
    close: async doc => {
      const bench = open.get(doc);
      open.delete(doc);
      await bench?.close();
    },
  };
};
