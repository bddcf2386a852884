import { Power } from 'lucide-react';
import { counted } from '../../engine/diagnostics/words.ts';
import type { PipelineNode } from '../../engine/graph/document.ts';
import { kindOf } from '../store/kinds.ts';
import { useSelection } from '../store/selection.ts';
import { Button } from '../ui/button.tsx';
import { categoryColour, KindIcon } from '../ui/kind-icon.tsx';
import { setEnabled } from './edit-node.ts';
import styles from './inspector.module.css';

/** What several nodes share. */
export const SeveralPanel = ({ nodes }: { readonly nodes: readonly PipelineNode[] }) => {
  const ids = nodes.map(n => n.id);
  const anyEnabled = nodes.some(n => n.disabled !== true);
  return (
    <div className={styles.content}>
      <h2 className={styles.heading}>{counted(nodes.length, 'node')}</h2>
      <Button icon={<Power />} onClick={() => setEnabled(ids, !anyEnabled, counted(nodes.length, 'node'))}>
        {anyEnabled ? 'Disable all' : 'Enable all'}
      </Button>
      <ul className={styles.several}>
        {nodes.map(node => {
          const kind = kindOf(node.kind);
          return (
            <li key={node.id}>
              <button type="button" onClick={() => useSelection.getState().select([node.id])}>
                <span style={{ color: kind === undefined ? 'inherit' : categoryColour(kind.category) }}>
                  <KindIcon name={kind?.icon ?? ''} />
                </span>
                <span className={styles.column}>{node.title ?? kind?.title ?? node.kind}</span>
                <span className={styles.type}>{node.id}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
};
