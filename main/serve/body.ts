/** The body of a request, up to a limit. */
import type { IncomingMessage } from 'node:http';
import { engineError } from '../../engine/diagnostics/errors.ts';

/** Throws `serve-too-large` as soon as more has come than allowed; the rest is not kept. */
export const bodyOf = async (request: IncomingMessage, limit: number): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > limit) throw engineError('serve-too-large', { limit });
    parts.push(part);
  }
  return Buffer.concat(parts);
};
