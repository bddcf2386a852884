import { createHash } from 'node:crypto';
import type { Answer } from './client.ts';
import { type Format, formatOf, isWebPage } from './format.ts';
import { deepest, parseExact, tooDeepAt } from './json.ts';
import type { HttpOptions } from './options.ts';
import { excerptOf, type Site } from './site.ts';
import { charsetOf, mediaTypeOf, peeked, textOf, wholeText } from './text.ts';

/** A page whose head is known; JSON has been read whole and parsed, other text is still on its way. */
export type Opened = {
  readonly answer: Answer;
  readonly format: Format;
  readonly document?: unknown;
  readonly text: AsyncGenerator<string, void, undefined>;
  readonly digest: () => { digest: string; bytes: number };
};

/** Longest text that a JavaScript string can hold, with room to spare. */
const longestText = 500_000_000;

/** The page number for a message, from the second page on. */
export type Told = { readonly page?: number };
export const toldOf = (page: number): Told => (page > 1 ? { page } : {});

const metered = (body: AsyncIterable<Buffer>) => {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* chunks() {
    for await (const chunk of body) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  return { chunks: chunks(), digest: () => ({ digest: hash.copy().digest('hex'), bytes }) };
};

/** Parses JSON exactly; its faults name what was sent. Throws `EngineError`. */
export const parsedJson = (text: string, answer: Answer, site: Site, told: Told): unknown => {
  if (tooDeepAt(text) !== undefined) throw site.fail('http-too-deep', { limit: deepest, ...told });
  try {
    return parseExact(text);
  } catch (error) {
    const reason =
      text.trim() === '' ? 'the answer is empty' : error instanceof Error ? error.message : String(error);
    const type = mediaTypeOf(answer.headers['content-type']);
    throw site.fail('http-not-json', {
      reason,
      type,
      excerpt: excerptOf(text.slice(0, 16_384), site, text.length <= 16_384),
      ...told,
    });
  }
};

/** Reads as much of an answer as may be read again after a broken connection: JSON whole, other formats only the head. */
export const openPage = async (
  answer: Answer,
  options: HttpOptions,
  site: Site,
  page: number,
): Promise<Opened> => {
  const told = toldOf(page);
  const contentType = answer.headers['content-type'];
  const type = mediaTypeOf(contentType);
  const { chunks, digest } = metered(answer.body);
  const { head, all } = await peeked(textOf(chunks, site, options.encoding, charsetOf(contentType)), 4_096);
  try {
    const excerpt = () => excerptOf(head, site, false);
    if (isWebPage(contentType) && options.format !== 'json')
      throw site.fail('http-wrong-type', {
        format: options.format === 'auto' ? 'JSON or CSV' : options.format.toUpperCase(),
        type,
        excerpt: excerpt(),
        ...told,
      });
    const format = options.format === 'auto' ? formatOf(contentType, answer.url, head) : options.format;
    if (format === undefined && answer.status === 204)
      return { answer, format: 'json', document: [], text: all, digest };
    if (format === undefined)
      throw site.fail('http-format-unknown', { type, excerpt: excerpt() }, undefined, 'format');
    if (format !== 'json') return { answer, format, text: all, digest };
    const tooLong = () =>
      site.fail('http-too-large', { limit: Math.min(options.maxBytes, longestText), ...told });
    const text = await wholeText(all, longestText, tooLong);
    const document = answer.status === 204 && text === '' ? [] : parsedJson(text, answer, site, told);
    return { answer, format, document, text: all, digest };
  } catch (error) {
    await answer.body.return(undefined);
    throw error;
  }
};
