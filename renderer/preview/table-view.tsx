/** The rows of the looked-at port in the grid, with menus. */
import { useEffect, useMemo, useState } from 'react';
import type { Schema } from '../../engine/schema/types.ts';
import { CellDialog } from './cell-dialog.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { type GridColumn, gridColumns, placedAt, plainArrangement, resized } from './columns.ts';
import { copyCell, copyRows } from './copy.ts';
import { useData } from './data-store.ts';
import { Grid, type GridActions, type Spot } from './grid.tsx';
import { Distribution, shareText } from './histogram.tsx';
import { mainRows } from './looking.ts';
import styles from './panel.module.css';
import { profileColumns, useProfiles } from './profiles.ts';
import type { RowsState } from './row-source.ts';

/** Columns whose distribution is worked out for the header; the profile has all. */
const mostStrips = 60;

type Props = {
  readonly state: RowsState & { readonly columns: Schema };
  readonly place: string;
  readonly label: string;
};

const Strip = ({ column, dataKey }: { readonly column: GridColumn; readonly dataKey: string }) => {
  const profile = useProfiles(state =>
    state.key === dataKey ? state.byColumn.get(column.index) : undefined,
  );
  if (profile === undefined) return null;
  return (
    <div className={styles.stripBody}>
      <div className={styles.stripBars}>
        <Distribution profile={profile} />
      </div>
      {profile.nulls > 0 ? (
        <span className={styles.stripNulls} title={`${profile.nulls.toLocaleString('en')} nulls`}>
          {shareText(profile.nulls, profile.rows)} ∅
        </span>
      ) : null}
    </div>
  );
};

export const TableView = ({ state, place, label }: Props) => {
  const arrangement = useData(data => data.arrangements.get(place)) ?? plainArrangement;
  const view = useData(data => data.view);
  const [menu, setMenu] = useState<{ column: GridColumn; anchor: Element } | undefined>();
  const [opened, setOpened] = useState<Spot | undefined>();
  const schema = state.columns;
  const columns = useMemo(() => gridColumns(schema, arrangement), [schema, arrangement]);
  const filtered = useMemo(() => new Set(view.filter.map(f => f.column)), [view]);
  const { key, complete, total } = state;

  // The small distributions are of all rows, so they come once these are there anyway.
  const strips = complete;
  useEffect(
    () =>
      strips
        ? profileColumns(
            key,
            columns.slice(0, mostStrips).map(c => c.index),
          )
        : undefined,
    [strips, key, columns],
  );

  const actions = useMemo((): GridActions => {
    const { sortBy, arrange } = useData.getState();
    return {
      sort: (column, add) => sortBy(column.name, add),
      resize: (column, width) => arrange(place, a => resized(a, column.name, width)),
      move: (column, to) => arrange(place, a => placedAt(a, schema, column.name, to.name)),
      menu: (column, anchor) => setMenu({ column, anchor }),
      copy: ({ from, to }, as) => {
        const chosen = columns.slice(from.column, to.column + 1);
        const [only] = chosen;
        if (only !== undefined && chosen.length === 1 && from.row === to.row)
          void copyCell(from.row, only.index);
        else void copyRows(from.row, to.row, chosen, as);
      },
      open: spot => setOpened(spot),
    };
  }, [place, schema, columns]);
  const strip = useMemo(
    () => (strips ? (column: GridColumn) => <Strip column={column} dataKey={key} /> : undefined),
    [strips, key],
  );
  const openedColumn = opened === undefined ? undefined : columns.find(c => c.index === opened.column);

  if (columns.length === 0)
    return <p className={styles.empty}>Every column is hidden. Show some with the columns button.</p>;
  return (
    <>
      <Grid
        key={place}
        label={label}
        rows={mainRows}
        version={state.version}
        total={total}
        columns={columns}
        sort={view.sort}
        filtered={filtered}
        actions={actions}
        strip={strip}
      />
      {menu === undefined ? null : (
        <ColumnMenu
          column={menu.column}
          anchor={menu.anchor}
          place={place}
          schema={schema}
          columns={columns}
          total={total}
          onClose={() => setMenu(undefined)}
        />
      )}
      {opened === undefined || openedColumn === undefined ? null : (
        <CellDialog row={opened.row} column={openedColumn} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
};
