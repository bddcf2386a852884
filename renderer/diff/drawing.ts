/** A pipeline as boxes and wires, for pictures of it: on the start page, beside a diff, as an image to share. */
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { parseEndpoint } from '../../engine/graph/endpoint.ts';

export type Box = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly kind: string;
};
export type Wire = { readonly from: number; readonly to: number };
export type Note = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly lines: readonly string[];
};
export type Drawing = {
  readonly boxes: readonly Box[];
  readonly wires: readonly Wire[];
  readonly notes: readonly Note[];
  /** Left, top, width, height. */
  readonly frame: readonly [number, number, number, number];
};

export const boxWidth = 180;
export const boxHeight = 48;
const margin = 24;
const noteWidth = 280;
export const noteLine = 18;

/** Text in lines of a width, without the marks of Markdown. */
const wrapped = (text: string, width: number): readonly string[] => {
  const most = Math.max(8, Math.floor((width - 24) / 6.6));
  return text
    .replaceAll(/[#*_`]+/g, '')
    .split('\n')
    .flatMap(paragraph => {
      const lines: string[] = [''];
      for (const word of paragraph.split(' ')) {
        const last = lines.at(-1) ?? '';
        if (last !== '' && last.length + 1 + word.length > most) lines.push(word);
        else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
      }
      return lines;
    });
};

export const drawingOf = (
  { nodes, edges, layout, comments = [] }: PipelineDocument,
  titleOf: (kind: string) => string = kind => kind,
): Drawing => {
  const index = new Map(nodes.map((node, i) => [node.id, i]));
  const boxes = nodes.map((node, i): Box => {
    // A node that was never placed stands in a row below the others.
    const [x, y] = layout[node.id] ?? [(i % 8) * 220, 0];
    return { id: node.id, x, y, title: node.title ?? node.id, kind: titleOf(node.kind) };
  });
  const wires = edges.flatMap(({ from, to }): Wire[] => {
    const [a, b] = [index.get(parseEndpoint(from).node), index.get(parseEndpoint(to).node)];
    return a === undefined || b === undefined ? [] : [{ from: a, to: b }];
  });
  const notes = comments.map(({ text, at: [x, y], size }): Note => {
    const width = size?.[0] ?? noteWidth;
    return { x, y, width, lines: wrapped(text, width) };
  });
  return { boxes, wires, notes, frame: frameOf(boxes, notes) };
};

export const noteHeight = ({ lines }: Note): number => lines.length * noteLine + 20;

const frameOf = (boxes: readonly Box[], notes: readonly Note[]): Drawing['frame'] => {
  const all = [
    ...boxes.map(b => [b.x, b.y, b.x + boxWidth, b.y + boxHeight] as const),
    ...notes.map(n => [n.x, n.y, n.x + n.width, n.y + noteHeight(n)] as const),
  ];
  if (all.length === 0) return [0, 0, boxWidth, boxHeight];
  const left = Math.min(...all.map(a => a[0])) - margin;
  const top = Math.min(...all.map(a => a[1])) - margin;
  return [
    left,
    top,
    Math.max(...all.map(a => a[2])) + margin - left,
    Math.max(...all.map(a => a[3])) + margin - top,
  ];
};

/** The curve of a wire, from the right of one box to the left of another. */
export const wirePath = (from: Pick<Box, 'x' | 'y'>, to: Pick<Box, 'x' | 'y'>): string => {
  const [x1, y1, x2, y2] = [from.x + boxWidth, from.y + boxHeight / 2, to.x, to.y + boxHeight / 2];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
};
