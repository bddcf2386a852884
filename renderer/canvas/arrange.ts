/** Arranges nodes from left to right, in a worker of its own, so that the window stays alive meanwhile. */
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { PipelineDocument, Point } from '../../engine/graph/document.ts';
import { homes } from '../../engine/graph/groups.ts';
import { moveParts } from '../../engine/graph/removal.ts';
import { workerAt } from '../app/policy.ts';
import { useDocument } from '../store/document.ts';
import { useUi } from '../store/ui.ts';
import { useCanvas } from './canvas-store.ts';
import { boxesOf, chosenNodes } from './chosen.ts';
import { structureOf } from './flow-structure.ts';
import { frame, grid } from './sizes.ts';
import { zoomToFit } from './view.ts';

const options = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.spacing.nodeNodeBetweenLayers': '64',
  'elk.spacing.nodeNode': '38',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  // The same pipeline gets the same places, however often it is asked for.
  'elk.randomSeed': '1',
} as const;

/** The graph that is arranged: drawn nodes with their ports, frames around theirs. */
export const graphOf = (document: PipelineDocument, only: ReadonlySet<string> | undefined): ElkNode => {
  const structure = structureOf(document);
  const boxes = boxesOf(document);
  const home = homes(document);
  const drawn = [
    ...structure.order.filter(node => !structure.collapsed.has(node.id)).map(node => node.id),
    ...(document.groups ?? []).filter(g => g.collapsed === true).map(g => g.id),
  ].filter(id => only === undefined || only.has(id));
  const leaf = (id: string): ElkNode => ({
    id,
    width: boxes.get(id)?.width ?? 0,
    height: boxes.get(id)?.height ?? 0,
  });
  const framed = (document.groups ?? []).flatMap((group): ElkNode[] => {
    const inside = drawn.filter(id => home.get(id) === group && group.collapsed !== true);
    return only !== undefined || inside.length === 0
      ? []
      : [
          {
            id: group.id,
            children: inside.map(leaf),
            layoutOptions: {
              'elk.padding': `[top=${frame.head},left=${frame.side},bottom=${frame.side + 10},right=${frame.side}]`,
            },
          },
        ];
  });
  const inFrames = new Set(framed.flatMap(node => (node.children ?? []).map(child => child.id)));
  const shown = new Set(drawn);
  const edges = structure.wires.flatMap(({ from, to }, i) => {
    const source = structure.collapsed.get(from.node)?.id ?? from.node;
    const target = structure.collapsed.get(to.node)?.id ?? to.node;
    return source === target || !shown.has(source) || !shown.has(target)
      ? []
      : [{ id: `e${i}`, sources: [source], targets: [target] }];
  });
  return {
    id: 'root',
    layoutOptions: options,
    children: [...framed, ...drawn.filter(id => !inFrames.has(id)).map(leaf)],
    edges,
  };
};

/** Places of an arranged graph, on the grid; those of nodes in frames counted from the frame. */
export const placesOf = (node: ElkNode, by: Point = [0, 0]): readonly (readonly [string, Point])[] =>
  (node.children ?? []).flatMap(child => {
    const at: Point = [by[0] + (child.x ?? 0), by[1] + (child.y ?? 0)];
    return child.children === undefined || child.children.length === 0
      ? [[child.id, [Math.round(at[0] / grid) * grid, Math.round(at[1] / grid) * grid]] as const]
      : placesOf(child, at);
  });

/** Arranges everything, or what is selected where it is. */
export const arrange = async (): Promise<void> => {
  const { document, edit } = useDocument.getState();
  const nodes = chosenNodes();
  if (document === undefined) return;
  const only = nodes.length > 1 ? new Set(nodes.map(node => node.id)) : undefined;
  const [{ default: Elk }, { default: url }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const elk = new Elk({ workerFactory: () => workerAt(url) });
  try {
    const arranged = await elk.layout(graphOf(document, only));
    const boxes = boxesOf(document);
    const old = [...(only ?? [])].flatMap(id => boxes.get(id) ?? []);
    const corner: Point =
      only === undefined ? [0, 0] : [Math.min(...old.map(b => b.x)), Math.min(...old.map(b => b.y))];
    const found = placesOf(arranged);
    const [x, y] = [Math.min(...found.map(([, at]) => at[0])), Math.min(...found.map(([, at]) => at[1]))];
    const places = new Map(
      found.map(([id, at]) => [id, [at[0] - x + corner[0], at[1] - y + corner[1]] as const]),
    );
    // What was drawn while the worker thought keeps its place.
    edit(d => moveParts(d, new Map([...places].filter(([id]) => boxesOf(d).has(id)))), {
      label: only === undefined ? 'Arrange all' : `Arrange ${nodes.length} nodes`,
    });
    useCanvas.getState().say(`${places.size} nodes arranged.`);
    if (only === undefined) requestAnimationFrame(zoomToFit);
  } catch (error) {
    useUi.getState().say(`The nodes could not be arranged: ${String(error)}`, 'error');
  } finally {
    elk.terminateWorker();
  }
};
