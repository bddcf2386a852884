import { focusCanvas } from '../canvas/view.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import styles from './inspector.module.css';
import { NodePanel } from './node-panel.tsx';
import { PipelinePanel } from './pipeline-panel.tsx';
import { SeveralPanel } from './several-panel.tsx';

/** Settings of what is selected: one node, several, or else the pipeline. */
export const Inspector = () => {
  const selected = useSelection(state => state.nodes);
  const nodes = useDocument(state => state.document?.nodes);
  const chosen = (nodes ?? []).filter(node => selected.has(node.id));
  const [only, second] = chosen;
  return (
    <aside
      aria-label="Settings"
      className={styles.inspector}
      onKeyDown={event => {
        // What is open over a field, or half written in it, takes the key for itself.
        if (event.key === 'Escape' && !event.defaultPrevented) focusCanvas();
      }}
    >
      {only === undefined ? (
        <PipelinePanel />
      ) : second === undefined ? (
        <NodePanel key={only.id} node={only} />
      ) : (
        <SeveralPanel nodes={chosen} />
      )}
    </aside>
  );
};
