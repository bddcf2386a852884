import { Columns3 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { Schema } from '../../engine/schema/types.ts';
import { Button } from '../ui/button.tsx';
import { type Arrangement, plainArrangement, toggleHidden, togglePinned } from './columns.ts';
import { useData } from './data-store.ts';
import { ColumnName } from './grid-header.tsx';
import styles from './panel.module.css';

/** Finds, shows and hides columns. */
export const ColumnsButton = ({
  place,
  schema,
  arrangement,
}: {
  readonly place: string;
  readonly schema: Schema;
  readonly arrangement: Arrangement;
}) => {
  const [search, setSearch] = useState('');
  const { arrange } = useData.getState();
  const found = schema.filter(c => c.name.toLowerCase().includes(search.toLowerCase()));
  const shown = schema.filter(c => !arrangement.hidden.has(c.name)).length;
  const setAll = (visible: boolean) =>
    arrange(place, a => {
      const hidden = new Set(a.hidden);
      for (const { name } of found) visible ? hidden.delete(name) : hidden.add(name);
      return { ...a, hidden };
    });
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button look="quiet" icon={<Columns3 aria-hidden />}>
          {shown === schema.length ? `${schema.length} columns` : `${shown} of ${schema.length} columns`}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.menu} align="end" sideOffset={4} aria-label="Columns">
          <input
            type="search"
            aria-label="Find a column"
            placeholder="Find a column"
            value={search}
            onChange={event => setSearch(event.target.value)}
            className={styles.find}
          />
          <ul className={styles.columnList}>
            {found.slice(0, 500).map(({ name, type }) => (
              <li key={name}>
                <label>
                  <input
                    type="checkbox"
                    checked={!arrangement.hidden.has(name)}
                    onChange={() => arrange(place, a => toggleHidden(a, name))}
                  />
                  <span className={styles.listName}>
                    <ColumnName name={name} />
                  </span>
                  <span className={styles.listType}>{type.toLowerCase()}</span>
                </label>
                <button
                  type="button"
                  className={styles.pinButton}
                  aria-pressed={arrangement.pinned.has(name)}
                  onClick={() => arrange(place, a => togglePinned(a, name))}
                >
                  Pin<span className="visually-hidden"> {name}</span>
                </button>
              </li>
            ))}
            {found.length === 0 ? <li className={styles.quiet}>No column is named like this.</li> : null}
          </ul>
          <div className={styles.filterButtons}>
            <Button look="quiet" onClick={() => arrange(place, () => plainArrangement)}>
              Reset
            </Button>
            <Button look="quiet" onClick={() => setAll(false)} disabled={found.length === schema.length}>
              Hide found
            </Button>
            <Button look="quiet" onClick={() => setAll(true)}>
              Show all
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};
