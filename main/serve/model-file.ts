/** A model file, read as one that may come from anyone. */
import { readFile, stat } from 'node:fs/promises';
import { engineError } from '../../engine/diagnostics/errors.ts';
import { type Artifact, modelLimit, readArtifact } from '../../engine/ml/artifact.ts';

/** Throws an `EngineError` that says what is wrong with the file. */
export const readModelFile = async (
  path: string,
): Promise<{ readonly artifact: Artifact; readonly bytes: Buffer }> => {
  const info = await stat(path).catch((cause: unknown) => {
    throw engineError('file-missing', { path }, {}, cause);
  });
  // A folder, a device or a pipe is never read, and a file that is too large not either.
  if (!info.isFile()) throw engineError('ml-model-json', { reason: 'it is not a file' });
  if (info.size > modelLimit) throw engineError('ml-model-size', { bytes: info.size, limit: modelLimit });
  const bytes = await readFile(path);
  return { artifact: readArtifact(bytes), bytes };
};
