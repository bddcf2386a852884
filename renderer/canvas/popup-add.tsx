/** Kinds to add: all of them, or those that fit the end of a wire. */
import { useMemo } from 'react';
import type { NodeKind } from '../../engine/catalogue/node.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { type PortRef, wiresOf } from '../../engine/graph/ports.ts';
import { fittingNames } from '../../engine/graph/wires.ts';
import { Picker } from '../commands/picker.tsx';
import { useDocument } from '../store/document.ts';
import { allKinds, kindOf } from '../store/kinds.ts';
import { categoryColour, KindIcon } from '../ui/kind-icon.tsx';
import { addKind } from './adding.ts';
import { type Popup, useCanvas } from './canvas-store.ts';
import { nodeHeight, nodeWidth } from './sizes.ts';

type Props = Extract<Popup, { popup: 'add' }>;

const close = (): void => useCanvas.getState().show(undefined);

const typeOf = (document: PipelineDocument, ref: PortRef | undefined, side: 'inputs' | 'outputs') =>
  ref === undefined
    ? undefined
    : kindOf(document.nodes.find(n => n.id === ref.node)?.kind ?? '')?.[side][ref.port]?.type;

/** Whether a kind could stand where it is wanted. */
const fits = (document: PipelineDocument | undefined, { from, to, edge }: Props) => {
  if (document === undefined) return () => false;
  const wire =
    edge === undefined
      ? undefined
      : wiresOf(document, kindOf).find(w => w.edge.from === edge.from && w.edge.to === edge.to);
  const port = (end: { node: string; port?: string } | undefined): PortRef | undefined =>
    end?.port === undefined ? undefined : { node: end.node, port: end.port };
  const gives = typeOf(document, from ?? port(wire?.from), 'outputs');
  const takes = typeOf(document, to ?? port(wire?.to), 'inputs');
  return (kind: NodeKind): boolean =>
    (gives === undefined || fittingNames(kind, 'inputs', gives).length > 0) &&
    (takes === undefined || fittingNames(kind, 'outputs', takes).length > 0);
};

export const AddPopup = (props: Props) => {
  const document = useDocument(state => state.document);
  const options = useMemo(
    () =>
      allKinds.filter(fits(document, props)).map(kind => ({
        id: kind.kind,
        title: kind.title,
        words: [kind.kind, ...(kind.keywords ?? [])],
        text: kind.summary,
        hint: kind.summary,
        group: kind.category,
        icon: (
          <span style={{ color: categoryColour(kind.category), display: 'flex' }}>
            <KindIcon name={kind.icon} />
          </span>
        ),
      })),
    [document, props],
  );
  const { at, from, to, edge, screen } = props;
  const place = (kind: string) => {
    if (at === undefined) return {};
    const [x, y] = at;
    // A wire ends at the side of the new node; anything else puts its middle there.
    return kind === '' || from !== undefined
      ? { at: [x, y - nodeHeight / 2] as const }
      : { at: [to !== undefined ? x - nodeWidth : x - nodeWidth / 2, y - nodeHeight / 2] as const };
  };
  return (
    <Picker
      label={edge === undefined ? 'Add a node' : 'Insert a node on the wire'}
      placeholder={from === undefined ? 'Add a node' : `Add a node after ${from.node}`}
      options={options}
      empty="No kind fits here."
      at={screen}
      onPick={kind =>
        addKind(kind, {
          ...place(kind),
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
          ...(edge !== undefined && { edge }),
        })
      }
      onClose={close}
    />
  );
};
