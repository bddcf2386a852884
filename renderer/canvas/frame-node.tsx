import type { NodeProps } from '@xyflow/react';
import { ChevronsDownUp } from 'lucide-react';
import { memo } from 'react';
import { useCanvas } from './canvas-store.ts';
import { toggleGroup } from './edit-commands.ts';
import type { FrameNode } from './flow-types.ts';
import styles from './frame-node.module.css';

/** An open group: a frame around its nodes. */
export const FrameView = memo(({ data: { group }, selected }: NodeProps<FrameNode>) => (
  <div className={styles.frame} data-selected={selected}>
    {/* biome-ignore lint/a11y/noStaticElementInteractions: the command “Rename” does it by keyboard */}
    <header
      className={styles.head}
      onDoubleClick={() => useCanvas.getState().show({ popup: 'rename', id: group.id })}
    >
      <strong>{group.title ?? group.id}</strong>
      <button
        type="button"
        className={`nodrag ${styles.fold}`}
        tabIndex={-1}
        aria-label={`Collapse ${group.title ?? group.id}`}
        title="Collapse"
        onClick={() => toggleGroup(group.id)}
      >
        <ChevronsDownUp aria-hidden />
      </button>
    </header>
  </div>
));
