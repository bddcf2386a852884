/** Asks which tables of a dropped database, or sheets of a workbook, are wanted. Each becomes a source of its own. */
import { useState } from 'react';
import { addTables } from '../drop/tables.ts';
import { useDocument } from '../store/document.ts';
import { useCanvas } from './canvas-store.ts';
import styles from './popup.module.css';
import { SmallForm } from './popup-rename.tsx';

type Props = { readonly node: string; readonly file: string; readonly names: readonly string[] };

export const TablesPopup = ({ node, file, names }: Props) => {
  const isSheet = useDocument(state => state.document?.nodes.find(n => n.id === node)?.kind === 'read-excel');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(names.slice(0, 1)));
  const what = isSheet ? 'sheets' : 'tables';
  const toggle = (name: string): void => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  return (
    <SmallForm
      title={`Which ${what} of ${file}?`}
      action={chosen.size > 1 ? `Add ${chosen.size} sources` : 'Add'}
      disabled={chosen.size === 0}
      onSubmit={() => {
        useCanvas.getState().show(undefined);
        addTables(
          node,
          file,
          names.filter(name => chosen.has(name)),
        );
      }}
    >
      <ul className={styles.choices} aria-label={`${names.length} ${what}`}>
        {names.map((name, i) => (
          <li key={name}>
            <label>
              <input
                type="checkbox"
                // biome-ignore lint/a11y/noAutofocus: the list is what the person is asked about
                autoFocus={i === 0}
                checked={chosen.has(name)}
                onChange={() => toggle(name)}
              />
              <span>{name}</span>
            </label>
          </li>
        ))}
      </ul>
    </SmallForm>
  );
};
