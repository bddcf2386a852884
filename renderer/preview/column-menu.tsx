/** What can be done with a column: sort, filter, pin, hide, move, copy. */
import { Popover } from 'radix-ui';
import { type FormEvent, useId, useState } from 'react';
import type { Filter } from '../../engine/contract/data.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { useLineage } from '../lineage/lineage.ts';
import { knownPorts, useCheck } from '../store/check.ts';
import { useSelection } from '../store/selection.ts';
import { Button } from '../ui/button.tsx';
import { type GridColumn, placedAt, toggleHidden, togglePinned } from './columns.ts';
import { copyRows } from './copy.ts';
import { useData } from './data-store.ts';
import { ColumnName } from './grid-header.tsx';
import styles from './panel.module.css';

export const filterWords: Readonly<Record<Filter['op'], string>> = {
  contains: 'contains',
  equals: 'is',
  'not-equals': 'is not',
  less: 'is less than',
  'at-most': 'is at most',
  more: 'is more than',
  'at-least': 'is at least',
  null: 'is null',
  'not-null': 'is not null',
};

const ops = Object.keys(filterWords) as Filter['op'][];

const FilterForm = ({ column, done }: { readonly column: GridColumn; readonly done: () => void }) => {
  const known = useData(state => state.view.filter.find(f => f.column === column.name));
  const text = column.type === 'VARCHAR';
  const [op, setOp] = useState<Filter['op']>(known?.op ?? (text ? 'contains' : 'equals'));
  const [value, setValue] = useState(known?.value ?? '');
  const id = useId();
  const needsValue = op !== 'null' && op !== 'not-null';
  const apply = (event: FormEvent) => {
    event.preventDefault();
    useData.getState().setFilter(column.name, { column: column.name, op, ...(needsValue && { value }) });
    done();
  };
  return (
    <form className={styles.filterForm} onSubmit={apply}>
      <label htmlFor={`${id}-op`} className="visually-hidden">
        How to compare
      </label>
      <select id={`${id}-op`} value={op} onChange={event => setOp(event.target.value as Filter['op'])}>
        {ops.map(name => (
          <option key={name} value={name}>
            {filterWords[name]}
          </option>
        ))}
      </select>
      {needsValue ? (
        <input
          aria-label="Value"
          value={value}
          onChange={event => setValue(event.target.value)}
          placeholder="Value"
        />
      ) : null}
      <div className={styles.filterButtons}>
        {known === undefined ? null : (
          <Button
            look="quiet"
            onClick={() => {
              useData.getState().setFilter(column.name, undefined);
              done();
            }}
          >
            Clear
          </Button>
        )}
        <Button look="primary" type="submit">
          Filter
        </Button>
      </div>
    </form>
  );
};

type Props = {
  readonly column: GridColumn;
  readonly anchor: Element;
  readonly place: string;
  readonly schema: Schema;
  readonly columns: readonly GridColumn[];
  readonly total: number;
  readonly onClose: () => void;
};

/** Opens the way of the column's values on the canvas, for the port that is looked at. */
const showLineage = (column: string): void => {
  const { looked } = useSelection.getState();
  if (looked === undefined) return;
  const port = looked.port ?? knownPorts(useCheck.getState().ports, looked.node)[0];
  if (port !== undefined) void useLineage.getState().show({ node: looked.node, port, column });
};

export const ColumnMenu = ({ column, anchor, place, schema, columns, total, onClose }: Props) => {
  const { arrange, setSort } = useData.getState();
  const at = columns.findIndex(c => c.index === column.index);
  const [left, right] = [columns[at - 1], columns[at + 1]];
  const item = (label: string, act: () => void, disabled = false) => (
    <button
      type="button"
      className={styles.item}
      disabled={disabled}
      onClick={() => {
        act();
        onClose();
      }}
    >
      {label}
    </button>
  );
  return (
    <Popover.Root open onOpenChange={open => (open ? undefined : onClose())}>
      <Popover.Anchor virtualRef={{ current: anchor }} />
      <Popover.Portal>
        <Popover.Content
          className={styles.menu}
          align="start"
          sideOffset={2}
          aria-label={`Column ${column.name}`}
        >
          <div className={styles.menuTitle}>
            <ColumnName name={column.name} /> <span>{column.type}</span>
          </div>
          {item('Sort ascending', () => setSort(column.name, false))}
          {item('Sort descending', () => setSort(column.name, true))}
          <hr />
          <FilterForm column={column} done={onClose} />
          <hr />
          {item(column.pinned ? 'Unpin' : 'Pin to the left', () =>
            arrange(place, a => togglePinned(a, column.name)),
          )}
          {item('Hide', () => arrange(place, a => toggleHidden(a, column.name)), columns.length < 2)}
          {item(
            'Move left',
            () => arrange(place, a => placedAt(a, schema, column.name, left?.name ?? '')),
            left === undefined || left.pinned !== column.pinned,
          )}
          {item(
            'Move right',
            () => arrange(place, a => placedAt(a, schema, column.name, right?.name ?? '')),
            right === undefined || right.pinned !== column.pinned,
          )}
          <hr />
          {item('Show lineage', () => showLineage(column.name))}
          {item('Copy column', () => void copyRows(0, total - 1, [column], 'table'), total === 0)}
          {item('Copy column as CSV', () => void copyRows(0, total - 1, [column], 'csv'), total === 0)}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};
