/** A drawing as the text of an SVG file: nothing in it refers to anything outside. */
import { boxHeight, boxWidth, type Drawing, noteHeight, noteLine, wirePath } from './drawing.ts';

export type Colours = {
  readonly ground: string;
  readonly box: string;
  readonly line: string;
  readonly wire: string;
  readonly ink: string;
  readonly soft: string;
  readonly note: string;
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Text for XML. Characters that no XML may hold are left out. */
const xml = (text: string): string =>
  text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll(/[&<>"]/g, c => entities[c] ?? c);

const cut = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
};

const font = 'font-family="Inter, Segoe UI, system-ui, sans-serif"';

export const svgText = (
  { boxes, wires, notes, frame }: Drawing,
  colours: Colours,
  accentOf: (id: string) => string,
): string => {
  const [left, top, width, height] = frame;
  const drawnWires = wires.flatMap(({ from, to }) => {
    const [a, b] = [boxes[from], boxes[to]];
    return a === undefined || b === undefined
      ? []
      : [`<path d="${wirePath(a, b)}" fill="none" stroke="${colours.wire}" stroke-width="1.5"/>`];
  });
  const drawnNotes = notes.map(note => {
    const lines = note.lines.map(
      (line, i) =>
        `<text x="${note.x + 12}" y="${note.y + 22 + i * noteLine}" ${font} font-size="12" fill="${colours.ink}">${xml(line)}</text>`,
    );
    return `<rect x="${note.x}" y="${note.y}" width="${note.width}" height="${noteHeight(note)}" rx="6" fill="${colours.note}"/>${lines.join('')}`;
  });
  const drawnBoxes = boxes.map(
    box =>
      `<rect x="${box.x}" y="${box.y}" width="${boxWidth}" height="${boxHeight}" rx="10" fill="${colours.box}" stroke="${colours.line}"/>` +
      `<rect x="${box.x + 10}" y="${box.y + 15}" width="4" height="18" rx="2" fill="${accentOf(box.id)}"/>` +
      `<text x="${box.x + 22}" y="${box.y + 21}" ${font} font-size="12" font-weight="600" fill="${colours.ink}">${xml(cut(box.title, 23))}</text>` +
      `<text x="${box.x + 22}" y="${box.y + 37}" ${font} font-size="10.5" fill="${colours.soft}">${xml(cut(box.kind, 26))}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}">`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="${colours.ground}"/>`,
    ...drawnNotes,
    ...drawnWires,
    ...drawnBoxes,
    '</svg>\n',
  ].join('\n');
};
