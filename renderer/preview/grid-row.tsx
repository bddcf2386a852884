import { memo } from 'react';
import { isNumeric } from './cell-text.ts';
import type { GridColumn } from './columns.ts';
import styles from './grid.module.css';
import { CellText } from './grid-cell.tsx';
import { cellId, type Frame, GridLine } from './grid-line.tsx';

export type Spot = { readonly row: number; readonly column: number };

type Props = {
  readonly frame: Frame;
  readonly row: number;
  readonly top: number;
  /** The column of the active cell, where it is in this row. */
  readonly active: number | undefined;
  /** Places of the first and last selected column, where the row is selected. */
  readonly selected: readonly [number, number] | undefined;
  readonly cell: (row: number, column: number) => unknown;
  readonly changed: ((row: number, column: number) => boolean) | undefined;
  /** Rises when cells came in. */
  readonly version: number;
};

export const GridRow = memo((props: Props) => {
  const { frame, row, top, active, selected, cell, changed } = props;
  const draw = (column: GridColumn) => {
    const value = cell(row, column.index);
    const place = frame.placeOf.get(column.index) ?? 0;
    const isSelected = selected !== undefined && place >= selected[0] && place <= selected[1];
    return (
      <div
        key={column.index}
        id={cellId(frame.id, row, column.index)}
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
      <GridLine
        frame={frame}
        draw={draw}
        first={
          <div
            role="rowheader"
            aria-colindex={1}
            className={styles.rowNumber}
            style={{ width: frame.rowNumberWidth }}
            data-row={row}
            data-current={active !== undefined || undefined}
          >
            {(row + 1).toLocaleString('en')}
          </div>
        }
      />
    </div>
  );
});
