/** What a file beside another one says about it: its SHA-256, from `sha256sum` or from the report of the run that made it. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { EngineError, engineError } from '../../diagnostics/errors.ts';
import type { World } from '../contract.ts';

/** Endings of the files beside an input that may know its hash. */
export const hashEndings = ['.sha256', '.report.json'] as const;

/** Larger ones are something else. */
const mostBytes = 4 << 20;
/** Large reads into one buffer: three times as fast as a stream of chunks. */
const readSize = 4 << 20;

type Known = { readonly name: string; readonly sha256: string };

/** Lines of `sha256sum`, with or without names, and of its `--tag` form. */
const linesOf = (text: string): readonly Known[] =>
  text.split(/\r?\n/).flatMap(line => {
    const [, sum, name = ''] = /^\\?([0-9a-f]{64})(?: [ *](.+))?\s*$/i.exec(line) ?? [];
    if (sum !== undefined) return [{ name, sha256: sum.toLowerCase() }];
    const [, tagged, tag] = /^SHA256 \((.+)\) = ([0-9a-f]{64})\s*$/i.exec(line) ?? [];
    return tagged === undefined || tag === undefined ? [] : [{ name: tagged, sha256: tag.toLowerCase() }];
  });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Outputs of a run report, or undefined where it is something else. */
const outputsOf = (text: string): readonly Known[] | undefined => {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(report) || report.format !== 'millrace/run-report' || !Array.isArray(report.outputs))
    return undefined;
  return report.outputs.flatMap((output: unknown) =>
    isRecord(output) && typeof output.path === 'string' && typeof output.sha256 === 'string'
      ? [{ name: output.path, sha256: output.sha256 }]
      : [],
  );
};

/** Of several files, the one of that name; a lone one may have been renamed together with what it describes. */
const chosen = (known: readonly Known[], path: string): Known | undefined =>
  known.find(k => k.name.split(/[\\/]/).at(-1) === basename(path)) ??
  (known.length === 1 ? known[0] : undefined);

/** The text of a file beside an input; undefined where there is none, or none that may be read. */
const textBeside = async (path: string, world: World): Promise<string | undefined> => {
  try {
    const file = await world.openRead(await world.readPath(path));
    try {
      return (await file.stat()).size > mostBytes ? '' : (await file.readFile()).toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent || (error instanceof EngineError && error.code === 'path-refused')) return undefined;
    throw engineError('hash-unreadable', { path: basename(path) }, { param: 'path' }, error);
  }
};

const knownHash = async (path: string, world: World): Promise<(Known & { from: string }) | undefined> => {
  for (const ending of hashEndings) {
    const from = `${basename(path)}${ending}`;
    const text = await textBeside(`${path}${ending}`, world);
    if (text === undefined) continue;
    const known = ending === '.sha256' ? linesOf(text) : outputsOf(text);
    // Another program's file of that name says nothing about this one.
    if (known === undefined) continue;
    const own = chosen(known, path);
    if (own === undefined) throw engineError('hash-unreadable', { path: from }, { param: 'path' });
    return { ...own, from };
  }
  return undefined;
};

/** SHA-256 of an open file, in hexadecimal. */
export const sha256OfFile = async (file: FileHandle, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(readSize);
  for (;;) {
    if (signal?.aborted) throw engineError('cancelled', {});
    const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(buffer.subarray(0, bytesRead));
  }
};

/**
 * Compares a file with what is said about it beside it, before its rows are used. Costs reading it once, and only where
 * something is said. Throws `hash-differs` and `hash-unreadable`.
 */
export const checkKnownHash = async (path: string, world: World): Promise<void> => {
  const known = await knownHash(path, world);
  if (known === undefined) return;
  const file = await world.openRead(path);
  try {
    const there = await sha256OfFile(file, world.signal);
    if (there !== known.sha256)
      throw engineError(
        'hash-differs',
        { path: basename(path), from: known.from, there, wanted: known.sha256 },
        { param: 'path' },
      );
  } finally {
    await file.close();
  }
};
