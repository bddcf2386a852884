/** The program's own protocol: a pure function from a request to a response, over the files both hosts serve. */
import { randomBytes } from 'node:crypto';
import { asset, safeHeaders } from '../host/assets.ts';
import { isOurs } from './addresses.ts';

const plain = (status: 403 | 405, text: string): Response =>
  new Response(text, {
    status,
    headers: { ...safeHeaders, 'Content-Type': 'text/plain; charset=utf-8' },
  });

/** The path as it was written: parsing would resolve `..` and turn a backslash before it is looked at. */
const writtenPath = (url: string): string => /^[^:]+:\/\/[^/?#]*([^?#]*)/.exec(url)?.[1] ?? '';

export const answerFrom =
  (root: string) =>
  async (request: Pick<Request, 'url' | 'method'>): Promise<Response> => {
    if (!isOurs(request.url)) return plain(403, 'Not an address of this program.');
    if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET.');
    const { status, headers, body } = await asset(
      root,
      writtenPath(request.url),
      randomBytes(16).toString('base64'),
    );
    return new Response(request.method === 'HEAD' ? null : (body as BodyInit), { status, headers });
  };
