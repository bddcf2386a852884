/** Ctrl+C and its like: the first one asks for an orderly end, the second one ends at once. */

export type Stop = { readonly signal: AbortSignal; readonly done: () => void };

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens until `done`. `onFirst` tells the person that the wish was heard. */
export const whenStopped = (onFirst: () => void): Stop => {
  const stopper = new AbortController();
  const heard = () => {
    if (stopper.signal.aborted) process.exit(130);
    onFirst();
    stopper.abort();
  };
  for (const name of signals) process.on(name, heard);
  return {
    signal: stopper.signal,
    done: () => {
      for (const name of signals) process.off(name, heard);
    },
  };
};
