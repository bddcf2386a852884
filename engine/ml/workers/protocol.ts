/** What a worker and its owner say to each other: plain data, and a port for each question. */
import type { MessagePort } from 'node:worker_threads';
import { EngineError } from '../../diagnostics/errors.ts';
import type { Rel } from '../../plan/relation.ts';
import type { Block, Cell } from '../engine.ts';
import type { EstimatorChoice, Lesson } from '../run/estimators.ts';
import type { Model } from '../score/score.ts';

/** To a worker: what to fit, to which rows. */
export type FitOrder = {
  readonly choice: EstimatorChoice;
  readonly lesson: Omit<Lesson, 'data'> & { readonly rel: Rel };
  /** Bytes of numbers that it may keep. */
  readonly room?: number | undefined;
};

/** From a worker. Where it asks, the answer comes by the port. */
export type Report =
  | { readonly say: 'ready' }
  | {
      readonly say: 'ask';
      readonly for: 'rows' | 'blocks' | 'keep';
      readonly rel: Rel;
      readonly port: MessagePort;
    }
  | { readonly say: 'fitted'; readonly model: Model }
  | { readonly say: 'failed'; readonly fault: Fault };

/**
 * An answer, or a part of one. Any message in return asks for one block more; closing the port asks for no more, and
 * forgets what is kept.
 */
export type Answer =
  | { readonly rows: readonly (readonly Cell[])[] }
  | { readonly kept: Rel }
  | { readonly block: Block }
  | { readonly end: true }
  | { readonly fault: Fault };

/** Blocks that may be under way: one is looked at while the next ones are read. */
export const blocksAhead = 4;

/** An error as data: a class does not cross a port, and ours have a code. */
export type Fault =
  | { readonly error: unknown }
  | {
      readonly coded: Pick<EngineError, 'code' | 'message' | 'data' | 'node' | 'param' | 'stack' | 'cause'>;
    };

export const faultOf = (error: unknown): Fault => {
  if (!(error instanceof EngineError)) return { error };
  const { code, message, data, node, param, stack, cause } = error;
  return { coded: { code, message, data, node, param, ...(stack !== undefined && { stack }), cause } };
};

export const errorOf = (fault: Fault): unknown => {
  if ('error' in fault) return fault.error;
  const { code, message, data, node, param, stack, cause } = fault.coded;
  const place = { ...(node !== undefined && { node }), ...(param !== undefined && { param }) };
  const error = new EngineError(code, message, data, place, cause);
  if (stack !== undefined) error.stack = stack;
  return error;
};
