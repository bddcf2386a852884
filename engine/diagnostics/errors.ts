import { type MessageCode, type MessageData, messageText } from './messages.ts';

/** Where a run-time error happened, as far as it is known. */
export type ErrorPlace = { readonly node?: string; readonly param?: string };

/**
 * The world went wrong (a file is missing, a server refuses, a disk is full): thrown, with a code and its cause.
 * Problems of the user's pipeline are diagnostics instead, and our own bugs are `invariant` failures.
 */
export class EngineError extends Error {
  readonly code: MessageCode;
  readonly data: Readonly<Record<string, unknown>>;
  readonly node: string | undefined;
  readonly param: string | undefined;

  constructor(
    code: MessageCode,
    message: string,
    data: Readonly<Record<string, unknown>>,
    place: ErrorPlace,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EngineError';
    this.code = code;
    this.data = data;
    this.node = place.node;
    this.param = place.param;
  }
}

/** Makes an `EngineError` whose sentence comes from `messages.ts`. */
export const engineError = <C extends MessageCode>(
  code: C,
  data: MessageData<C>,
  place: ErrorPlace = {},
  cause?: unknown,
): EngineError => new EngineError(code, messageText(code, data), data, place, cause);

/** The same error, said of a node and param, where it does not name one yet. */
export const at = (error: EngineError, place: ErrorPlace): EngineError =>
  new EngineError(
    error.code,
    error.message,
    error.data,
    { ...place, ...(error.node && { node: error.node }), ...(error.param && { param: error.param }) },
    error.cause,
  );

/** States what our own code guarantees. A failure is our bug and never reachable from a file. */
export function invariant(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${what}. Please report this as a bug of Millrace.`);
}
