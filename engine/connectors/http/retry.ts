import { EngineError, engineError } from '../../diagnostics/errors.ts';
import type { MessageData } from '../../diagnostics/messages.ts';

const first = 500;
const longest = 30_000;
/** A server that wants a longer pause than this is believed, and the person is told. */
export const longestPause = 120_000;

const busy = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether trying again may help: a busy server, a lost connection; never a wrong address or a bad certificate. */
const mayRetry = (error: unknown): error is EngineError => {
  if (!(error instanceof EngineError)) return false;
  if (error.code === 'http-status') {
    const status = Number(error.data.status);
    return busy.has(status) || (status > 504 && status < 600);
  }
  if (error.code === 'http-timeout') return error.data.phase !== 'total';
  return error.code === 'http-refused' || error.code === 'http-broken-body';
};

/** Milliseconds that a Retry-After header asks for (seconds or a date), or undefined. */
export const retryAfter = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,9}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
};

/**
 * Milliseconds before try number `tries + 1`: doubling from half a second to 30 s. Half of it is random, so that
 * many readers do not come back at once. What the server asked for is a minimum.
 */
export const pauseAfter = (tries: number, asked: number | undefined, random: number): number => {
  const step = Math.min(longest, first * 2 ** (tries - 1));
  const jittered = step / 2 + (step / 2) * random;
  return asked === undefined ? jittered : asked + (asked === 0 ? 0 : 100 * random);
};

/** Sleeps; rejects at once on cancel. */
export const sleep = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(engineError('cancelled', {}));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });

/** The same error, saying how often it was tried. */
const triedOften = (error: EngineError, tries: number): EngineError =>
  tries === 1
    ? error
    : engineError(
        error.code,
        { ...error.data, tries } as MessageData<typeof error.code>,
        error.param === undefined ? {} : { param: error.param },
        error.cause,
      );

/** Runs `attempt` until it succeeds, fails for good, or has been tried `retries + 1` times. */
export const withRetries = async <T>(
  retries: number,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayRetry(error)) throw error;
      if (tries > retries) throw triedOften(error, tries);
      const asked = error.data.retryAfterMs;
      await sleep(pauseAfter(tries, typeof asked === 'number' ? asked : undefined, Math.random()), signal);
    }
  }
};
