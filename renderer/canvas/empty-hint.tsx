import { Plus } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import styles from './canvas.module.css';
import { useCanvas } from './canvas-store.ts';

/** What to do on an empty canvas. */
export const EmptyHint = () => (
  <div className={styles.empty}>
    <h2>Start with data</h2>
    <p>
      Drop a file here, or add a source. Double-click anywhere, or press <kbd>/</kbd>, to add a node.
    </p>
    <Button look="primary" icon={<Plus />} onClick={() => useCanvas.getState().show({ popup: 'add' })}>
      Add a source
    </Button>
  </div>
);
