/** Fits one after another, or side by side in workers where there is enough to do. */
import { type EngineError, engineError } from '../../diagnostics/errors.ts';
import { messageText } from '../../diagnostics/messages.ts';
import { type Data, roomOf, rowsIn } from '../engine.ts';
import type { Model } from '../score/score.ts';
import { openPool } from '../workers/pool.ts';
import { passesOf } from './effort.ts';
import { type EstimatorChoice, fitEstimator, type Lesson } from './estimators.ts';

export type Fits = {
  /** Trials that may be under way: one more than are fitted at a time, since one is measured meanwhile. */
  readonly atOnce: number;
  readonly fit: (choice: EstimatorChoice, lesson: Lesson) => Promise<Model>;
};

/** What a run has to fit with. */
export type Hands = {
  /** Where the worker's program is; throws where there is none. */
  readonly script: () => Promise<string>;
  /** Workers at most. */
  readonly threads: number;
  readonly signal?: AbortSignal;
  /** Told of each fit that a worker carried out. */
  readonly fitted?: () => void;
};

export const inPlace: Fits = { atOnce: 1, fit: fitEstimator };

export type Plan = {
  /** All that is going to be fitted to these rows. */
  readonly choices: readonly EstimatorChoice[];
  readonly columns: number;
  readonly warn?: ((message: string) => void) | undefined;
};

/** Numbers to go through from which on workers are worth their start. */
const worthWorkers = 50_000_000;

/** So many workers as there is work and memory for; 1 where fits are better made in place. */
export const workersFor = (
  rows: number,
  { choices, columns }: Plan,
  { threads, room }: { readonly threads: number; readonly room: number },
): number => {
  const passes = choices.reduce((sum, choice) => sum + passesOf(choice), 0);
  if (rows * columns * passes < worthWorkers) return 1;
  // Trees hold a byte of each number, and some doubles of each row.
  const bytes = rows * (2 * columns + 48);
  return Math.max(1, Math.min(threads, choices.length, Math.floor(room / bytes)));
};

/** Lends a way to fit; workers are ended with it. What comes out is the same either way. */
export const withFits = async <T>(
  hands: Hands | undefined,
  data: Data,
  plan: Plan,
  use: (fits: Fits) => Promise<T>,
): Promise<T> => {
  if (hands === undefined || hands.threads < 2) return use(inPlace);
  const room = roomOf(data.engine);
  const workers = workersFor(await rowsIn(data), plan, { threads: hands.threads, room });
  if (workers < 2) return use(inPlace);
  const pool = await hands
    .script()
    .then(script => openPool(script, workers))
    .catch(cause => {
      plan.warn?.(messageText('fits-in-turn', { reason: cause instanceof Error ? cause.message : '' }));
    });
  if (pool === undefined) return use(inPlace);
  const cancelled = (): EngineError => engineError('cancelled', {});
  const stop = (): void => void pool.end(cancelled());
  hands.signal?.addEventListener('abort', stop);
  if (hands.signal?.aborted) stop();
  try {
    return await use({
      atOnce: workers + 1,
      fit: async (choice, lesson) => {
        // Each fit has its share of what may be kept.
        const share = Math.floor(room / workers);
        const engine = { ...lesson.data.engine, room: share };
        const model = await pool.fit(choice, { ...lesson, keep: share, data: { ...lesson.data, engine } });
        hands.fitted?.();
        return model;
      },
    });
  } finally {
    hands.signal?.removeEventListener('abort', stop);
    await pool.end(cancelled());
  }
};
