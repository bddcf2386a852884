import { engineError } from '../../diagnostics/errors.ts';

/** The promise, or `cancelled` at once when the signal aborts; `stop` then ends what was waited for. */
export const orAbort = async <T>(work: Promise<T>, signal: AbortSignal, stop: () => void): Promise<T> => {
  const cancelled = () => engineError('cancelled', {});
  if (signal.aborted) {
    stop();
    work.catch(() => undefined);
    throw cancelled();
  }
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      stop();
      reject(cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
};

/** The promise's outcome, or `late` after that many milliseconds. The promise itself goes on. */
export const within = async <T, L>(work: Promise<T>, ms: number, late: () => L): Promise<T | L> => {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<'slow'>(resolve => {
    timer = setTimeout(resolve, ms, 'slow');
  });
  try {
    const first = await Promise.race([work.then(value => ({ value })), slow]);
    return first === 'slow' ? late() : first.value;
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
};

/** How long a server may take to let us in, in milliseconds. */
export const connectTimeout = 10_000;
