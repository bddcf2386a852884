/** The ports along one side of a node: one handle each, at a height that does not change. */
import { Handle, Position } from '@xyflow/react';
import type { Port } from '../../engine/catalogue/node.ts';
import { useSelection } from '../store/selection.ts';
import { useCanvas } from './canvas-store.ts';
import styles from './ports-view.module.css';
import { portY } from './sizes.ts';

export type Shown = {
  /** The name of the handle: the port, or node and port where a group stands for its nodes. */
  readonly id: string;
  readonly node: string;
  readonly port: string;
  /** Undefined for a port that only an edge speaks of. */
  readonly declared: Port | undefined;
};

type Props = {
  readonly side: 'inputs' | 'outputs';
  readonly ports: readonly Shown[];
  readonly height: number;
};

const traits = ({ declared }: Shown, side: Props['side'], index: number): string => {
  if (declared === undefined) return 'not a port of this kind';
  if (side === 'outputs') return index === 0 ? '' : 'further output';
  return [declared.optional === true && 'optional', declared.many === true && 'takes many']
    .filter(Boolean)
    .join(', ');
};

const nameOf = (port: Shown, side: Props['side'], index: number): string => {
  const more = traits(port, side, index);
  return `${side === 'inputs' ? 'Input' : 'Output'} ${port.declared?.label ?? port.port}${more === '' ? '' : ` (${more})`}`;
};

const PortView = ({
  side,
  shown,
  index,
  top,
}: {
  readonly side: Props['side'];
  readonly shown: Shown;
  readonly index: number;
  readonly top: number;
}) => {
  const fit = useCanvas(state =>
    state.fitting === undefined ? undefined : state.fitting.get(shown.node)?.has(shown.port) === true,
  );
  const looked = useSelection(
    state => side === 'outputs' && state.looked?.node === shown.node && state.looked.port === shown.port,
  );
  const more = traits(shown, side, index);
  return (
    <Handle
      id={shown.id}
      type={side === 'inputs' ? 'target' : 'source'}
      position={side === 'inputs' ? Position.Left : Position.Right}
      style={{ top }}
      className={styles.port ?? ''}
      data-secondary={side === 'outputs' && index > 0}
      data-optional={shown.declared?.optional}
      data-many={shown.declared?.many}
      data-unknown={shown.declared === undefined}
      data-type={shown.declared?.type ?? 'table'}
      data-fit={fit}
      data-looked={looked}
      role="button"
      tabIndex={-1}
      aria-label={nameOf(shown, side, index)}
      onClick={event => {
        event.stopPropagation();
        if (side === 'outputs') useSelection.getState().look(shown.node, shown.port);
        else useSelection.getState().look(shown.node);
      }}
    >
      <span className={styles.label} data-side={side}>
        {shown.declared?.label ?? shown.port}
        {more === '' ? null : <small> {more}</small>}
      </span>
    </Handle>
  );
};

export const PortsView = ({ side, ports, height }: Props) =>
  ports.map((shown, i) => (
    <PortView key={shown.id} side={side} shown={shown} index={i} top={portY(i, ports.length, height)} />
  ));
