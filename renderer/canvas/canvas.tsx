import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
} from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { unplaced } from '../../engine/graph/groups.ts';
import { ComparisonBar } from '../diff/comparison-bar.tsx';
import { DropTarget } from '../drop/drop-target.tsx';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { placeUnplaced } from './arrange.ts';
import styles from './canvas.module.css';
import { CanvasMenu } from './canvas-menu.tsx';
import { useCanvas, view } from './canvas-store.ts';
import { keepBoxes } from './chosen.ts';
import { CommentView } from './comment-node.tsx';
import { edgeUnder, useConnecting } from './connecting.ts';
import { useDropping } from './dropping.ts';
import { EmptyHint } from './empty-hint.tsx';
import { drawingOf } from './flow.ts';
import { edgesOf } from './flow-edges.ts';
import { structureOf } from './flow-structure.ts';
import type { Drawing, FlowEdge, FlowNode } from './flow-types.ts';
import { FrameView } from './frame-node.tsx';
import { stepInOrder } from './go-commands.ts';
import { GroupView } from './group-node.tsx';
import { Guides } from './guide-lines.tsx';
import { KindNodeView } from './kind-node.tsx';
import { Minimap } from './minimap.tsx';
import { Overview } from './overview.tsx';
import { Popups } from './popups.tsx';
import { useKeptFit } from './use-kept-fit.ts';
import { unmoved, useNodeChanges } from './use-node-changes.ts';
import { showAtOnce } from './view.ts';
import { isThin, useWindow } from './window.ts';
import { Wire } from './wire.tsx';
import { ZoomBar } from './zoom-bar.tsx';

const nodeTypes = { kind: KindNodeView, group: GroupView, frame: FrameView, comment: CommentView };
const edgeTypes = { wire: Wire };

/** Keys that React Flow would take; they are commands here. */
const noKeys = {
  deleteKeyCode: null,
  selectionKeyCode: 'Shift',
  multiSelectionKeyCode: ['Shift', 'Meta', 'Control'],
  panActivationKeyCode: 'Space',
} as const;

const Plane = () => {
  const document = useDocument(state => state.document);
  const doc = useDocument(state => state.doc);
  const selected = useSelection(state => state.nodes);
  const selectedEdges = useSelection(state => state.edges);
  const parts = useSelection(state => state.parts);
  const drawn = useRef<Omit<Drawing, 'edges'>>(undefined);
  const { moved, onNodesChange } = useNodeChanges(drawn);
  const [seen, setSeen] = useState<string>();
  const flow = useReactFlow();
  const element = useRef<HTMLElement>(null);

  useEffect(() => {
    view.flow = flow;
    view.element = element.current;
    return () => {
      view.flow = undefined;
      view.element = null;
    };
  }, [flow]);

  useKeptFit(element);

  const { nodes: allNodes, edges: allPipes, groups } = document ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: places and names are not part of the structure
  const structure = useMemo(
    () => (document === undefined ? undefined : structureOf(document)),
    [allNodes, allPipes, groups],
  );
  const drawing = useMemo(
    () =>
      document === undefined || structure === undefined
        ? undefined
        : drawingOf(document, structure, selected, parts, moved),
    [document, structure, selected, parts, moved],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: wires do not depend on places
  const edges = useMemo(
    () =>
      document === undefined || structure === undefined ? [] : edgesOf(document, structure, selectedEdges),
    [structure, selectedEdges],
  );
  const shown = useWindow(drawing, edges, seen === doc);
  const far = useStore(state => state.transform[2] < 0.5);
  const tiny = useStore(state => state.transform[2] < 0.22);
  const thin = useStore(state => isThin(drawing?.nodes.length ?? 0, state.transform[2]));
  const connecting = useConnecting();
  const dropping = useDropping();

  drawn.current = drawing;
  if (document !== undefined && drawing !== undefined && moved === unmoved)
    keepBoxes(document, drawing.boxes);

  useEffect(() => {
    if (doc === undefined) return;
    const frame = requestAnimationFrame(() => {
      showAtOnce();
      setSeen(doc);
    });
    return () => cancelAnimationFrame(frame);
  }, [doc]);

  const placing = useMemo(() => document !== undefined && unplaced(document).length > 0, [document]);
  useEffect(() => {
    if (placing) void placeUnplaced();
  }, [placing]);

  return (
    <CanvasMenu>
      <section
        ref={element}
        className={styles.canvas}
        aria-label="Canvas"
        tabIndex={-1}
        data-far={far}
        data-tiny={tiny}
        data-placing={placing || undefined}
        data-connecting={connecting.active}
        onKeyDown={event => {
          const onNode =
            event.target instanceof Element && event.target.classList.contains('react-flow__node');
          if (event.key === 'Tab' && onNode && stepInOrder(event.shiftKey ? -1 : 1)) event.preventDefault();
        }}
        onFocus={event => {
          const id = event.target.classList.contains('react-flow__node')
            ? event.target.dataset.id
            : undefined;
          if (id === undefined || !event.target.matches(':focus-visible')) return;
          const { nodes, parts: others } = useSelection.getState();
          if (nodes.has(id) || others.has(id)) return;
          const isNode = useDocument.getState().document?.nodes.some(node => node.id === id) === true;
          useSelection.getState().select(isNode ? [id] : [], [], isNode ? [] : [id]);
        }}
        onPointerMove={event => {
          const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
          useCanvas.setState({ pointer: [at.x, at.y] });
        }}
        onPointerLeave={() => useCanvas.setState({ pointer: undefined })}
        onDragOver={dropping.onDragOver}
        onDrop={dropping.onDrop}
        onDoubleClick={event => {
          const target = event.target instanceof Element ? event.target : undefined;
          if (target?.classList.contains('react-flow__pane') !== true) return;
          const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
          useCanvas
            .getState()
            .show({ popup: 'add', at: [at.x, at.y], screen: [event.clientX, event.clientY] });
        }}
      >
        <ReactFlow<FlowNode, FlowEdge>
          nodes={shown.nodes as FlowNode[]}
          edges={shown.edges as FlowEdge[]}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={onNodesChange}
          onNodeDrag={(event, node, dragged) =>
            useCanvas.setState({ over: dragged.length === 1 ? edgeUnder(event, node.id) : undefined })
          }
          onNodeClick={(event, node) => {
            const several = event.shiftKey || event.ctrlKey || event.metaKey;
            if (node.type === 'kind' && !several) useSelection.getState().look(node.id);
          }}
          onEdgeClick={(_, edge) => {
            useSelection.getState().select([], [edge.id]);
            if (edge.data !== undefined)
              useSelection.getState().look(edge.data.from.node, edge.data.from.port);
          }}
          onMoveStart={() => element.current?.setAttribute('data-moving', 'true')}
          onMoveEnd={() => element.current?.removeAttribute('data-moving')}
          onPaneClick={event => {
            const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
            // Nodes of a picture hear nothing, so what was clicked is looked up.
            const hit = thin
              ? drawing?.nodes.find(n => {
                  const box = n.type === 'kind' ? drawing.boxes.get(n.id) : undefined;
                  return (
                    box !== undefined &&
                    at.x >= box.x &&
                    at.x <= box.x + box.width &&
                    at.y >= box.y &&
                    at.y <= box.y + box.height
                  );
                })
              : undefined;
            useSelection.getState().select(hit === undefined ? [] : [hit.id]);
            element.current?.focus({ preventScroll: true });
          }}
          onConnect={connecting.onConnect}
          onConnectStart={connecting.onConnectStart}
          onConnectEnd={connecting.onConnectEnd}
          isValidConnection={connecting.isValid}
          connectionRadius={28}
          connectOnClick={false}
          onlyRenderVisibleElements
          elevateNodesOnSelect={false}
          disableKeyboardA11y
          edgesFocusable={false}
          selectionMode={SelectionMode.Partial}
          zoomOnDoubleClick={false}
          minZoom={0.02}
          maxZoom={2.5}
          nodeDragThreshold={2}
          panOnScroll={false}
          proOptions={{ hideAttribution: true }}
          {...noKeys}
          multiSelectionKeyCode={[...noKeys.multiSelectionKeyCode]}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
          <Guides />
          {thin && drawing !== undefined ? <Overview drawing={drawing} edges={edges} /> : null}
        </ReactFlow>
        {document?.nodes.length === 0 && (document.comments ?? []).length === 0 ? <EmptyHint /> : null}
        {thin ? (
          <p className={styles.thin} role="status">
            {drawing?.nodes.length.toLocaleString()} nodes, drawn as an overview. Zoom in to edit them.
          </p>
        ) : null}
        <ZoomBar />
        <ComparisonBar />
        {drawing === undefined ? null : <Minimap drawing={drawing} edges={edges} />}
        <DropTarget />
        <Popups />
        <Said />
      </section>
    </CanvasMenu>
  );
};

const Said = () => {
  const said = useCanvas(state => state.said);
  return (
    <p className="visually-hidden" aria-live="polite">
      {said}
    </p>
  );
};

export const Canvas = () => (
  <ReactFlowProvider>
    <Plane />
  </ReactFlowProvider>
);
