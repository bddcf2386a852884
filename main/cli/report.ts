/** Writes the run report beside its place and puts it there whole. */
import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { RunReport } from '../../engine/run/report.ts';
import { UsageError } from './args.ts';
import { writeWhole } from './whole-file.ts';

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
  await writeWhole(path, `${JSON.stringify(report, null, 2)}\n`);
};
