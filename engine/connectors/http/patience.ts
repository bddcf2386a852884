import { type EngineError, engineError } from '../../diagnostics/errors.ts';

type Phase = 'connect' | 'idle' | 'total';

/** Times in seconds, as in the options. */
export type Times = Readonly<Record<Phase, number>>;

/** Waits for the network within the limits of one request. */
export type Patience = {
  /** The promise's result; rejects when `phase` or the whole takes too long, or on cancel. Waits must not overlap. */
  wait<T>(promise: Promise<T>, phase: 'connect' | 'idle'): Promise<T>;
};

/**
 * Counts only time spent waiting for the other side: a slow reader behind us never makes the server look slow.
 * The clock is monotonic, so a clock that is set does not matter.
 */
export const patience = (
  times: Times,
  signal: AbortSignal,
  late: (phase: Phase, seconds: number) => EngineError,
): Patience => {
  let left = times.total * 1000;
  return {
    wait: (promise, phase) =>
      new Promise((resolve, reject) => {
        const start = performance.now();
        const own = times[phase] * 1000;
        const done = (finish: () => void) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', abort);
          left -= performance.now() - start;
          finish();
        };
        const abort = () => done(() => reject(engineError('cancelled', {})));
        const timer = setTimeout(
          () => done(() => reject(own <= left ? late(phase, times[phase]) : late('total', times.total))),
          Math.max(0, Math.min(own, left)),
        );
        signal.addEventListener('abort', abort, { once: true });
        promise.then(
          value => done(() => resolve(value)),
          error => done(() => reject(error)),
        );
        if (signal.aborted) abort();
      }),
  };
};
