/** What the head and every row of the grid share: columns that move, and pinned ones over them. */
import type { ReactNode } from 'react';
import type { GridColumn } from './columns.ts';
import styles from './grid.module.css';

/** Where the columns stand now; the same for the head and all rows, and the same object until one of them moves. */
export type Frame = {
  /** The grid's own name, in the ids of its cells. */
  readonly id: string;
  readonly pinned: readonly GridColumn[];
  readonly seen: readonly GridColumn[];
  /** Place of each column among the shown ones, for screen readers. */
  readonly placeOf: ReadonlyMap<number, number>;
  readonly pinnedWidth: number;
  readonly rowNumberWidth: number;
};

export const cellId = (grid: string, row: number, column: number): string => `${grid}-${row}-${column}`;

type Props = {
  readonly frame: Frame;
  /** The cell of the row's number. */
  readonly first: ReactNode;
  readonly draw: (column: GridColumn) => ReactNode;
};

export const GridLine = ({ frame, first, draw }: Props) => (
  <>
    <div className={styles.moving} role="presentation" style={{ left: frame.pinnedWidth }}>
      {frame.seen.map(draw)}
    </div>
    <div className={styles.pinned} role="presentation" style={{ width: frame.pinnedWidth }}>
      {first}
      {frame.pinned.map(draw)}
    </div>
  </>
);
