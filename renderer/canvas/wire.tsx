import { BaseEdge, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo } from 'react';
import { useRun } from '../store/run.ts';
import { useSelection } from '../store/selection.ts';
import { useCanvas } from './canvas-store.ts';
import type { FlowEdge } from './flow-types.ts';
import styles from './wire.module.css';

const counts = new Intl.NumberFormat('en');

/** A wire with the rows that went, or are going, along it. */
export const Wire = memo((props: EdgeProps<FlowEdge>) => {
  const { id, data, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props;
  const from = data?.from;
  // Rows are counted at a node's first output; what others gave is not known.
  const isMain = data?.main === true;
  const rows = useRun(state => {
    const run = state.nodes.get(from?.node ?? '');
    return isMain && (run?.state === 'done' || run?.state === 'running') ? run.rows : undefined;
  });
  const flowing = useRun(
    state => state.status === 'running' && state.nodes.get(from?.node ?? '')?.state === 'running',
  );
  const over = useCanvas(state => state.over === id);
  const looked = useSelection(
    state =>
      state.looked?.node === from?.node &&
      state.looked?.port !== undefined &&
      state.looked.port === from?.port,
  );
  const [path, x, y] = getBezierPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    curvature: 0.35,
  });
  const text = rows === undefined ? '' : counts.format(rows);
  const width = text.length * 6.4 + 12;
  return (
    <g
      className={styles.wire}
      data-selected={selected}
      data-over={over}
      data-looked={looked}
      data-flowing={flowing}
      data-secondary={!isMain}
      data-type={data?.type}
    >
      <BaseEdge path={path} interactionWidth={18} className={styles.path ?? ''} />
      {text === '' || selected ? null : (
        <g className={styles.rows} transform={`translate(${x} ${y})`}>
          <rect x={-width / 2} y={-8} width={width} height={16} rx={8} />
          <text textAnchor="middle" dominantBaseline="central">
            {text}
          </text>
        </g>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the command “Insert a node on the wire” does it by keyboard */}
      <g
        className={styles.add}
        transform={`translate(${x} ${y})`}
        onClick={event => {
          event.stopPropagation();
          if (data !== undefined)
            useCanvas
              .getState()
              .show({ popup: 'add', edge: data.edge, screen: [event.clientX, event.clientY] });
        }}
      >
        <title>Insert a node</title>
        <circle r={9} />
        <path d="M-4 0H4M0 -4V4" />
      </g>
    </g>
  );
});
