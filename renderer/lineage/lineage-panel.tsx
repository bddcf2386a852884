import { X } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { PortColumn } from '../../engine/plan/lineage.ts';
import { columnKey, lineagePath } from '../../engine/plan/lineage-path.ts';
import { styleNonce } from '../app/policy.ts';
import { useCheck } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { IconButton } from '../ui/button.tsx';
import { highlightRules } from './highlight.ts';
import { useLineage } from './lineage.ts';
import styles from './lineage-panel.module.css';

const Columns = ({
  title,
  none,
  columns,
}: {
  readonly title: string;
  readonly none: string;
  readonly columns: readonly PortColumn[];
}) => {
  const document = useDocument(state => state.document);
  const titleOf = (id: string) => document?.nodes.find(n => n.id === id)?.title ?? id;
  return (
    <section>
      <h3>{title}</h3>
      {columns.length === 0 ? <p>{none}</p> : null}
      <ul>
        {columns.map(column => (
          <li key={columnKey(column)}>
            <button
              type="button"
              onClick={() => {
                useSelection.getState().select([column.node]);
                if (!column.port.startsWith('~')) void useLineage.getState().show(column);
              }}
            >
              <strong>{column.column}</strong>
              <small>{titleOf(column.node)}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Lets a column of the looked-at node be chosen, then tells where its values come from and go to. */
export const LineagePanel = () => {
  const at = useLineage(state => state.at);
  const links = useLineage(state => state.links);
  const ports = useCheck(state => state.ports);
  const document = useDocument(state => state.document);
  // Another pipeline means other links.
  useEffect(() => {
    const { at: shown, show } = useLineage.getState();
    if (shown !== undefined && document !== undefined) void show(shown);
  }, [document]);
  const path = useMemo(() => (at === undefined ? undefined : lineagePath(links, at)), [at, links]);
  if (at === undefined || path === undefined || document === undefined) return null;
  const columns = ports[`${at.node}.${at.port}`] ?? [];
  const nodes = new Set([at, ...path.before, ...path.after].map(c => c.node));
  return (
    <aside className={styles.panel} aria-label="Column lineage">
      <style nonce={styleNonce()}>{highlightRules(nodes, document)}</style>
      <header>
        <h2>Where values come from and go</h2>
        <IconButton label="Close column lineage" icon={<X />} onClick={useLineage.getState().close} />
      </header>
      <label>
        Column of {document.nodes.find(n => n.id === at.node)?.title ?? at.node}
        <select
          value={at.column}
          onChange={event => void useLineage.getState().show({ ...at, column: event.target.value })}
        >
          {columns.some(c => c.name === at.column) ? null : <option>{at.column}</option>}
          {columns.map(c => (
            <option key={c.name}>{c.name}</option>
          ))}
        </select>
      </label>
      <Columns title="Comes from" none="It is made here, or read from a source." columns={path.before} />
      <Columns title="Goes to" none="Nothing after this node uses it." columns={path.after} />
      {path.guessed ? (
        <p>Part of the way leads through SQL written by hand; there it is read off the column names.</p>
      ) : null}
      <p>Values only: conditions and sorting, which choose and order rows, are not part of it.</p>
    </aside>
  );
};
