/** Adding nodes: at a place, at the end of a wire, on a wire, or after what is selected. */
import { freePlace } from '../../engine/graph/arrange.ts';
import type { PipelineDocument, PipelineEdge, PipelineNode, Point } from '../../engine/graph/document.ts';
import { addNode, freeId } from '../../engine/graph/edits.ts';
import { homes } from '../../engine/graph/groups.ts';
import { type PortRef, wiresOf } from '../../engine/graph/ports.ts';
import { bestInput, connectPorts, fittingNames, insertOnEdge } from '../../engine/graph/wires.ts';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { onlySelected, useSelection } from '../store/selection.ts';
import { useCanvas } from './canvas-store.ts';
import { boxesOf } from './chosen.ts';
import { heightOf, nodeWidth } from './sizes.ts';
import { focusPart, middle, reveal } from './view.ts';

export type AddAt = {
  /** Its left upper corner. */
  readonly at?: Point;
  /** The output or input that it is joined to. */
  readonly from?: PortRef;
  readonly to?: PortRef;
  readonly edge?: PipelineEdge;
  readonly params?: PipelineNode['params'];
};

const gap = 64;

/** The first output of the selected node that nothing reads yet, for a new node to read. */
const openEnd = (document: PipelineDocument, type: string | undefined): PortRef | undefined => {
  const id = onlySelected(useSelection.getState());
  const node = document.nodes.find(n => n.id === id);
  if (node === undefined || type === undefined) return undefined;
  const [main] = fittingNames(kindOf(node.kind), 'outputs', type);
  return main === undefined ? undefined : { node: node.id, port: main };
};

const typeAt = (document: PipelineDocument, ref: PortRef, side: 'inputs' | 'outputs'): string | undefined =>
  kindOf(document.nodes.find(n => n.id === ref.node)?.kind ?? '')?.[side][ref.port]?.type;

/** Moves what stands at and after an x to the right, where a new node needs the room: only along the wire. */
const midOf = (document: PipelineDocument, edge: PipelineEdge, height: number): Point => {
  const wire = wiresOf(document, kindOf).find(
    w => w.edge === edge || (w.edge.from === edge.from && w.edge.to === edge.to),
  );
  const boxes = boxesOf(document);
  const [a, b] = [boxes.get(wire?.from.node ?? ''), boxes.get(wire?.to.node ?? '')];
  if (a === undefined || b === undefined) return middle();
  return [(a.x + a.width + b.x - nodeWidth) / 2, (a.y + a.height / 2 + b.y + b.height / 2 - height) / 2];
};

/** Adds a node of a kind, joins it where that makes sense, and selects it. */
export const addKind = (
  name: string,
  { at, from, to, edge, params = {} }: AddAt = {},
): string | undefined => {
  const kind = kindOf(name);
  const { document, edit } = useDocument.getState();
  if (kind === undefined || document === undefined) return undefined;
  const id = freeId(document, name);
  const [mainInput] = Object.values(kind.inputs);
  const source =
    from ??
    (at === undefined && to === undefined && edge === undefined
      ? openEnd(document, mainInput?.type)
      : undefined);
  const boxes = boxesOf(document);
  const size = { width: nodeWidth, height: heightOf(kind) };
  const place = (): Point => {
    if (at !== undefined) return at;
    if (edge !== undefined) return midOf(document, edge, size.height);
    const box = boxes.get(source?.node ?? '');
    const near: Point =
      box !== undefined
        ? [box.x + box.width + gap, box.y + box.height / 2 - size.height / 2]
        : [middle()[0] - size.width / 2, middle()[1] - size.height / 2];
    const groups = new Set((document.groups ?? []).map(group => group.id));
    return freePlace(
      [...boxes.values()].filter(b => !groups.has(b.id)),
      near,
      size,
    );
  };
  const change = (d: PipelineDocument): PipelineDocument => {
    const node = { id, kind: kind.kind, version: kind.version, params };
    const added = addNode(d, node, place());
    if (edge !== undefined) return insertOnEdge(added, edge, id, kindOf);
    if (to !== undefined) {
      const [output] = fittingNames(kind, 'outputs', typeAt(d, to, 'inputs') ?? 'table');
      return output === undefined ? added : connectPorts(added, { node: id, port: output }, to, kindOf);
    }
    if (source === undefined) return added;
    const input = bestInput(added, node, typeAt(d, source, 'outputs') ?? 'table', kindOf);
    const joined =
      input === undefined ? added : connectPorts(added, source, { node: id, port: input }, kindOf);
    // What follows a node of a group belongs to it, as long as it was put there and not dragged away.
    const home = at === undefined ? homes(d).get(source.node) : undefined;
    return home === undefined
      ? joined
      : {
          ...joined,
          groups: (joined.groups ?? []).map(g => (g.id === home.id ? { ...g, nodes: [...g.nodes, id] } : g)),
        };
  };
  edit(change, { label: `Add ${kind.title}` });
  useSelection.getState().select([id]);
  reveal(id);
  focusPart(id);
  useCanvas
    .getState()
    .say(
      `${kind.title} added${edge !== undefined ? ' on the wire' : source !== undefined ? ` after ${source.node}` : ''}.`,
    );
  return id;
};
