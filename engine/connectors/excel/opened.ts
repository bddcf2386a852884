import { engineError } from '../../diagnostics/errors.ts';
import { nearest } from '../../schema/nearest.ts';
import type { World } from '../contract.ts';
import { type FileFacts, factsAndHead } from '../files/facts.ts';
import { type Archive, type ArchiveLimits, openArchive } from './archive.ts';
import { checkContainer, checkParts } from './file-kind.ts';
import { readStrings, readStyles, readWorkbook, type SheetPart, type Workbook } from './parts.ts';
import type { Lookups } from './sheet-rows.ts';

/** A workbook whose list of sheets has been read. */
export type Opened = { readonly archive: Archive; readonly workbook: Workbook; readonly facts: FileFacts };

/** Opens the workbook at a path of the pipeline, hands it to `use` and closes it again. */
export const withWorkbook = async <T>(
  path: string,
  world: World,
  limits: ArchiveLimits,
  use: (opened: Opened, absolute: string) => Promise<T>,
): Promise<T> => {
  const absolute = await world.readPath(path);
  const { facts, head } = await factsAndHead(absolute, world, path);
  await checkContainer(absolute, path, head, world);
  const archive = await openArchive(facts, path, world.signal, limits);
  try {
    checkParts(archive);
    return await use({ archive, workbook: await readWorkbook(archive), facts }, absolute);
  } finally {
    archive.close();
  }
};

/** The sheet of that name (letter case aside) or number from 1; the first without either. Throws `sheet-missing`. */
export const chooseSheet = (opened: Opened, wanted: string | number | undefined): SheetPart => {
  const { sheets } = opened.workbook;
  const found =
    typeof wanted === 'string'
      ? (sheets.find(s => s.name === wanted) ??
        sheets.find(s => s.name.toLowerCase() === wanted.toLowerCase()))
      : sheets[(wanted ?? 1) - 1];
  if (found !== undefined) return found;
  const names = sheets.map(s => s.name);
  const near = typeof wanted === 'string' ? nearest(wanted, names) : undefined;
  throw engineError(
    'sheet-missing',
    { path: opened.archive.path, sheet: wanted ?? 1, sheets: names, ...(near !== undefined && { near }) },
    { param: 'sheet' },
  );
};

/** The texts and formats that the cells of every sheet refer to. */
export const readLookups = async ({ archive, workbook }: Opened): Promise<Lookups> => ({
  shows: await readStyles(archive, workbook.stylesPart),
  strings: await readStrings(archive, workbook.stringsPart),
  is1904: workbook.is1904,
});
