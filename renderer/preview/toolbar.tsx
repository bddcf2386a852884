import { RefreshCw, Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Schema } from '../../engine/schema/types.ts';
import { checkNow } from '../store/check.ts';
import { useSelection } from '../store/selection.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { filterWords } from './column-menu.tsx';
import { plainArrangement } from './columns.ts';
import { ColumnsButton } from './columns-button.tsx';
import { type DataMode, useData } from './data-store.ts';
import { mainRows } from './looking.ts';
import styles from './panel.module.css';
import type { RowsState } from './row-source.ts';

const reportMode = { mode: 'report', label: 'Report' } as const;
const modes: readonly { readonly mode: DataMode; readonly label: string }[] = [
  { mode: 'table', label: 'Table' },
  { mode: 'profile', label: 'Profile' },
  { mode: 'chart', label: 'Chart' },
  { mode: 'changes', label: 'Changes' },
];

/** Quiet time while a search is typed. */
const typeMs = 250;

const SearchBox = () => {
  const search = useData(state => state.view.search);
  const [text, setText] = useState(search);
  useEffect(() => setText(search), [search]);
  useEffect(() => {
    if (text === search) return;
    const timer = setTimeout(() => {
      const { view, setView } = useData.getState();
      setView({ ...view, search: text });
    }, typeMs);
    return () => clearTimeout(timer);
  }, [text, search]);
  return (
    <span className={styles.search}>
      <Search size={13} aria-hidden />
      <input
        type="search"
        aria-label="Search in all columns"
        placeholder="Search"
        value={text}
        maxLength={1000}
        onChange={event => setText(event.target.value)}
      />
    </span>
  );
};

const Filters = () => {
  const filters = useData(state => state.view.filter);
  return filters.map(({ column, op, value }) => (
    <span key={column} className={styles.chip}>
      {column} {filterWords[op]} {value}
      <button
        type="button"
        aria-label={`Remove the filter of ${column}`}
        onClick={() => useData.getState().setFilter(column, undefined)}
      >
        <X size={11} aria-hidden />
      </button>
    </span>
  ));
};

const number = (n: number): string => n.toLocaleString('en');

/** How many rows are there, and the way to all of them. */
const Counted = ({ state }: { readonly state: RowsState }) => {
  const view = useData(data => data.view);
  const whole = useData(data => data.whole);
  const plain = view.filter.length === 0 && view.search === '';
  if (state.busy && whole && (!state.complete || state.view !== view))
    return (
      <>
        <span className={styles.working}>
          {state.complete ? 'Looking through all rows…' : 'Computing all rows…'}
        </span>
        <Button
          look="quiet"
          onClick={() => {
            mainRows.stop();
            useData.getState().place();
          }}
        >
          Cancel
        </Button>
      </>
    );
  if (state.columns === undefined) return null;
  if (!state.complete)
    return (
      <>
        <span>First {number(state.total)} rows</span>
        <Button look="quiet" onClick={() => useData.getState().askWhole(true)}>
          All rows
        </Button>
      </>
    );
  return (
    <span>
      {number(state.total)} {state.total === 1 ? 'row' : 'rows'}
      {plain ? '' : ' found'}
    </span>
  );
};

const Outputs = ({
  ports,
  port,
}: {
  readonly ports: readonly string[];
  readonly port: string | undefined;
}) => {
  const looked = useSelection(state => state.looked);
  if (ports.length < 2 || looked === undefined) return null;
  return (
    <select
      aria-label="Output"
      className={styles.select}
      value={port ?? ports[0]}
      onChange={event => useSelection.getState().look(looked.node, event.target.value)}
    >
      {ports.map(name => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
};

const Modes = ({ mode, reports }: { readonly mode: DataMode; readonly reports: boolean }) => (
  <div className={styles.modes} role="radiogroup" aria-label="Show as">
    {(reports ? [reportMode, ...modes] : modes).map(({ mode: value, label }) => (
      <label key={value} data-on={mode === value || undefined}>
        <input
          type="radio"
          name="data-mode"
          className="visually-hidden"
          checked={mode === value}
          onChange={() => useData.getState().setMode(value)}
        />
        {label}
      </label>
    ))}
  </div>
);

export const Toolbar = ({
  state,
  place,
  ports,
  port,
  drawn,
  mode,
  reports,
}: {
  readonly state: RowsState;
  readonly place: string;
  readonly ports: readonly string[];
  readonly port: string | undefined;
  /** A chart node is shown, which is a chart and nothing else. */
  readonly drawn: boolean;
  readonly mode: DataMode;
  /** The node has a report, which is shown as well. */
  readonly reports: boolean;
}) => {
  const arrangement = useData(data => data.arrangements.get(place)) ?? plainArrangement;
  const schema: Schema = state.columns ?? [];
  return (
    <div className={styles.toolbar}>
      {mode === 'report' ? null : <Outputs ports={ports} port={port} />}
      {drawn ? null : <Modes mode={mode} reports={reports} />}
      <span className={styles.counted} aria-live="polite">
        {mode === 'report' ? null : <Counted state={state} />}
      </span>
      {mode === 'table' ? <Filters /> : null}
      <span className={styles.space} />
      {mode === 'table' ? (
        <>
          <SearchBox />
          <ColumnsButton place={place} schema={schema} arrangement={arrangement} />
        </>
      ) : null}
      <IconButton label="Read again" icon={<RefreshCw aria-hidden />} onClick={() => void checkNow()} />
    </div>
  );
};
