/** A screen may only use the documents it opened: handles of another window are nothing to it. */
import type { ScreenContract } from '../../engine/contract/contract.ts';
import { type Handlers, RpcError } from '../../engine/contract/rpc.ts';
import { documentWords } from '../../engine/diagnostics/document-words.ts';

type Ownership = {
  readonly mayUse: (doc: string) => boolean;
  readonly opened: (doc: string) => void;
};

/** The document that a call names, in its params or in its source. */
const docIn = (params: Record<string, unknown>): string | undefined => {
  const source = params.source as { readonly doc?: string } | undefined;
  return (params.doc as string | undefined) ?? source?.doc;
};

/** The same handlers, each refusing documents that are not the screen's own, and keeping note of new ones. */
export const handlersOf = (
  handlers: Handlers<ScreenContract>,
  { mayUse, opened }: Ownership,
): Handlers<ScreenContract> =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      async (params: Record<string, unknown>, signal: AbortSignal) => {
        const doc = docIn(params);
        if (doc !== undefined && !mayUse(doc))
          throw new RpcError({ code: 'unknown-document', message: documentWords.unknownDocument });
        const result = await handle(params as never, signal);
        if (name === 'doc.new' || name === 'doc.open' || name === 'app.recover')
          opened((result as { doc: string }).doc);
        return result;
      },
    ]),
  ) as unknown as Handlers<ScreenContract>;
