import { ArrowDown, ArrowUp, ChevronDown, Filter, Pin } from 'lucide-react';
import { memo, type PointerEvent, type ReactNode, useState } from 'react';
import type { View } from '../../engine/contract/data.ts';
import { isNumeric, piecesOf } from './cell-text.ts';
import type { GridColumn } from './columns.ts';
import styles from './grid.module.css';
import type { GridActions } from './grid.tsx';
import { cellId, type Frame, GridLine } from './grid-line.tsx';

type Props = {
  readonly frame: Frame;
  readonly height: number;
  readonly active: number | undefined;
  readonly sort: View['sort'];
  readonly filtered: ReadonlySet<string>;
  readonly strip: ((column: GridColumn) => ReactNode) | undefined;
  readonly actions: GridActions;
  readonly onActive: (column: GridColumn) => void;
};

/** A column's name with what cannot be seen in it as marks. */
export const ColumnName = ({ name }: { readonly name: string }) =>
  piecesOf(name.slice(0, 200)).map((piece, i) =>
    piece.mark === undefined ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
      <span key={i} className={styles.mark}>
        {piece.text}
      </span>
    ),
  );

export const GridHeader = memo((props: Props) => {
  const { frame, height, active, sort, filtered, strip, actions, onActive } = props;
  const [dragged, setDragged] = useState<GridColumn | undefined>();

  const startResize = (column: GridColumn) => (event: PointerEvent<HTMLDivElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const handle = event.currentTarget;
    handle.setPointerCapture(event.pointerId);
    const begin = event.clientX;
    const move = (e: globalThis.PointerEvent) => actions.resize(column, column.width + e.clientX - begin);
    const end = () => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('lostpointercapture', end);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('lostpointercapture', end);
  };

  const draw = (column: GridColumn) => {
    const at = sort.findIndex(s => s.column === column.name);
    const key = sort[at];
    const direction = key === undefined ? undefined : key.descending ? 'descending' : 'ascending';
    return (
      <div
        key={column.index}
        id={cellId(frame.id, -1, column.index)}
        role="columnheader"
        aria-colindex={(frame.placeOf.get(column.index) ?? 0) + 2}
        aria-sort={direction ?? 'none'}
        data-active={active === column.index || undefined}
        data-target={(dragged !== undefined && dragged.index !== column.index) || undefined}
        className={isNumeric(column.type) ? `${styles.head} ${styles.headNumber}` : styles.head}
        style={{ left: column.left, width: column.width }}
        draggable
        onDragStart={event => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', column.name);
          setDragged(column);
        }}
        onDragEnd={() => setDragged(undefined)}
        onDragOver={event => {
          if (dragged !== undefined) event.preventDefault();
        }}
        onDrop={event => {
          event.preventDefault();
          event.stopPropagation();
          if (dragged !== undefined && dragged.index !== column.index) actions.move(dragged, column);
          setDragged(undefined);
        }}
        onContextMenu={event => {
          event.preventDefault();
          onActive(column);
          actions.menu(column, event.currentTarget);
        }}
      >
        <button
          type="button"
          tabIndex={-1}
          className={styles.headName}
          title={`${column.name} · ${column.type}`}
          onClick={event => {
            onActive(column);
            actions.sort(column, event.shiftKey);
          }}
        >
          <span className={styles.name}>
            <ColumnName name={column.name} />
          </span>
          {direction === undefined ? null : direction === 'descending' ? (
            <ArrowDown size={12} aria-hidden />
          ) : (
            <ArrowUp size={12} aria-hidden />
          )}
          {sort.length > 1 && at >= 0 ? <span className={styles.rank}>{at + 1}</span> : null}
          {filtered.has(column.name) ? <Filter size={11} aria-label="filtered" /> : null}
          {column.pinned ? <Pin size={11} aria-label="pinned" /> : null}
          <span className={styles.type}>{column.type.toLowerCase()}</span>
        </button>
        <button
          type="button"
          tabIndex={-1}
          className={styles.menuButton}
          aria-label={`Menu of ${column.name}`}
          aria-haspopup="menu"
          onClick={event => {
            onActive(column);
            actions.menu(column, event.currentTarget);
          }}
        >
          <ChevronDown size={13} aria-hidden />
        </button>
        {strip === undefined ? null : <div className={styles.strip}>{strip(column)}</div>}
        <div className={styles.resizer} role="presentation" onPointerDown={startResize(column)} />
      </div>
    );
  };
  return (
    <div role="rowgroup" className={styles.header} style={{ height }}>
      <div role="row" aria-rowindex={1} className={styles.headRow}>
        <GridLine
          frame={frame}
          draw={draw}
          first={
            <div
              role="columnheader"
              aria-colindex={1}
              aria-label="Row"
              className={styles.corner}
              style={{ width: frame.rowNumberWidth }}
            />
          }
        />
      </div>
    </div>
  );
});
