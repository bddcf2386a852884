import type { Json } from '../schema/types.ts';
import type { EngineError } from './errors.ts';
import { type MessageCode, type MessageData, messageText } from './messages.ts';
import { isWorldFault } from './world-fault.ts';

/** Where in a pipeline something is wrong. `param` is a path such as `columns[2].name`. */
export type Place = {
  readonly node?: string;
  readonly port?: string;
  readonly param?: string;
  /** Character range within the param's text, for expressions. */
  readonly from?: number;
  readonly to?: number;
  /** Position in the file, for text that is not yet a pipeline. Both start at 1. */
  readonly line?: number;
  readonly column?: number;
};

export type Severity = 'error' | 'warning' | 'info';

/** A problem in the user's pipeline: plain data; the sentence is a function of code and data. */
export type Diagnostic = Place & {
  readonly code: MessageCode;
  readonly severity: Severity;
  readonly data: { readonly [key: string]: Json };
  readonly message: string;
  /** There where a source was asked and the world is at fault, not the pipeline: no file, no server, no answer in time. */
  readonly world?: true;
};

/** Makes a diagnostic. Its text comes from `messages.ts`; nobody writes sentences elsewhere. */
export const diagnostic = <C extends MessageCode>(
  code: C,
  data: MessageData<C>,
  place: Place = {},
  severity: Severity = 'error',
): Diagnostic => ({
  code,
  severity,
  ...place,
  data: data as Diagnostic['data'],
  message: messageText(code, data),
});

/** What was thrown while the pipeline was looked at, as a diagnostic that says whose fault it is. */
export const diagnosticOf = (
  { code }: Pick<EngineError, 'code'>,
  message: string,
  place: Place = {},
): Diagnostic => ({
  code,
  severity: 'error',
  ...place,
  data: {},
  message,
  ...(isWorldFault(code) && { world: true }),
});

export const isError = (d: Diagnostic): boolean => d.severity === 'error';
