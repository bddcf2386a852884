/** Copies of files in UTF-8, for encodings that DuckDB does not read. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import type { World } from '../contract.ts';
import { longestLine } from './encoding.ts';

/** Decodes chunk by chunk; bytes that the encoding does not have stop it. */
const decoding = (encoding: string, shown: string): Transform => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  let length = 0;
  const checked = (text: string): string => {
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      if (length + at - from > longestLine) break;
      line += 1;
      length = 0;
      from = at + 1;
    }
    length += text.length - from;
    if (length > longestLine)
      throw engineError(
        'csv-line-long',
        { path: shown, limit: longestLine / 1e6, where: 'some', line },
        { param: 'path' },
      );
    return text;
  };
  const decode = (chunk: Buffer | undefined): string => {
    try {
      return checked(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }));
    } catch (cause) {
      if (cause instanceof EngineError) throw cause;
      const suggestion = 'the one that the program which writes it uses';
      throw engineError('csv-encoding', { path: shown, encoding, suggestion }, { param: 'encoding' }, cause);
    }
  };
  const guarded = (done: (error: Error | null, data?: string) => void, chunk?: Buffer): void => {
    try {
      done(null, decode(chunk));
    } catch (error) {
      done(error as Error);
    }
  };
  return new Transform({
    transform: (chunk: Buffer, _, done) => guarded(done, chunk),
    flush: done => guarded(done),
  });
};

type Copy = {
  readonly path: string;
  readonly shown: string;
  readonly encoding: string;
  /** Only so many bytes of it, up to the end of a line as far as there is one. */
  readonly most?: number;
};

/** Writes a copy in UTF-8 into the run's folder, under the same name. Memory stays bounded. */
export const utf8Copy = async ({ path, shown, encoding, most }: Copy, world: World): Promise<string> => {
  if (/\.zst$/i.test(path))
    throw engineError('csv-compressed', { path: shown, encoding }, { param: 'encoding' });
  const packed = /\.gz$/i.test(path);
  const copy = world.tempFile(`/${basename(path).replace(/\.gz$/i, '')}`);
  await mkdir(dirname(copy), { recursive: true });
  const source = (await world.openRead(path)).createReadStream({
    highWaterMark: 1 << 20,
    ...(most !== undefined && !packed && { end: most - 1 }),
  });
  const steps = [
    source,
    ...(packed ? [createGunzip()] : []),
    decoding(encoding, shown),
    createWriteStream(copy),
  ];
  let bytes = 0;
  source.on('data', chunk => {
    bytes += chunk.length;
    world.progress({ bytes });
  });
  await pipeline(steps, { signal: world.signal });
  return copy;
};
