import type { Site } from './site.ts';

/** The charset that a Content-Type names, such as `windows-1252`. */
export const charsetOf = (contentType: string | undefined): string | undefined =>
  /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? '')?.[1];

/** The media type alone, in lower case: `text/csv`. */
export const mediaTypeOf = (contentType: string | undefined): string =>
  (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** The encoding that a byte order mark says. */
export const markOf = (head: Uint8Array): string | undefined => {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
};

const decoderFor = (label: string, site: Site): TextDecoder => {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    throw site.fail(
      'http-encoding',
      { encoding: label, reason: 'no such encoding is known' },
      undefined,
      'encoding',
    );
  }
};

/**
 * The text of a body, piece by piece. A byte that the encoding does not have is an error: replaced characters would
 * be changed data. The order of who is believed: the option, the byte order mark, the server, UTF-8.
 */
export async function* textOf(
  body: AsyncIterable<Uint8Array>,
  site: Site,
  wanted: string | undefined,
  served: string | undefined,
): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | undefined;
  let label = '';
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined
        ? (decoder?.decode() ?? '')
        : (decoder?.decode(chunk, { stream: true }) ?? '');
    } catch {
      throw site.fail(
        'http-encoding',
        { encoding: label, reason: 'it holds bytes that this encoding does not have' },
        undefined,
        'encoding',
      );
    }
  };
  for await (const chunk of body) {
    if (decoder === undefined) {
      label = wanted ?? markOf(chunk) ?? served ?? 'utf-8';
      decoder = decoderFor(label, site);
    }
    const text = decode(chunk);
    if (text !== '') yield text;
  }
  const rest = decode();
  if (rest !== '') yield rest;
}

/** All of a text, or an error of `tooLong` beyond `limit` characters. */
export const wholeText = async (
  pieces: AsyncIterable<string>,
  limit: number,
  tooLong: () => Error,
): Promise<string> => {
  const parts: string[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > limit) throw tooLong();
    parts.push(piece);
  }
  return parts.join('');
};

/** Reads ahead until at least `enough` characters are there; gives them, and all of the text again from its start. */
export const peeked = async (
  pieces: AsyncGenerator<string, void, undefined>,
  enough: number,
): Promise<{ head: string; all: AsyncGenerator<string, void, undefined> }> => {
  let head = '';
  while (head.length < enough) {
    const next = await pieces.next();
    if (next.done) break;
    head += next.value;
  }
  async function* again() {
    try {
      if (head !== '') yield head;
      yield* pieces;
    } finally {
      await pieces.return(undefined);
    }
  }
  return { head, all: again() };
};
