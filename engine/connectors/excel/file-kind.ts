import { engineError } from '../../diagnostics/errors.ts';
import type { Opener } from '../files/facts.ts';
import { looksLike } from '../files/looks-like.ts';
import type { Archive } from './archive.ts';

/** The magic of the container that both old .xls files and encrypted workbooks are. */
const compoundFile = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);

/** The first sector of the container's directory, where the names of its streams stand in UTF-16. */
const directoryOf = async (absolute: string, head: Buffer, world: Opener): Promise<string> => {
  if (head.length < 512) return '';
  const sector = 2 ** Math.min(head.readUInt16LE(30), 16);
  const at = (head.readUInt32LE(48) + 1) * sector;
  const file = await world.openRead(absolute);
  try {
    const buffer = Buffer.alloc(4096);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    return buffer.subarray(0, bytesRead).toString('utf16le');
  } finally {
    await file.close();
  }
};

/** Throws unless the file starts like a ZIP archive; names what it is instead. */
export const checkContainer = async (
  absolute: string,
  shown: string,
  head: Buffer,
  world: Opener,
): Promise<void> => {
  if (head.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return;
  if (head.subarray(0, 8).equals(compoundFile)) {
    const names = await directoryOf(absolute, head, world);
    if (names.includes('EncryptedPackage'))
      throw engineError('workbook-encrypted', { path: shown }, { param: 'path' });
    throw engineError(
      'workbook-old-format',
      { path: shown, format: 'a workbook of Excel 97 to 2003', extension: '.xls' },
      { param: 'path' },
    );
  }
  throw engineError('not-a-workbook', { path: shown, looks: looksLike(head) }, { param: 'path' });
};

/** Throws unless the archive holds the parts of an .xlsx workbook; names what it is instead. */
export const checkParts = (archive: Archive): void => {
  const { path, names } = archive;
  if (
    archive.has('xl/workbook.xml') ||
    (archive.has('_rels/.rels') && names.some(n => n.endsWith('/workbook.xml')))
  )
    return;
  if (names.some(name => name.endsWith('workbook.bin')))
    throw engineError(
      'workbook-old-format',
      { path, format: 'a binary workbook', extension: '.xlsb' },
      { param: 'path' },
    );
  if (archive.has('content.xml') && archive.has('mimetype'))
    throw engineError(
      'workbook-old-format',
      { path, format: 'an OpenDocument spreadsheet', extension: '.ods' },
      { param: 'path' },
    );
  const looks = archive.has('word/document.xml')
    ? 'a Word document'
    : archive.has('ppt/presentation.xml')
      ? 'a PowerPoint document'
      : 'a ZIP archive of other files';
  throw engineError('not-a-workbook', { path, looks }, { param: 'path' });
};
