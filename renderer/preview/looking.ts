/** What the data panel looks at, asked of the host. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ReportPart } from '../../engine/catalogue/report.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { wiresOf } from '../../engine/graph/ports.ts';
import { host } from '../rpc/connect.ts';
import { useCheck } from '../store/check.ts';
import { type DocumentState, sourceOf, useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { type SelectionState, useSelection } from '../store/selection.ts';
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

export type Place = {
  readonly node: string;
  readonly port: string | undefined;
  /** The chart node that draws these rows, where that is what was selected. */
  readonly drawnBy?: string;
};

/** Whose rows are shown: those of a port, or for a chart those that it draws. */
export const placeOf = (
  { document }: Pick<DocumentState, 'document'>,
  { looked }: Pick<SelectionState, 'looked'>,
): Place | undefined => {
  const kind = document?.nodes.find(n => n.id === looked?.node)?.kind;
  if (looked === undefined || document === undefined || kind !== 'chart') return looked;
  const wire = wiresOf(document, kindOf).find(w => w.to.node === looked.node);
  return wire === undefined ? undefined : { ...wire.from, port: wire.from.port, drawnBy: looked.node };
};

/** The present place. The same object until it is another one. */
export const usePlace = (): Place | undefined => {
  const document = useDocument(state => state.document);
  const looked = useSelection(state => state.looked);
  const place = placeOf({ document }, { looked });
  const { node, port, drawnBy } = place ?? {};
  return useMemo(
    () => (node === undefined ? undefined : { node, port, ...(drawnBy !== undefined && { drawnBy }) }),
    [node, port, drawnBy],
  );
};

/** The report of a place, where its node's kind has one. A chart is looked at through its own. */
export const reportAt = (
  document: PipelineDocument | undefined,
  place: Place | undefined,
): readonly ReportPart[] | undefined =>
  place === undefined || place.drawnBy !== undefined
    ? undefined
    : kindOf(document?.nodes.find(n => n.id === place.node)?.kind ?? '')?.report;

/** What the engine is told of the present place; undefined where nothing is looked at. */
export const lookedNow = (): Looked | undefined => {
  const place = placeOf(useDocument.getState(), useSelection.getState());
  const source = sourceOf(useDocument.getState());
  if (place === undefined || source === undefined) return undefined;
  const { view, whole, report } = useData.getState();
  // A report is of all rows: the first of them alone would be computed for nothing.
  const reported = report && reportAt(useDocument.getState().document, place) !== undefined;
  return { source, node: place.node, port: place.port, view, whole: whole || reported };
};

export const placeName = (node: string, port: string | undefined): string => `${node} ${port ?? ''}`;

/** Keeps the rows in step with selection, edits and view. Rows are asked for when the check has looked at an edit. */
export const useLooking = (place: Place | undefined): void => {
  const ports = useCheck(state => state.ports);
  const trusted = useDocument(state => state.trusted);
  const view = useData(state => state.view);
  const whole = useData(state => state.whole);
  const report = useData(state => state.report);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is seen as it is
  useEffect(() => useData.getState().place(), [place?.node, place?.port]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new columns may mean new rows
  useEffect(() => {
    // After the screen shows what was done: a question carries the whole pipeline, which takes its time to be written.
    const timer = setTimeout(() => mainRows.look(trusted ? lookedNow() : undefined));
    return () => clearTimeout(timer);
  }, [place, ports, trusted, view, whole, report]);
  useEffect(() => () => mainRows.stop(), []);
};
