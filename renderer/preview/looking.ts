/** What the data panel looks at, asked of the host. */
import { useEffect, useSyncExternalStore } from 'react';
import { host } from '../rpc/connect.ts';
import { useCheck } from '../store/check.ts';
import { sourceOf, useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { useData } from './data-store.ts';
import { createRowSource, type Looked, type RowSource, type RowsState } from './row-source.ts';

export const newRowSource = (): RowSource =>
  createRowSource(({ source, node, port, view, whole }, window, signal) =>
    host().call(
      'data.page',
      {
        source,
        node,
        ...(port !== undefined && { port }),
        view,
        whole,
        offset: window.offset,
        limit: window.limit,
        ...(window.columns !== undefined && { columns: window.columns }),
      },
      signal,
    ),
  );

/** The rows of the port that is looked at. */
export const mainRows = newRowSource();

export const useRows = (rows: RowSource): RowsState => useSyncExternalStore(rows.subscribe, rows.state);

/** What the engine is told of the present place; undefined where nothing is looked at. */
export const lookedNow = (): Looked | undefined => {
  const { looked } = useSelection.getState();
  const source = sourceOf(useDocument.getState());
  if (looked === undefined || source === undefined) return undefined;
  const { view, whole } = useData.getState();
  return { source, node: looked.node, port: looked.port, view, whole };
};

export const placeName = (node: string, port: string | undefined): string => `${node} ${port ?? ''}`;

/** Keeps the rows in step with selection, edits and view. Rows are asked for when the check has looked at an edit. */
export const useLooking = (): void => {
  const looked = useSelection(state => state.looked);
  const ports = useCheck(state => state.ports);
  const trusted = useDocument(state => state.trusted);
  const view = useData(state => state.view);
  const whole = useData(state => state.whole);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is seen as it is
  useEffect(() => useData.getState().place(), [looked?.node, looked?.port]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new columns may mean new rows
  useEffect(() => {
    mainRows.look(trusted ? lookedNow() : undefined);
  }, [looked, ports, trusted, view, whole]);
  useEffect(() => () => mainRows.stop(), []);
};
