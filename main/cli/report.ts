/** Writes the run report beside its place and puts it there whole. */
import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { engineError } from '../../engine/diagnostics/errors.ts';
import type { RunReport } from '../../engine/run/report.ts';
import { UsageError } from './args.ts';

/** Says so before the run when the report will have no place. */
export const checkReport = async (path: string | undefined): Promise<void> => {
  if (path === undefined) return;
  const folder = dirname(resolve(path));
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) throw new UsageError(`--report: there is no folder “${folder}” that can be written.`);
  const isFolder = await stat(path).then(
    info => info.isDirectory(),
    () => false,
  );
  if (isFolder) throw new UsageError(`--report takes a file; “${path}” is a folder.`);
};

/** Writes the report. Throws `file-unwritable`. */
export const writeReport = async (path: string | undefined, report: RunReport): Promise<void> => {
  if (path === undefined) return;
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify(report, null, 2)}\n`);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    const reason = cause instanceof Error ? (cause.message.split(',')[0] ?? '') : 'the system refuses';
    throw engineError('file-unwritable', { path, reason }, {}, cause);
  }
};
