/** The rows of a node beside those of the node before it, and what the step changed. */
import { useEffect, useMemo, useState } from 'react';
import type { Changes } from '../../engine/contract/data.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { host } from '../rpc/connect.ts';
import { useCheck } from '../store/check.ts';
import { sourceOf, useDocument } from '../store/document.ts';
import { gridColumns, plainArrangement } from './columns.ts';
import { type Before, type ColumnChange, columnChanges, portsBefore } from './compare.ts';
import { plainView, useData } from './data-store.ts';
import { nothingFiltered, still } from './first-rows.tsx';
import { Grid } from './grid.tsx';
import { mainRows, newRowSource, useRows } from './looking.ts';
import styles from './panel.module.css';

const number = (n: number): string => n.toLocaleString('en');

const Change = ({ change }: { readonly change: ColumnChange }) => (
  <span className={styles.chip} data-change={change.change}>
    {change.change === 'added' ? '+ ' : change.change === 'removed' ? '− ' : ''}
    {change.name}
    <span className={styles.listType}>
      {change.change === 'retyped' ? `${change.from} → ${change.to}` : change.type}
    </span>
  </span>
);

const Summary = ({
  changes,
  columns,
}: {
  readonly changes: Changes | undefined;
  readonly columns: readonly ColumnChange[];
}) => {
  const difference = changes === undefined ? 0 : changes.rowsAfter - changes.rowsBefore;
  return (
    <div className={styles.summary}>
      <span>
        {changes === undefined
          ? 'Comparing all rows…'
          : `${number(changes.rowsBefore)} → ${number(changes.rowsAfter)} rows${difference === 0 ? '' : ` (${difference > 0 ? '+' : '−'}${number(Math.abs(difference))})`}`}
      </span>
      {columns.length === 0 ? (
        <span>Columns are the same</span>
      ) : (
        columns.map(c => <Change key={`${c.change} ${c.name}`} change={c} />)
      )}
      {changes?.changed?.map(({ column, cells }) => (
        <span key={column} className={styles.chip} data-change="cells">
          {column}: {number(cells)} {cells === 1 ? 'cell' : 'cells'} changed
        </span>
      ))}
      {changes?.changed?.length === 0 ? <span>No cell changed</span> : null}
    </div>
  );
};

/** Rows of the port before, for as long as they are shown. */
const useBefore = (before: Before | undefined) => {
  const rows = useMemo(() => newRowSource(), []);
  const ports = useCheck(state => state.ports);
  const whole = useData(data => data.whole);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new columns may mean new rows
  useEffect(() => {
    const source = sourceOf(useDocument.getState());
    rows.look(
      before === undefined || source === undefined
        ? undefined
        : { source, node: before.node, port: before.port, view: plainView, whole },
    );
  }, [before?.node, before?.port, ports, rows, whole]);
  useEffect(() => () => rows.stop(), [rows]);
  return { rows, state: useRows(rows) };
};

const useChanges = (node: string, port: string | undefined, before: Before | undefined) => {
  const [found, setFound] = useState<{ changes?: Changes; failed?: string }>({});
  const ports = useCheck(state => state.ports);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new columns may mean new rows
  useEffect(() => {
    setFound({});
    const source = sourceOf(useDocument.getState());
    if (before === undefined || source === undefined) return;
    const controller = new AbortController();
    host()
      .call(
        'data.changes',
        {
          source,
          node,
          ...(port !== undefined && { port }),
          before: { node: before.node, ...(before.port !== undefined && { port: before.port }) },
        },
        controller.signal,
      )
      .then(
        changes => setFound({ changes }),
        (error: unknown) => {
          if (!controller.signal.aborted)
            setFound({ failed: error instanceof RpcError ? error.message : String(error) });
        },
      );
    return () => controller.abort();
  }, [node, port, before?.node, before?.port, ports]);
  return found;
};

export const ChangesPanel = ({
  node,
  port,
  after,
}: {
  readonly node: string;
  readonly port: string | undefined;
  readonly after: Schema;
}) => {
  const document = useDocument(state => state.document);
  const inputs = useMemo(() => (document === undefined ? [] : portsBefore(document, node)), [document, node]);
  const [chosen, setChosen] = useState(0);
  const before = inputs[chosen] ?? inputs[0];
  const { rows, state } = useBefore(before);
  const main = useRows(mainRows);
  const { changes, failed } = useChanges(node, port, before);
  const [tops, setTops] = useState({ left: 0, right: 0, last: 0 });
  const leftColumns = useMemo(() => gridColumns(state.columns ?? [], plainArrangement), [state.columns]);
  const rightColumns = useMemo(() => gridColumns(after, plainArrangement), [after]);
  const aligned = changes?.changed !== undefined;
  const leftOf = useMemo(() => new Map((state.columns ?? []).map((c, i) => [c.name, i])), [state.columns]);
  const isChanged = useMemo(() => {
    if (!aligned) return undefined;
    return (row: number, column: number): boolean => {
      const at = leftOf.get(after[column]?.name ?? '');
      if (at === undefined) return true;
      const [was, is] = [rows.cell(row, at), mainRows.cell(row, column)];
      return was !== undefined && is !== undefined && !Object.is(was, is) && String(was) !== String(is);
    };
  }, [aligned, leftOf, after, rows]);
  if (before === undefined)
    return <p className={styles.empty}>This node has no node before it. Select one that changes rows.</p>;
  return (
    <div className={styles.changes}>
      {inputs.length > 1 ? (
        <select
          aria-label="Compare with"
          className={styles.select}
          value={chosen}
          onChange={event => setChosen(Number(event.target.value))}
        >
          {inputs.map((input, i) => (
            <option key={`${input.node} ${input.port} ${input.to}`} value={i}>
              {input.node}
              {input.to === '' ? '' : ` (${input.to})`}
            </option>
          ))}
        </select>
      ) : null}
      {failed === undefined ? (
        <Summary changes={changes} columns={columnChanges(state.columns ?? after, after)} />
      ) : (
        <p className={styles.fault} role="alert">
          {failed}
        </p>
      )}
      <div className={styles.sides}>
        <section aria-label={`Before: ${before.node}`}>
          <h3>{before.node}</h3>
          {state.columns === undefined ? (
            <p className={styles.empty}>{state.fault?.message ?? 'Reading…'}</p>
          ) : (
            <Grid
              label={`Rows of ${before.node}`}
              rows={rows}
              version={state.version}
              total={state.total}
              columns={leftColumns}
              sort={[]}
              filtered={nothingFiltered}
              actions={still}
              top={tops.right}
              onTop={top => setTops(t => (t.left === top ? t : { ...t, left: top }))}
            />
          )}
        </section>
        <section aria-label={`After: ${node}`}>
          <h3>{node}</h3>
          <Grid
            label={`Rows of ${node}, compared`}
            rows={mainRows}
            version={main.version + state.version}
            total={main.total}
            columns={rightColumns}
            sort={[]}
            filtered={nothingFiltered}
            actions={still}
            changed={isChanged}
            top={tops.left}
            onTop={top => setTops(t => (t.right === top ? t : { ...t, right: top }))}
          />
        </section>
      </div>
    </div>
  );
};
