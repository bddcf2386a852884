/** Runs: started, watched, cancelled. */
import { z } from 'zod';
import type { RunEvent } from '../run/events.ts';
import { method, nothing } from './define.ts';

export const runId = z.string();

export const runEventSchema = z.custom<RunEvent>(
  value => typeof value === 'object' && value !== null && 'event' in value,
);

export const runMethods = <S extends z.ZodType>(source: S) => ({
  /** Starts a run and answers at once with its id; what happens then comes as `run.event`. */
  'run.start': method(
    z.strictObject({ source, to: z.array(z.string()).optional(), cache: z.boolean() }),
    z.strictObject({ run: runId }),
    { deadline: 120_000 },
  ),
  'run.cancel': method(z.strictObject({ run: runId }), nothing, { deadline: 10_000 }),
});

export const runEvents = {
  'run.event': z.strictObject({ run: runId, doc: z.string(), event: runEventSchema }),
} as const;
