/** Drawing wires: which ports fit, where a wire may end, and what a wire that ends nowhere becomes. */
import type { Connection, Edge, FinalConnectionState, OnConnectStartParams } from '@xyflow/react';
import { useMemo } from 'react';
import { type PortRef, wiresOf } from '../../engine/graph/ports.ts';
import { bestInput, connectPorts, fittingPorts } from '../../engine/graph/wires.ts';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { useCanvas, view } from './canvas-store.ts';
import { portAt } from './flow-edges.ts';
import { edgeId } from './flow-types.ts';

const join = (from: PortRef, to: PortRef): void => {
  const before = useDocument.getState().document;
  useDocument
    .getState()
    .edit(d => connectPorts(d, from, to, kindOf), { label: `Connect ${from.node} to ${to.node}` });
  if (useDocument.getState().document !== before)
    useCanvas.getState().say(`${from.node} connected to ${to.node}.`);
};

const refOf = (node: string, handle: string | null | undefined): PortRef | undefined => {
  const { document } = useDocument.getState();
  return document === undefined || handle === null || handle === undefined
    ? undefined
    : portAt(document, node, handle);
};

/** The node that is under a place of the screen. */
const nodeUnder = (x: number, y: number): string | undefined =>
  document
    .elementsFromPoint(x, y)
    .map(element => element.closest<HTMLElement>('.react-flow__node')?.dataset.id)
    .find(id => id !== undefined);

const pointOf = (event: MouseEvent | TouchEvent): { x: number; y: number } => {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
};

const isValid = (connection: Connection | Edge): boolean => {
  const { fitting } = useCanvas.getState();
  const to = refOf(connection.target, connection.targetHandle);
  const from = refOf(connection.source, connection.sourceHandle);
  if (to === undefined || from === undefined) return false;
  return fitting?.get(to.node)?.has(to.port) === true || fitting?.get(from.node)?.has(from.port) === true;
};

const onConnect = (connection: Connection): void => {
  const from = refOf(connection.source, connection.sourceHandle);
  const to = refOf(connection.target, connection.targetHandle);
  if (from !== undefined && to !== undefined) join(from, to);
};

const onConnectStart = (_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void => {
  const { document } = useDocument.getState();
  const ref = nodeId === null ? undefined : refOf(nodeId, handleId);
  if (document === undefined || ref === undefined) return;
  const side = handleType === 'source' ? 'outputs' : 'inputs';
  useCanvas.setState({ fitting: fittingPorts(document, ref, side, kindOf) });
};

const onConnectEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState): void => {
  const { fitting } = useCanvas.getState();
  useCanvas.setState({ fitting: undefined });
  const { document } = useDocument.getState();
  const start = state.fromNode === null ? undefined : refOf(state.fromNode.id, state.fromHandle?.id);
  if (document === undefined || start === undefined || state.isValid === true) return;
  const isOutput = state.fromHandle?.type === 'source';
  const { x, y } = pointOf(event);
  const under = nodeUnder(x, y);
  const node = document.nodes.find(n => n.id === under);
  if (node !== undefined) {
    const [fit] = fitting?.get(node.id) ?? [];
    if (fit === undefined) return;
    const type = kindOf(document.nodes.find(n => n.id === start.node)?.kind ?? '')?.outputs[start.port]?.type;
    if (isOutput)
      join(start, { node: node.id, port: bestInput(document, node, type ?? 'table', kindOf) ?? fit });
    else join({ node: node.id, port: fit }, start);
    return;
  }
  const at = view.flow?.screenToFlowPosition({ x, y });
  if (under !== undefined || at === undefined || view.element?.contains(event.target as Node) !== true)
    return;
  useCanvas.getState().show({
    popup: 'add',
    at: [at.x, at.y],
    screen: [x, y],
    ...(isOutput ? { from: start } : { to: start }),
  });
};

export const useConnecting = () => {
  const active = useCanvas(state => state.fitting !== undefined);
  return useMemo(() => ({ active, isValid, onConnect, onConnectStart, onConnectEnd }), [active]);
};

/** The wire under the pointer into which a node that is dragged could be put. */
export const edgeUnder = (
  event: { readonly target: EventTarget | null } & (
    | MouseEvent
    | TouchEvent
    | React.MouseEvent
    | React.DragEvent
  ),
  id: string | undefined,
  kindName?: string,
): string | undefined => {
  const { document: now } = useDocument.getState();
  if (now === undefined) return undefined;
  const kind = kindOf(kindName ?? now.nodes.find(node => node.id === id)?.kind ?? '');
  if (kind === undefined || Object.keys(kind.inputs).length === 0 || Object.keys(kind.outputs).length === 0)
    return undefined;
  // Only a node that stands alone is put between: one that is wired is being moved.
  if (id !== undefined && wiresOf(now, kindOf).some(w => w.from.node === id || w.to.node === id))
    return undefined;
  const point = 'clientX' in event ? { x: event.clientX, y: event.clientY } : pointOf(event);
  const found = window.document
    .elementsFromPoint(point.x, point.y)
    .map(element => element.closest<SVGGElement>('.react-flow__edge')?.dataset.id)
    .find(edge => edge !== undefined);
  return now.edges.some(edge => edgeId(edge) === found) ? found : undefined;
};
