import { expect, test } from 'vitest';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { drawingOf, wirePath } from './drawing.ts';
import { svgText } from './svg-text.ts';

const { document } = parsePipeline(
  JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    nodes: [
      { id: 'a', kind: 'read-csv', title: 'Orders <img src=x onerror=alert(1)> & "more"' },
      { id: 'b', kind: 'filter' },
    ],
    edges: [
      { from: 'a.out', to: 'b.in' },
      { from: 'a.out', to: 'gone.in' },
    ],
    comments: [{ text: '# Note\nwith **words**', at: [0, -200] }],
    layout: { a: [0, 0], b: [260, 40] },
  }),
);
if (document === undefined) throw new Error('the test pipeline is one');
const drawing = drawingOf(document);

const colours = {
  ground: '#fff',
  box: '#fff',
  line: '#ccc',
  wire: '#888',
  ink: '#000',
  soft: '#555',
  note: '#eee',
};

test('boxes, wires that have both ends, and notes lie in the frame', () => {
  expect(drawing.boxes).toHaveLength(2);
  expect(drawing.wires).toEqual([{ from: 0, to: 1 }]);
  expect(drawing.frame).toEqual([-24, -224, 488, 336]);
  expect(wirePath({ x: 0, y: 0 }, { x: 260, y: 40 })).toBe('M180 24 C220 24 220 64 260 64');
});

test('titles are text in the image, never marks', () => {
  const svg = svgText(drawing, colours, () => '#123456');
  expect(svg).toContain('Orders &lt;img src=x');
  expect(svg).not.toMatch(/<img|onerror=alert\(1\)>|<script/);
  expect(svg.match(/https?:\/\//g)).toEqual(['http://']);
  expect(svg).toContain('>with words<');
});
