import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { EngineError } from '../../diagnostics/errors.ts';
import type { Patience } from './patience.ts';
import { causeOf, type Site } from './site.ts';

/** The encodings that we ask for; a deflate that is sent unasked is read too. */
export const acceptEncoding = 'gzip, br';

const unpackers: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

const unpacked = (message: IncomingMessage, site: Site): Readable => {
  const encoding = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return message;
  const make = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
  if (make === undefined)
    throw site.fail('http-broken-body', { reason: `it is packed as ${encoding}, which was not asked for` });
  // The reader hears of a fault through the unpacker, which pipeline destroys with it.
  return pipeline(message, make(), () => undefined);
};

const breakage = (error: unknown, site: Site): EngineError => {
  if (error instanceof EngineError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  const reason = /^Z_|^ERR__?(ZLIB|BROTLI)|BROTLI/.test(code)
    ? 'it cannot be unpacked'
    : 'the connection ended before the answer did';
  return site.fail('http-broken-body', { reason }, causeOf(error, site));
};

/**
 * The body of an answer, unpacked, in the chunks as they come. Stops with an error once more than `maxBytes` came out
 * of the unpacker, when the server goes silent, and on cancel. Leaving the loop early closes the connection.
 */
export async function* bodyOf(
  message: IncomingMessage,
  maxBytes: number,
  waiting: Patience,
  site: Site,
): AsyncGenerator<Buffer, void, undefined> {
  let finished = false;
  try {
    const stream = unpacked(message, site);
    const chunks = stream[Symbol.asyncIterator]();
    for (let bytes = 0; ; ) {
      const next = await waiting.wait(chunks.next(), 'idle');
      if (next.done) break;
      const chunk = next.value as Buffer;
      bytes += chunk.length;
      if (bytes > maxBytes) throw site.fail('http-too-large', { limit: maxBytes });
      yield chunk;
    }
    finished = true;
  } catch (error) {
    throw breakage(error, site);
  } finally {
    if (!finished) message.destroy();
  }
}

/**
 * The first `limit` bytes of an answer as text, for a message, and whether that is all of it. A fault on the way just
 * ends the text.
 */
export const headOf = async (
  body: AsyncIterable<Buffer>,
  limit = 16_384,
): Promise<{ text: string; whole: boolean }> => {
  const parts: Buffer[] = [];
  let size = 0;
  let whole = true;
  try {
    for await (const chunk of body) {
      parts.push(chunk);
      size += chunk.length;
      if (size > limit) break;
    }
  } catch (error) {
    if (error instanceof EngineError && error.code === 'cancelled') throw error;
    whole = false;
  }
  return { text: Buffer.concat(parts).subarray(0, limit).toString('utf8'), whole: whole && size <= limit };
};
