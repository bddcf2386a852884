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

const nodeOfRun = z.strictObject({ rows: z.number().optional(), ms: z.number(), cached: z.boolean() });

/** A run as it is remembered: what it was asked and how it ended. No value of a secret is in it. */
export const pastRunSchema = z.strictObject({
  run: runId,
  startedAt: z.number(),
  endedAt: z.number().optional(),
  status: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
  /** A hash of what the pipeline meant: nodes, params and wires. */
  graph: z.string(),
  parameters: z.record(z.string(), z.string()),
  to: z.array(z.string()).optional(),
  nodes: z.record(z.string(), nodeOfRun),
  outputs: z.array(z.strictObject({ node: z.string(), path: z.string(), rows: z.number() })),
  error: z.strictObject({ node: z.string().optional(), message: z.string() }).optional(),
});

export type PastRun = z.output<typeof pastRunSchema>;

/** Earlier runs, newest first, kept by the host for each pipeline. */
export const historyMethods = {
  'runs.list': method(z.strictObject({ doc: z.string() }), z.strictObject({ runs: z.array(pastRunSchema) })),
  'runs.clear': method(z.strictObject({ doc: z.string() }), nothing),
} as const;
