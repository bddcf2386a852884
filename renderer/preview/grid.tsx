/**
 * The grid: a pane as large as what is seen, into which the rows of the present place are drawn. Nothing is as high as the
 * table, so five million rows scroll like fifty.
 */
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { View } from '../../engine/contract/data.ts';
import { type GridColumn, seenColumns, widthOf } from './columns.ts';
import type { CopyAs } from './copy.ts';
import styles from './grid.module.css';
import { GridHeader } from './grid-header.tsx';
import { headerRow, keyAct } from './grid-keys.ts';
import { cellId, type Frame } from './grid-line.tsx';
import { GridRow, type Spot } from './grid-row.tsx';
import type { RowSource } from './row-source.ts';
import { useScroll } from './use-scroll.ts';

export type { Spot };

export const rowHeight = 26;
/** Rows are placed from a near row on, so that no offset grows beyond what a browser counts exactly. */
const baseRows = 4096;
/** Rows are asked for this often at most: a dragged scroll bar passes thousands. */
const askMs = 40;

export type Selection = { readonly from: Spot; readonly to: Spot };

export type GridActions = {
  sort(column: GridColumn, add: boolean): void;
  resize(column: GridColumn, width: number): void;
  move(column: GridColumn, to: GridColumn): void;
  /** Opens the menu of a column at its header. */
  menu(column: GridColumn, at: Element): void;
  copy(selection: Selection, as: CopyAs): void;
  /** Shows a cell whole. */
  open(spot: Spot): void;
};

type Props = {
  readonly label: string;
  readonly rows: RowSource;
  readonly version: number;
  readonly total: number;
  readonly columns: readonly GridColumn[];
  readonly sort: View['sort'];
  readonly filtered: ReadonlySet<string>;
  readonly actions: GridActions;
  /** What stands below a column's name: its distribution. */
  readonly strip?: ((column: GridColumn) => ReactNode) | undefined;
  readonly changed?: ((row: number, column: number) => boolean) | undefined;
  /** Keeps two grids at one place: told of the first seen row's offset, and goes there when it changes. */
  readonly top?: number | undefined;
  readonly onTop?: ((top: number) => void) | undefined;
};

const startOf = ({ from, to }: Selection): Selection => ({
  from: { row: Math.min(from.row, to.row), column: Math.min(from.column, to.column) },
  to: { row: Math.max(from.row, to.row), column: Math.max(from.column, to.column) },
});

export const Grid = (props: Props) => {
  const { label, rows, version, total, columns, sort, filtered, actions, strip, changed, top, onTop } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const headerHeight = strip === undefined ? 42 : 74;
  const { place, body, map, goTo, onScroll } = useScroll(scroller, total * rowHeight, headerHeight);
  // Columns of the active cell are places among the shown columns.
  const [chosen, setChosen] = useState<Selection | undefined>();
  const rowNumberWidth = Math.max(48, total.toLocaleString('en').length * 6.6 + 18);
  const pinned = useMemo(() => columns.filter(c => c.pinned), [columns]);
  const pinnedWidth = rowNumberWidth + widthOf(pinned);
  const movingWidth = widthOf(columns) - widthOf(pinned);
  const room = Math.max(0, place.width - pinnedWidth);
  const seen = useMemo(
    () => seenColumns(columns, place.left, place.left + room),
    [columns, place.left, room],
  );
  const placeOf = useMemo(() => new Map(columns.map((c, i) => [c.index, i])), [columns]);
  const frame = useMemo(
    (): Frame => ({
      id,
      pinned: pinned.map(c => ({ ...c, left: c.left + rowNumberWidth })),
      seen,
      placeOf,
      pinnedWidth,
      rowNumberWidth,
    }),
    [id, pinned, seen, placeOf, pinnedWidth, rowNumberWidth],
  );
  const first = Math.max(0, Math.floor(place.top / rowHeight));
  const last = Math.min(total - 1, Math.ceil((place.top + body) / rowHeight));
  const base = Math.floor(first / baseRows) * baseRows;
  // A row that comes into sight takes over the elements of one that left it; the others keep theirs.
  const slots = Math.ceil(body / rowHeight) + 2;

  const asked = useRef({ at: 0, row: 0 });
  useEffect(() => {
    if (total === 0) return;
    const ask = () => {
      const ahead = Math.sign(first - asked.current.row);
      asked.current = { at: performance.now(), row: first };
      rows.need(
        first,
        last,
        [...pinned, ...seen].map(c => c.index),
        ahead,
      );
    };
    const timer = setTimeout(ask, Math.max(0, asked.current.at + askMs - performance.now()));
    return () => clearTimeout(timer);
  }, [rows, first, last, seen, pinned, total]);

  useEffect(() => onTop?.(place.top), [onTop, place.top]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the other grid's moves are followed
  useEffect(() => {
    if (top !== undefined && Math.abs(top - place.top) > 1) goTo(top);
  }, [top]);

  const select = (to: Spot, extend: boolean) => {
    const next = { from: extend && chosen !== undefined ? chosen.from : to, to };
    setChosen(next);
    const y = to.row * rowHeight;
    if (to.row >= 0 && y < place.top) goTo(y);
    else if (to.row >= 0 && y + rowHeight > place.top + body) goTo(y + rowHeight - body);
    const column = columns[to.column];
    const element = scroller.current;
    if (column === undefined || column.pinned || element === null) return;
    if (column.left < element.scrollLeft) element.scrollLeft = column.left;
    else if (column.left + column.width > element.scrollLeft + room)
      element.scrollLeft = column.left + column.width - room;
  };

  // The header is drawn again for what it shows, not for every scrolled row.
  const latest = useRef(select);
  latest.current = select;
  const onActive = useCallback(
    (column: GridColumn) => latest.current({ row: headerRow, column: placeOf.get(column.index) ?? 0 }, false),
    [placeOf],
  );

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = chosen?.to ?? { row: 0, column: 0 };
    const column = columns[at.column];
    const page = Math.max(1, Math.floor(body / rowHeight) - 1);
    const did = keyAct(event, at, { rows: total, columns: columns.length, page });
    if (did === undefined || column === undefined) return;
    event.preventDefault();
    switch (did.act) {
      case 'go':
        return select(did.to, did.extend);
      case 'resize':
        return actions.resize(column, column.width + 16 * did.by);
      case 'move': {
        const neighbour = columns[at.column + did.by];
        if (neighbour === undefined) return;
        actions.move(column, neighbour);
        return select({ row: headerRow, column: at.column + did.by }, false);
      }
      case 'sort':
        return actions.sort(column, did.add);
      case 'menu': {
        const header = document.getElementById(cellId(id, headerRow, column.index));
        return header === null ? undefined : actions.menu(column, header);
      }
      case 'open':
        return actions.open({ row: at.row, column: column.index });
      case 'copy':
      case 'copy-csv':
        return chosen === undefined
          ? undefined
          : actions.copy(startOf(chosen), did.act === 'copy' ? 'table' : 'csv');
      case 'all':
        return setChosen({
          from: { row: 0, column: 0 },
          to: { row: Math.max(0, total - 1), column: columns.length - 1 },
        });
    }
  };

  const spotOf = (target: EventTarget): Spot | undefined => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
    if (cell === null) return undefined;
    const row = Number(cell.dataset.row);
    const column = cell.dataset.column === undefined ? -1 : (placeOf.get(Number(cell.dataset.column)) ?? 0);
    return { row, column };
  };

  const range = chosen === undefined ? undefined : startOf(chosen);
  const isRange =
    range !== undefined && (range.from.row !== range.to.row || range.from.column !== range.to.column);
  const activeColumn = chosen === undefined ? undefined : columns[chosen.to.column];
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={
        chosen === undefined || activeColumn === undefined
          ? undefined
          : cellId(id, chosen.to.row, activeColumn.index)
      }
      tabIndex={0}
      className={styles.grid}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      onFocus={() => {
        if (chosen === undefined && total > 0)
          setChosen({ from: { row: 0, column: 0 }, to: { row: 0, column: 0 } });
      }}
      onMouseDown={event => {
        const spot = spotOf(event.target);
        if (spot === undefined || spot.row < 0) return;
        if (spot.column >= 0) select(spot, event.shiftKey);
        else
          setChosen(before => ({
            from: { row: event.shiftKey && before !== undefined ? before.from.row : spot.row, column: 0 },
            to: { row: spot.row, column: columns.length - 1 },
          }));
      }}
      onMouseMove={event => {
        if (event.buttons !== 1 || chosen === undefined) return;
        const spot = spotOf(event.target);
        if (spot !== undefined && spot.row >= 0 && spot.column >= 0)
          setChosen({ from: chosen.from, to: spot });
      }}
      onDoubleClick={event => {
        const spot = spotOf(event.target);
        const column = columns[spot?.column ?? -1];
        if (spot !== undefined && spot.row >= 0 && column !== undefined)
          actions.open({ row: spot.row, column: column.index });
      }}
    >
      <div
        className={styles.extent}
        role="presentation"
        style={{ height: map.height + headerHeight, width: pinnedWidth + movingWidth }}
      >
        <div
          className={styles.pane}
          role="presentation"
          style={{ width: place.width, height: place.height, ['--left' as string]: `${-place.left}px` }}
        >
          <GridHeader
            frame={frame}
            height={headerHeight}
            active={chosen?.to.row === headerRow ? activeColumn?.index : undefined}
            sort={sort}
            filtered={filtered}
            strip={strip}
            actions={actions}
            onActive={onActive}
          />
          <div className={styles.body} role="rowgroup" style={{ top: headerHeight, height: body }}>
            <div
              role="presentation"
              className={styles.rows}
              style={{ transform: `translateY(${base * rowHeight - place.top}px)` }}
            >
              {Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).map(row => (
                <GridRow
                  key={row % slots}
                  frame={frame}
                  row={row}
                  top={(row - base) * rowHeight}
                  active={chosen?.to.row === row ? activeColumn?.index : undefined}
                  selected={
                    isRange && row >= range.from.row && row <= range.to.row ? rangeColumns(range) : undefined
                  }
                  cell={rows.cell}
                  changed={changed}
                  version={version}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
    </div>
  );
};

const ranges = new Map<string, readonly [number, number]>();

/** The same array for the same range, so that rows are not drawn again. */
const rangeColumns = ({ from, to }: Selection): readonly [number, number] => {
  const key = `${from.column} ${to.column}`;
  const known = ranges.get(key);
  if (known !== undefined) return known;
  const made: readonly [number, number] = [from.column, to.column];
  if (ranges.size > 1000) ranges.clear();
  ranges.set(key, made);
  return made;
};
