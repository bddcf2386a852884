/** The rows of the port that is looked at: as a table, as a profile, as a chart, or beside the rows before them. */
import { lazy, Suspense, useEffect } from 'react';
import type { ReportPart } from '../../engine/catalogue/report.ts';
import { useFirstLook } from '../drop/first-look.ts';
import { knownPorts, useCheck } from '../store/check.ts';
import { type DocumentState, useDocument } from '../store/document.ts';
import { useSelection } from '../store/selection.ts';
import { ChangesPanel } from './changes-panel.tsx';
import { type DataMode, useData } from './data-store.ts';
import { FirstRows } from './first-rows.tsx';
import { mainRows, type Place, placeName, reportAt, useLooking, usePlace, useRows } from './looking.ts';
import styles from './panel.module.css';
import { ProfilePanel } from './profile-panel.tsx';
import type { RowsState } from './row-source.ts';
import { TableView } from './table-view.tsx';
import { Toolbar } from './toolbar.tsx';

// Charts bring a large library; it comes when the first one is drawn.
const ChartOfPort = lazy(() => import('../charts/chart-of-port.tsx'));
const ChartOfNode = lazy(() => import('../charts/chart-of-node.tsx'));
const ReportPanel = lazy(() => import('../report/report-panel.tsx'));

/** Ports of a node that have rows, in their order. */
const usePorts = (node: string | undefined): readonly string[] => {
  const ports = useCheck(state => state.ports);
  return node === undefined ? [] : knownPorts(ports, node);
};

/** Whether what is selected is a chart, wired or not. */
const isLookedChart = ({ document }: DocumentState): boolean => {
  const { looked } = useSelection.getState();
  return document?.nodes.some(n => n.id === looked?.node && n.kind === 'chart') === true;
};

const titleOf = (id: string): string =>
  useDocument.getState().document?.nodes.find(n => n.id === id)?.title ?? id;

const Fault = ({ state }: { readonly state: RowsState }) => {
  const { fault, columns } = state;
  if (fault === undefined || fault.code === 'cancelled') return null;
  return (
    <div className={styles.fault} role="alert">
      <p>{fault.message}</p>
      {columns === undefined ? null : <p className={styles.old}>The rows below are from before this.</p>}
    </div>
  );
};

const Warnings = ({ state }: { readonly state: RowsState }) =>
  state.warnings.length === 0 ? null : (
    <div className={styles.warnings} role="status">
      {state.warnings.map(warning => (
        <p key={warning}>{warning}</p>
      ))}
    </div>
  );

const Content = ({
  state,
  place,
  at,
  mode,
  report,
}: {
  readonly state: RowsState;
  readonly place: string;
  readonly at: Place;
  readonly mode: DataMode;
  readonly report: readonly ReportPart[];
}) => {
  const { columns } = state;
  const { node, port, drawnBy } = at;
  if (columns === undefined)
    return state.fault === undefined || state.busy ? <p className={styles.empty}>Reading…</p> : null;
  if (drawnBy !== undefined)
    return (
      <Suspense fallback={<p className={styles.empty}>Loading charts…</p>}>
        <ChartOfNode key={drawnBy} columns={columns} at={at} dataKey={state.key} node={drawnBy} />
      </Suspense>
    );
  switch (mode) {
    case 'table':
      return <TableView state={{ ...state, columns }} place={place} label={`Rows of ${node}`} />;
    case 'profile':
      return <ProfilePanel columns={columns} dataKey={`profile ${state.key}`} />;
    case 'chart':
      return (
        <Suspense fallback={<p className={styles.empty}>Loading charts…</p>}>
          <ChartOfPort key={place} columns={columns} at={at} place={place} dataKey={state.key} />
        </Suspense>
      );
    case 'report':
      return (
        <Suspense fallback={<p className={styles.empty}>Loading charts…</p>}>
          <ReportPanel key={node} report={report} node={node} title={titleOf(node)} dataKey={state.key} />
        </Suspense>
      );
    case 'changes':
      return <ChangesPanel node={node} port={port} after={columns} />;
  }
};

export const DataPanel = () => {
  const looked = usePlace();
  useLooking(looked);
  const isChart = useDocument(isLookedChart);
  const trusted = useDocument(state => state.trusted);
  const isThere = useDocument(
    state => looked !== undefined && state.document?.nodes.some(n => n.id === looked.node) === true,
  );
  const ports = usePorts(looked?.node);
  const report = useDocument(({ document }) => reportAt(document, looked));
  const chosen = useData(data => data.mode);
  const wantsReport = useData(data => data.report);
  const state = useRows(mainRows);
  const first = useFirstLook(look => look.byNode.get(looked?.node ?? ''));
  const here = state.columns !== undefined;
  useEffect(() => {
    if (here && looked !== undefined) useFirstLook.getState().forget(looked.node);
  }, [here, looked]);
  if (isChart && looked === undefined)
    return <p className={styles.empty}>Connect a table to this chart to see it.</p>;
  if (looked === undefined || !isThere)
    return <p className={styles.empty}>Select a node or a wire to see its rows.</p>;
  if (!trusted)
    return <p className={styles.empty}>Trust this pipeline to see its rows. Until then nothing is read.</p>;
  const place = placeName(looked.node, looked.port);
  const mode =
    looked.drawnBy !== undefined ? 'chart' : report !== undefined && wantsReport ? 'report' : chosen;
  const isFirst = first?.head !== undefined && !here && (first.coming || state.busy);
  return (
    <div className={styles.panel}>
      <Toolbar
        state={state}
        place={place}
        ports={looked.drawnBy === undefined ? ports : []}
        port={looked.port}
        drawn={looked.drawnBy !== undefined}
        mode={mode}
        reports={report !== undefined}
      />
      {first?.coming === true ? null : <Fault state={state} />}
      <Warnings state={state} />
      <div
        className={styles.content}
        data-old={(state.fault !== undefined && here) || undefined}
        aria-busy={state.busy}
      >
        {isFirst && first.head !== undefined ? (
          <FirstRows head={first.head} coming={first.coming} />
        ) : (
          <Content state={state} place={place} at={looked} mode={mode} report={report ?? []} />
        )}
      </div>
    </div>
  );
};
