/** The legend over the canvas while it is compared with a file: what its marks mean, what is gone, and the way out. */
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { isSameMeaning, type NodeDiff } from '../../engine/graph/diff.ts';
import { styleNonce } from '../app/policy.ts';
import { inOverlay, writesText } from '../commands/places.ts';
import { useDocument } from '../store/document.ts';
import { useUi } from '../store/ui.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { type Compared, useComparing, useDiff } from './comparing.ts';
import styles from './comparison-bar.module.css';
import { markRules } from './mark-rules.ts';

const words = { added: 'added', changed: 'changed', removed: 'removed' } as const;
const hows = ['added', 'changed', 'removed'] as const;

const Legend = ({
  nodes,
  wires,
}: {
  readonly nodes: readonly NodeDiff[];
  readonly wires: Record<string, number>;
}) =>
  hows.map(how => {
    const own = nodes.filter(d => d.how === how);
    const lines = wires[how] ?? 0;
    if (own.length + lines === 0) return null;
    const names = own.map(({ node }) => node.title ?? node.id);
    return (
      <li key={how} data-how={how} title={names.join(', ')}>
        <span className={styles.swatch} aria-hidden />
        {own.length > 0 ? `${own.length} ${words[how]}` : null}
        {own.length > 0 && lines > 0 ? ', ' : null}
        {lines > 0 ? `${lines} ${lines === 1 ? 'wire' : 'wires'} ${words[how]}` : null}
        {how === 'removed' && names.length > 0 ? <small>{names.slice(0, 3).join(', ')}</small> : null}
      </li>
    );
  });

const Bar = ({
  name,
  text,
  diff,
}: Compared & { readonly diff: NonNullable<ReturnType<typeof useDiff>>['diff'] }) => {
  const document = useDocument(state => state.document);
  const { end } = useComparing.getState();
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || writesText(event.target) || inOverlay(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      end();
    };
    window.addEventListener('keydown', leave, { capture: true });
    return () => window.removeEventListener('keydown', leave, { capture: true });
  }, [end]);
  const wires = {
    added: diff.edges.filter(d => d.how === 'added').length,
    removed: diff.edges.filter(d => d.how === 'removed').length,
  };
  return (
    <section className={styles.bar} aria-label="Comparison" aria-live="polite">
      {document === undefined ? null : <style nonce={styleNonce()}>{markRules(diff, document)}</style>}
      <span className={styles.name}>Compared with {name}</span>
      {isSameMeaning(diff) ? (
        <span className={styles.same}>
          {diff.looks ? 'Only places, notes or groups differ' : 'No difference'}
        </span>
      ) : (
        <ul>
          <Legend nodes={diff.nodes} wires={wires} />
          {diff.pipeline.length === 0 ? null : <li>Parameters or name changed</li>}
        </ul>
      )}
      <Button look="quiet" onClick={() => useUi.getState().show({ dialog: 'diff', name, text })}>
        Details
      </Button>
      <IconButton label="Leave the comparison" shortcut="Esc" icon={<X aria-hidden />} onClick={end} />
    </section>
  );
};

export const ComparisonBar = () => {
  const compared = useDiff();
  return compared === undefined ? null : <Bar {...compared} />;
};
