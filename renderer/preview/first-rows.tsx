/** The first rows of a dropped file as the page read them, until the engine's are there. */
import { useMemo } from 'react';
import type { Head } from '../drop/head.ts';
import { gridColumns, plainArrangement } from './columns.ts';
import { Grid, type GridActions } from './grid.tsx';
import styles from './panel.module.css';
import { fixedRows } from './row-source.ts';

/** A grid that is only looked at. */
export const still: GridActions = {
  sort: () => {},
  resize: () => {},
  move: () => {},
  menu: () => {},
  copy: () => {},
  open: () => {},
};

export const nothingFiltered: ReadonlySet<string> = new Set();

export const FirstRows = ({ head, coming }: { readonly head: Head; readonly coming: boolean }) => {
  const rows = useMemo(() => fixedRows(head.rows), [head]);
  const columns = useMemo(() => gridColumns(head.columns, plainArrangement), [head]);
  return (
    <div className={styles.changes}>
      <p className={styles.summary} aria-live="polite">
        {coming
          ? 'A first look while the file is copied beside the pipeline; types are guessed.'
          : 'A first look; types are guessed.'}
      </p>
      <div className={styles.rest}>
        <Grid
          label="First rows of the file"
          rows={rows}
          version={0}
          total={head.rows.length}
          columns={columns}
          sort={[]}
          filtered={nothingFiltered}
          actions={still}
        />
      </div>
    </div>
  );
};
