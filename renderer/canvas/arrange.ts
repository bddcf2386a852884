/** Arranges nodes from left to right, in a worker of its own, so that the window stays alive meanwhile. */
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { boundsOf } from '../../engine/graph/arrange.ts';
import type { PipelineDocument, Point } from '../../engine/graph/document.ts';
import { homes, unplaced } from '../../engine/graph/groups.ts';
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

/** Where everything, or a part of it, would stand with its corner at a point; undefined where that cannot be told. */
const arranged = async (
  document: PipelineDocument,
  only: ReadonlySet<string> | undefined,
  corner: Point,
): Promise<ReadonlyMap<string, Point> | undefined> => {
  const [{ default: Elk }, { default: url }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const elk = new Elk({ workerFactory: () => workerAt(url) });
  try {
    const found = placesOf(await elk.layout(graphOf(document, only)));
    const [x, y] = [Math.min(...found.map(([, at]) => at[0])), Math.min(...found.map(([, at]) => at[1]))];
    return new Map(found.map(([id, at]) => [id, [at[0] - x + corner[0], at[1] - y + corner[1]] as const]));
  } catch (error) {
    useUi.getState().say(`The nodes could not be arranged: ${String(error)}`, 'error');
    return undefined;
  } finally {
    elk.terminateWorker();
  }
};

/** What is still there of the parts that were arranged: edits went on while the worker thought. */
const still = (document: PipelineDocument, places: ReadonlyMap<string, Point>): ReadonlyMap<string, Point> =>
  new Map([...places].filter(([id]) => boxesOf(document).has(id)));

/** Arranges everything, or what is selected where it is. */
export const arrange = async (): Promise<void> => {
  const { document, edit } = useDocument.getState();
  const nodes = chosenNodes();
  if (document === undefined) return;
  const only = nodes.length > 1 ? new Set(nodes.map(node => node.id)) : undefined;
  const boxes = boxesOf(document);
  const old = [...(only ?? [])].flatMap(id => boxes.get(id) ?? []);
  const corner: Point =
    only === undefined ? [0, 0] : [Math.min(...old.map(b => b.x)), Math.min(...old.map(b => b.y))];
  const places = await arranged(document, only, corner);
  if (places === undefined) return;
  edit(d => moveParts(d, still(d, places)), {
    label: only === undefined ? 'Arrange all' : `Arrange ${nodes.length} nodes`,
  });
  useCanvas.getState().say(`${places.size} nodes arranged.`);
  if (only === undefined) requestAnimationFrame(zoomToFit);
};

/** Gives places to nodes of a file that has none for them: below those that stand, in the order of the wires. */
export const placeUnplaced = async (): Promise<void> => {
  const { document, doc, settle } = useDocument.getState();
  if (document === undefined) return;
  const missing = new Set(unplaced(document));
  const standing = boundsOf(
    [...boxesOf(document).values()].filter(({ id }) => Object.hasOwn(document.layout, id)),
  );
  const corner: Point = standing === undefined ? [0, 0] : [standing.x, standing.y + standing.height + 64];
  const places = await arranged(document, standing === undefined ? undefined : missing, corner);
  if (places === undefined || useDocument.getState().doc !== doc) return;
  settle(d => {
    const wanted = new Set(unplaced(d));
    return moveParts(d, new Map([...still(d, places)].filter(([id]) => wanted.has(id))));
  });
  requestAnimationFrame(zoomToFit);
};
