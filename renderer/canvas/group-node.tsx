import type { NodeProps } from '@xyflow/react';
import { Group as GroupIcon } from 'lucide-react';
import { memo } from 'react';
import { endpointText } from '../../engine/graph/endpoint.ts';
import type { PortRef } from '../../engine/graph/ports.ts';
import { useCheck } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { toggleGroup } from './edit-commands.ts';
import type { GroupNode } from './flow-types.ts';
import styles from './kind-node.module.css';
import { PortsView, type Shown } from './ports-view.tsx';

/** A group shown as one node; its ports are those of its nodes that lead out. */
export const GroupView = memo(({ data, selected, height = 52 }: NodeProps<GroupNode>) => {
  const { group, inputs, outputs } = data;
  const nodes = useDocument(state => state.document?.nodes);
  const problems = useCheck(state =>
    group.nodes.reduce((sum, id) => sum + (state.byNode.get(id)?.length ?? 0), 0),
  );
  const shown = (refs: readonly PortRef[], side: 'inputs' | 'outputs'): readonly Shown[] =>
    refs.map(ref => {
      const node = nodes?.find(n => n.id === ref.node);
      const declared = kindOf(node?.kind ?? '')?.[side][ref.port];
      return {
        ...ref,
        id: endpointText(ref),
        declared:
          declared === undefined
            ? undefined
            : { ...declared, label: `${node?.title ?? ref.node}: ${declared.label}` },
      };
    });
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the command “Expand group” does it by keyboard
    <div
      className={styles.node}
      data-selected={selected}
      data-severity={problems > 0 ? 'error' : undefined}
      style={{ '--cat': 'var(--ink-2)' } as React.CSSProperties}
      onDoubleClick={() => toggleGroup(group.id)}
    >
      <PortsView side="inputs" height={height} ports={shown(inputs, 'inputs')} />
      <span className={styles.icon}>
        <GroupIcon size={17} strokeWidth={1.75} aria-hidden />
      </span>
      <span className={styles.text}>
        <strong>{group.title ?? group.id}</strong>
        <small>{group.nodes.length} nodes</small>
      </span>
      {problems === 0 ? null : (
        <span className={styles.badge} title="Problems inside; double-click to open the group">
          {problems}
        </span>
      )}
      <PortsView side="outputs" height={height} ports={shown(outputs, 'outputs')} />
    </div>
  );
});
