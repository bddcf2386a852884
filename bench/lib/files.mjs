import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const chunk = { highWaterMark: 1 << 20 };

/**
 * The SHA-256 of a file. Reading it whole also brings it into the page cache.
 * @param {string} path
 * @returns {Promise<string>}
 */
export const sha256 = async path => {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path, chunk)) hash.update(part);
  return hash.digest('hex');
};

/**
 * Reads files whole and forgets them, so that every timed run finds them in the page cache.
 * @param {readonly string[]} paths
 */
export const warm = async paths => {
  for (const path of paths) for await (const _ of createReadStream(path, chunk));
};
