/** Commands about places: align, distribute, move by keys, arrange everything. */
import { type Alignment, align, distribute } from '../../engine/graph/arrange.ts';
import { changeComment } from '../../engine/graph/comments.ts';
import type { PipelineDocument, Point } from '../../engine/graph/document.ts';
import { moveParts } from '../../engine/graph/removal.ts';
import type { Command } from '../commands/command.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { arrange } from './arrange.ts';
import { chosenBoxes, chosenNodes, nameOf } from './chosen.ts';
import { commentIndex } from './flow-types.ts';
import { grid } from './sizes.ts';

/** Puts nodes, groups and notes at places. */
export const placeAll = (
  document: PipelineDocument,
  places: ReadonlyMap<string, Point>,
): PipelineDocument => {
  let moved = document;
  const others = new Map<string, Point>();
  for (const [id, at] of places) {
    const index = commentIndex(id);
    if (index === undefined) others.set(id, at);
    else moved = changeComment(moved, index, { at });
  }
  return moveParts(moved, others);
};

const place = (places: ReadonlyMap<string, Point>, label: string, coalesce?: string): void =>
  useDocument
    .getState()
    .edit(d => placeAll(d, places), { label, ...(coalesce !== undefined && { coalesce }) });

const several = (least: number) => (): boolean => chosenBoxes().length >= least;

const alignments: readonly (readonly [Alignment, string, string])[] = [
  ['left', 'Align left', 'alt+a'],
  ['centre', 'Align centres', 'alt+h'],
  ['right', 'Align right', 'alt+d'],
  ['top', 'Align top', 'alt+w'],
  ['middle', 'Align middles', 'alt+v'],
  ['bottom', 'Align bottom', 'alt+s'],
];

/** A frame has no place of its own; its nodes have. */
const movable = () => {
  const frames = new Set(
    (useDocument.getState().document?.groups ?? []).flatMap(g => (g.collapsed === true ? [] : [g.id])),
  );
  const inside = (useDocument.getState().document?.groups ?? []).flatMap(g =>
    g.collapsed !== true && useSelection.getState().parts.has(g.id) ? g.nodes : [],
  );
  return { boxes: chosenBoxes().filter(box => !frames.has(box.id)), inside };
};

const nudge = (dx: number, dy: number) => (): void => {
  const { document } = useDocument.getState();
  const { boxes, inside } = movable();
  const places = new Map(boxes.map(b => [b.id, [b.x + dx, b.y + dy] as const]));
  for (const id of inside) {
    const [x, y] = document?.layout[id] ?? [0, 0];
    if (!places.has(id)) places.set(id, [x + dx, y + dy]);
  }
  const nodes = chosenNodes();
  place(
    places,
    `Move ${nodes.length === 0 ? 'note' : nameOf(nodes)}`,
    `nudge ${[...places.keys()].join(' ')}`,
  );
};

const ways = [
  ['arrowleft', -1, 0, 'left'],
  ['arrowright', 1, 0, 'right'],
  ['arrowup', 0, -1, 'up'],
  ['arrowdown', 0, 1, 'down'],
] as const;

export const arrangeCommands: readonly Command[] = [
  ...alignments.map(
    ([how, title, shortcut]): Command => ({
      id: `align-${how}`,
      group: 'Arrange',
      title,
      shortcuts: [shortcut],
      scope: 'canvas',
      when: several(2),
      run: () => place(align(movable().boxes, how), title),
    }),
  ),
  {
    id: 'distribute-across',
    group: 'Arrange',
    title: 'Space evenly from left to right',
    shortcuts: ['alt+shift+h'],
    scope: 'canvas',
    words: ['distribute', 'horizontal'],
    when: several(3),
    run: () => place(distribute(movable().boxes, 'across'), 'Space evenly'),
  },
  {
    id: 'distribute-down',
    group: 'Arrange',
    title: 'Space evenly from top to bottom',
    shortcuts: ['alt+shift+v'],
    scope: 'canvas',
    words: ['distribute', 'vertical'],
    when: several(3),
    run: () => place(distribute(movable().boxes, 'down'), 'Space evenly'),
  },
  {
    id: 'arrange-all',
    group: 'Arrange',
    title: () => (chosenNodes().length > 1 ? 'Arrange the selected nodes' : 'Arrange all'),
    shortcuts: ['shift+a'],
    scope: 'canvas',
    words: ['layout', 'tidy', 'auto'],
    when: () => (useDocument.getState().document?.nodes.length ?? 0) > 1,
    run: arrange,
  },
  ...ways.flatMap(([key, dx, dy, word]): Command[] => [
    {
      id: `move-${word}`,
      group: 'Arrange',
      title: `Move ${word}`,
      shortcuts: [key],
      scope: 'canvas',
      when: several(1),
      run: nudge(dx * grid, dy * grid),
    },
    {
      id: `move-far-${word}`,
      group: 'Arrange',
      title: `Move far ${word}`,
      shortcuts: [`shift+${key}`],
      scope: 'canvas',
      when: several(1),
      run: nudge(dx * grid * 5, dy * grid * 5),
    },
  ]),
];
