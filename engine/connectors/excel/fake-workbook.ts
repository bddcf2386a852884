import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const pack = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** What differs from workbook to workbook; XML of rows, of shared strings and of cell formats. For tests. */
export type FakeWorkbook = {
  readonly sheets: readonly { readonly name: string; readonly rows: string }[];
  readonly strings?: string;
  readonly formats?: readonly (string | number)[];
  readonly is1904?: boolean;
  readonly parts?: Readonly<Record<string, string | undefined>>;
};

const stylesXml = (formats: readonly (string | number)[]): string => {
  const own = formats.map((f, i) =>
    typeof f === 'string'
      ? `<numFmt numFmtId="${200 + i}" formatCode="${f.replaceAll('"', '&quot;')}"/>`
      : '',
  );
  const xfs = formats.map((f, i) => `<xf numFmtId="${typeof f === 'string' ? 200 + i : f}"/>`);
  return `<styleSheet xmlns="${main}"><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs></styleSheet>`;
};

/** The parts of a workbook as Excel lays them out. Cell style `n` shows format `n - 1` of the list. */
export const workbookParts = (book: FakeWorkbook): Record<string, string> => {
  const parts: Record<string, string | undefined> = {
    '_rels/.rels': `<Relationships xmlns="${pack}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr${book.is1904 ? ' date1904="1"' : ''}/><sheets>${book.sheets.map((s, i) => `<sheet name="${s.name}" sheetId="${i + 1}" r:id="r${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${pack}">${book.sheets.map((_, i) => `<Relationship Id="r${i + 1}" Type="${office}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="s" Type="${office}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="t" Type="${office}/styles" Target="./styles.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}">${book.strings ?? ''}</sst>`,
    'xl/styles.xml': stylesXml(book.formats ?? []),
    ...Object.fromEntries(
      book.sheets.map((s, i) => [
        `xl/worksheets/sheet${i + 1}.xml`,
        `<worksheet xmlns="${main}"><sheetData>${s.rows}</sheetData></worksheet>`,
      ]),
    ),
    ...book.parts,
  };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  );
};

/** Packs parts into a ZIP archive at a path. */
export const writeArchive = async (
  path: string,
  parts: Readonly<Record<string, string | Buffer>>,
): Promise<void> => {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
};

/** A workbook of one sheet, from the XML of its rows. */
export const rows = (...texts: readonly string[]): FakeWorkbook => ({
  sheets: [{ name: 'Data', rows: texts.join('') }],
});

/** The XML of a cell that holds its text itself. */
export const inline = (at: string, text: string): string =>
  `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

/** The XML of a cell with a number in some style. */
export const number = (at: string, value: string | number, style = 0): string =>
  `<c r="${at}" s="${style}"><v>${value}</v></c>`;
