/** A file that is there whole or not at all. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { engineError } from '../../engine/diagnostics/errors.ts';

/** Writes beside the place and puts it there; what was there stays until then. Throws `file-unwritable`. */
export const writeWhole = async (path: string, data: string | Uint8Array): Promise<void> => {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, data);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    const reason = cause instanceof Error ? (cause.message.split(',')[0] ?? '') : 'the system refuses';
    throw engineError('file-unwritable', { path, reason }, {}, cause);
  }
};
