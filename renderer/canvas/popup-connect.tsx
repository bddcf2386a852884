/** Wires by keyboard: ports to connect to, wires to take away, nodes to go to. */
import { useMemo } from 'react';
import { disconnect } from '../../engine/graph/edits.ts';
import { endpointText, parseEndpoint } from '../../engine/graph/endpoint.ts';
import { wiresOf } from '../../engine/graph/ports.ts';
import { connectPorts, fittingPorts } from '../../engine/graph/wires.ts';
import { Picker } from '../commands/picker.tsx';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { useCanvas } from './canvas-store.ts';
import { edgeId } from './flow-types.ts';
import { focusCanvas, goTo } from './view.ts';
import { flowOrder } from './walk.ts';

const close = (): void => {
  useCanvas.getState().show(undefined);
  focusCanvas();
};

const separator = '\n';

export const ConnectPopup = ({ node: id }: { readonly node: string }) => {
  const document = useDocument(state => state.document);
  const options = useMemo(() => {
    const node = document?.nodes.find(n => n.id === id);
    if (document === undefined || node === undefined) return [];
    const taken = new Set(wiresOf(document, kindOf).map(wire => endpointText(wire.to)));
    const outputs = Object.entries(kindOf(node.kind)?.outputs ?? {});
    return outputs.flatMap(([output, declared]) =>
      [...fittingPorts(document, { node: id, port: output }, 'outputs', kindOf)].flatMap(([other, ports]) => {
        const target = document.nodes.find(n => n.id === other);
        const kind = kindOf(target?.kind ?? '');
        return [...ports].map(port => {
          const input = kind?.inputs[port];
          const replaced = input?.many !== true && taken.has(`${other}.${port}`);
          return {
            id: [output, other, port].join(separator),
            title: `${target?.title ?? other}: ${input?.label ?? port}`,
            words: [other, port, kind?.title ?? ''],
            hint: replaced ? 'replaces the wire that is there' : (kind?.title ?? ''),
            ...(outputs.length > 1 && { group: `From ${declared.label}` }),
          };
        });
      }),
    );
  }, [document, id]);
  return (
    <Picker
      label={`Connect ${id} to`}
      placeholder={`Connect ${id} to`}
      options={options}
      empty="No node has a port that fits."
      onPick={picked => {
        const [output = '', other = '', port = ''] = picked.split(separator);
        useDocument
          .getState()
          .edit(d => connectPorts(d, { node: id, port: output }, { node: other, port }, kindOf), {
            label: `Connect ${id} to ${other}`,
          });
        useCanvas.getState().say(`${id} connected to ${other}.`);
      }}
      onClose={close}
    />
  );
};

export const DisconnectPopup = ({ node: id }: { readonly node: string }) => {
  const document = useDocument(state => state.document);
  const edges = (document?.edges ?? []).filter(
    edge => parseEndpoint(edge.from).node === id || parseEndpoint(edge.to).node === id,
  );
  return (
    <Picker
      label={`Disconnect ${id}`}
      placeholder="Take away a wire"
      options={edges.map(edge => ({ id: edgeId(edge), title: edgeId(edge) }))}
      empty={`${id} has no wires.`}
      onPick={picked => {
        const edge = edges.find(e => edgeId(e) === picked);
        if (edge === undefined) return;
        useDocument.getState().edit(d => disconnect(d, edge), { label: `Disconnect ${picked}` });
        useCanvas.getState().say('Wire taken away.');
      }}
      onClose={close}
    />
  );
};

export const GoPopup = () => {
  const document = useDocument(state => state.document);
  const options = useMemo(
    () =>
      document === undefined
        ? []
        : flowOrder(document).map(node => ({
            id: node.id,
            title: node.title ?? node.id,
            words: [node.id, node.kind, kindOf(node.kind)?.title ?? ''],
            hint: kindOf(node.kind)?.title ?? node.kind,
            text: node.comment ?? '',
          })),
    [document],
  );
  return (
    <Picker
      label="Go to a node"
      placeholder="Go to a node"
      options={options}
      empty="There are no nodes yet."
      onPick={goTo}
      onClose={close}
    />
  );
};
