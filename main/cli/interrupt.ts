/** Ctrl+C and its like: the first one asks for an orderly end, the second one ends at once. */

export type Stop = { readonly signal: AbortSignal; readonly done: () => void };

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens until `done`. `onFirst` tells the person that the wish was heard. */
/** How long an orderly end may take once a person has asked for it twice. */
const patienceMs = 700;

/**
 * The end of the process after a second signal. Not by `process.exit`: that waits for the engine's threads, which may
 * be waiting for this one. Where the orderly end takes too long, the system ends the process, and the next run sweeps.
 */
const endSoon = (): void => {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), patienceMs).unref();
};

export const whenStopped = (onFirst: () => void): Stop => {
  const stopper = new AbortController();
  const heard = () => {
    if (stopper.signal.aborted) return endSoon();
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
