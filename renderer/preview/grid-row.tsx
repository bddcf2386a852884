import { memo } from 'react';
import { isNumeric } from './cell-text.ts';
import type { GridColumn } from './columns.ts';
import styles from './grid.module.css';
import { CellText } from './grid-cell.tsx';

export type Spot = { readonly row: number; readonly column: number };

type Props = {
  readonly id: string;
  readonly row: number;
  readonly top: number;
  readonly pinned: readonly GridColumn[];
  readonly seen: readonly GridColumn[];
  /** Place of each column among the shown ones, for screen readers. */
  readonly placeOf: ReadonlyMap<number, number>;
  readonly pinnedWidth: number;
  readonly rowNumberWidth: number;
  /** The column of the active cell, where it is in this row. */
  readonly active: number | undefined;
  /** Places of the first and last selected column, where the row is selected. */
  readonly selected: readonly [number, number] | undefined;
  readonly cell: (row: number, column: number) => unknown;
  readonly changed: ((row: number, column: number) => boolean) | undefined;
  /** Rises when cells came in. */
  readonly version: number;
};

export const cellId = (grid: string, row: number, column: number): string => `${grid}-${row}-${column}`;

export const GridRow = memo((props: Props) => {
  const {
    id,
    row,
    top,
    pinned,
    seen,
    placeOf,
    pinnedWidth,
    rowNumberWidth,
    active,
    selected,
    cell,
    changed,
  } = props;
  const draw = (column: GridColumn) => {
    const value = cell(row, column.index);
    const place = placeOf.get(column.index) ?? 0;
    const isSelected = selected !== undefined && place >= selected[0] && place <= selected[1];
    return (
      <div
        key={column.index}
        id={cellId(id, row, column.index)}
        role="gridcell"
        aria-colindex={place + 2}
        aria-selected={isSelected}
        data-row={row}
        data-column={column.index}
        data-active={active === column.index || undefined}
        data-changed={changed?.(row, column.index) || undefined}
        className={isNumeric(column.type) ? `${styles.cell} ${styles.number}` : styles.cell}
        style={{ left: column.left, width: column.width }}
      >
        {value === undefined ? (
          <span className={styles.coming} aria-hidden="true" />
        ) : (
          <CellText value={value} type={column.type} />
        )}
      </div>
    );
  };
  return (
    <div role="row" aria-rowindex={row + 2} className={styles.row} style={{ top }} data-even={row % 2 === 0}>
      <div className={styles.moving} role="presentation" style={{ left: pinnedWidth }}>
        {seen.map(draw)}
      </div>
      <div className={styles.pinned} role="presentation" style={{ width: pinnedWidth }}>
        <div
          role="rowheader"
          aria-colindex={1}
          className={styles.rowNumber}
          style={{ width: rowNumberWidth }}
          data-row={row}
          data-current={active !== undefined || undefined}
        >
          {(row + 1).toLocaleString('en')}
        </div>
        {pinned.map(draw)}
      </div>
    </div>
  );
});
