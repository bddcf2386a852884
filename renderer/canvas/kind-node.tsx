import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { useCheck } from '../store/check.ts';
import { kindOf } from '../store/kinds.ts';
import { useRun } from '../store/run.ts';
import { categoryColour, KindIcon } from '../ui/kind-icon.tsx';
import type { KindNode } from './flow-nodes.ts';
import styles from './kind-node.module.css';

export const KindNodeView = memo(({ id, data, selected }: NodeProps<KindNode>) => {
  const { node } = data;
  const kind = kindOf(node.kind);
  const problems = useCheck(state => state.byNode.get(id));
  const run = useRun(state => state.nodes.get(id));
  return (
    <div
      className={styles.node}
      data-selected={selected}
      data-problem={problems !== undefined}
      data-state={run?.state}
    >
      {Object.keys(kind?.inputs ?? {}).map((port, i, all) => (
        <Handle
          key={port}
          id={port}
          type="target"
          position={Position.Left}
          style={{ top: `${((i + 1) * 100) / (all.length + 1)}%` }}
        />
      ))}
      <span
        className={styles.icon}
        style={{ color: kind === undefined ? 'var(--bad)' : categoryColour(kind.category) }}
      >
        <KindIcon name={kind?.icon ?? ''} />
      </span>
      <span className={styles.text}>
        <strong>{node.title ?? node.id}</strong>
        <small>{kind?.title ?? node.kind}</small>
      </span>
      {Object.keys(kind?.outputs ?? {}).map((port, i, all) => (
        <Handle
          key={port}
          id={port}
          type="source"
          position={Position.Right}
          style={{ top: `${((i + 1) * 100) / (all.length + 1)}%` }}
        />
      ))}
    </div>
  );
});
