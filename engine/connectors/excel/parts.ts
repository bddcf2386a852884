import { engineError } from '../../diagnostics/errors.ts';
import { type Archive, parsePart } from './archive.ts';
import { type Shows, shownBy } from './number-format.ts';
import type { Handlers } from './xml.ts';

/** A worksheet: its name as people see it, and the part that holds its cells. */
export type SheetPart = { readonly name: string; readonly part: string };

/** What must be known of a workbook before its cells can be read. */
export type Workbook = {
  readonly sheets: readonly SheetPart[];
  /** Dates count from 1904 (old Mac workbooks) instead of 1900. */
  readonly is1904: boolean;
  readonly stringsPart: string | undefined;
  readonly stylesPart: string | undefined;
};

type Relation = { readonly type: string; readonly part: string };

/** `worksheets/sheet1.xml`, said by a part in `xl`, → `xl/worksheets/sheet1.xml`: a key into the archive. */
const resolvePart = (folder: string, target: string): string => {
  if (target.startsWith('/')) return target.slice(1);
  const steps: string[] = folder === '' ? [] : folder.split('/');
  for (const step of target.split('/'))
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  return steps.join('/');
};

const readRelations = async (archive: Archive, owner: string): Promise<ReadonlyMap<string, Relation>> => {
  const cut = owner.lastIndexOf('/') + 1;
  const folder = owner.slice(0, Math.max(cut - 1, 0));
  const part = `${owner.slice(0, cut)}_rels/${owner.slice(cut)}.rels`;
  const relations = new Map<string, Relation>();
  if (!archive.has(part)) return relations;
  await parsePart(archive, part, {
    open: (name, a) => {
      if (name !== 'Relationship' || a.TargetMode === 'External') return;
      // Strict and transitional workbooks differ in the type's host, not in its last step.
      const type = (a.Type ?? '').split('/').at(-1) ?? '';
      relations.set(a.Id ?? '', { type, part: resolvePart(folder, a.Target ?? '') });
    },
  });
  return relations;
};

const truthy = (value: string | undefined): boolean => value === '1' || value === 'true';

/** Reads the list of sheets and where the shared parts are. */
export const readWorkbook = async (archive: Archive): Promise<Workbook> => {
  const roots = [...(await readRelations(archive, '')).values()];
  const main = roots.find(r => r.type === 'officeDocument')?.part ?? 'xl/workbook.xml';
  const relations = await readRelations(archive, main);
  const sheets: SheetPart[] = [];
  let is1904 = false;
  await parsePart(archive, main, {
    open: (name, a) => {
      if (name === 'workbookPr') is1904 = truthy(a.date1904);
      if (name !== 'sheet') return;
      const id = a['r:id'] ?? Object.entries(a).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const relation = relations.get(id);
      // Chart sheets and macro sheets are listed here too, and hold no table.
      if (relation?.type === 'worksheet') sheets.push({ name: a.name ?? '', part: relation.part });
    },
  });
  if (sheets.length === 0)
    throw engineError(
      'workbook-damaged',
      { path: archive.path, reason: 'it lists no worksheet' },
      { param: 'path' },
    );
  const shared = (type: string) => [...relations.values()].find(r => r.type === type)?.part;
  const stringsPart = shared('sharedStrings');
  return {
    sheets,
    is1904,
    // Some writers announce texts and have none; a cell that refers to one would say so. Styles must be there if they
    // are announced: without them dates would be read as plain numbers.
    stringsPart: stringsPart !== undefined && archive.has(stringsPart) ? stringsPart : undefined,
    stylesPart: shared('styles'),
  };
};

/** What each cell style shows, by the style's number. */
export const readStyles = async (archive: Archive, part: string | undefined): Promise<readonly Shows[]> => {
  if (part === undefined) return [];
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inside = false;
  await parsePart(archive, part, {
    open: (name, a) => {
      if (name === 'numFmt' && a.formatCode !== undefined) codes.set(Number(a.numFmtId), a.formatCode);
      if (name === 'cellXfs') inside = true;
      if (name === 'xf' && inside) ids.push(Number(a.numFmtId ?? 0));
    },
    close: name => {
      if (name === 'cellXfs') inside = false;
    },
  });
  const known = new Map<number, Shows>();
  return ids.map(id => {
    const shows = known.get(id) ?? shownBy(id, codes);
    known.set(id, shows);
    return shows;
  });
};

/** Excel writes characters that XML forbids as `_x000D_`, and a literal `_x000D_` as `_x005F_x000D_`. */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;

/** All shared texts are kept in memory: together they may have this many characters, and one of them that many. */
const mostCharacters = 400_000_000;
const mostTexts = 20_000_000;
const longestText = 1_000_000;

/** The texts that cells refer to by number. Rich text is joined; phonetic hints are left out. */
export const readStrings = async (archive: Archive, part: string | undefined): Promise<readonly string[]> => {
  const strings: string[] = [];
  if (part === undefined) return strings;
  const tooLarge = (there: string, limit: number): Error =>
    engineError(
      'workbook-too-large',
      { path: archive.path, what: 'its texts have more than', there, limit: `${limit}` },
      { param: 'path' },
    );
  let text = '';
  let total = 0;
  let inText = false;
  let inHint = false;
  const handlers: Handlers = {
    open: name => {
      if (name === 'si') text = '';
      else if (name === 't') inText = true;
      else if (name === 'rPh') inHint = true;
    },
    text: piece => {
      if (!inText || inHint) return;
      text += piece;
      if (text.length > longestText) throw tooLarge(`${longestText} characters in one cell`, longestText);
    },
    close: name => {
      if (name === 't') inText = false;
      else if (name === 'rPh') inHint = false;
      else if (name === 'si') {
        total += text.length;
        if (total > mostCharacters) throw tooLarge(`${mostCharacters} characters`, mostCharacters);
        if (strings.push(unescapeText(text)) > mostTexts) throw tooLarge(`${mostTexts} entries`, mostTexts);
      }
    },
  };
  await parsePart(archive, part, handlers, 'textBytes');
  return strings;
};
