/**
 * Every sentence that Millrace says about a pipeline or the world, one per code.
 * A message names the thing, what is there, and the way out. Text uses sentence case and curly quotes.
 * Each area keeps its sentences in a file of its own beside this one; here they are joined.
 */
import { compileMessages } from './compile-messages.ts';
import { connectorMessages } from './connector-messages.ts';
import { graphMessages } from './graph-messages.ts';
import { hostMessages } from './host-messages.ts';
import { mlMessages } from './ml-messages.ts';
import { runMessages } from './run-messages.ts';
import { serveMessages } from './serve-messages.ts';

const messages = {
  ...graphMessages,
  ...compileMessages,
  ...runMessages,
  ...connectorMessages,
  ...hostMessages,
  ...mlMessages,
  ...serveMessages,
};

type Messages = typeof messages;
export type MessageCode = keyof Messages;
export type MessageData<C extends MessageCode> = Parameters<Messages[C]>[0];

/** The sentence for a code and its data. */
export const messageText = <C extends MessageCode>(code: C, data: MessageData<C>): string =>
  (messages[code] as (d: MessageData<C>) => string)(data);
