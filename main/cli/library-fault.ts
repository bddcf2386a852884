import { type EngineError, engineError } from '../../engine/diagnostics/errors.ts';

/** Node tells the files that asked for a missing module after the first line; only the first names the module. */
const firstLine = (error: Error): string => error.message.split('\n', 1)[0] ?? '';

/**
 * What to say where the engine's native library is missing, is for another system, or lacks a library itself; undefined
 * for every other error.
 */
export const libraryFault = (error: unknown): EngineError | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  const line = firstLine(error);
  const platform = `${process.platform}-${process.arch}`;
  const missing =
    /Cannot find (?:module|package) '(@duckdb\/[^']+)'/.exec(line)?.[1] ??
    (/loading duckdb native binding/.test(line) ? `@duckdb/node-bindings-${platform}` : undefined);
  if (missing !== undefined) return engineError('library-missing', { file: missing, platform }, {}, error);
  if (code !== 'ERR_DLOPEN_FAILED') return undefined;
  // `/a/b/libduckdb.so: cannot open shared object file: …`; other systems write the path elsewhere.
  const [, file, reason] = /^(\S.*?\.(?:node|so[.\d]*|dylib|dll)): (.+)$/.exec(line) ?? [];
  return engineError(
    'library-broken',
    { file: file ?? 'duckdb.node', reason: (reason ?? line).replace(/[.\s]+$/, '') },
    {},
    error,
  );
};
