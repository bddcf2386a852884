/** What a run did at a node, in one line under it. */
import { Ban, Check, CircleAlert, Clock, LoaderCircle, Zap } from 'lucide-react';
import { useCheck } from '../store/check.ts';
import { useRun } from '../store/run.ts';
import styles from './kind-node.module.css';

const counts = new Intl.NumberFormat('en');

export const rowsText = (rows: number): string => `${counts.format(rows)} ${rows === 1 ? 'row' : 'rows'}`;

/** Milliseconds as people say them: `12 ms`, `1.4 s`, `2 min 5 s`. */
export const timeText = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
};

export const RunLabel = ({ id }: { readonly id: string }) => {
  const run = useRun(state => state.nodes.get(id));
  const ended = useRun(state => state.status !== 'running' && state.status !== 'cancelling');
  const asking = useCheck(state => state.asking.includes(id));
  if (asking && (ended || run === undefined))
    return (
      <span className={styles.run} data-state="waiting">
        <LoaderCircle aria-hidden className={styles.spin} />
        Still asking
      </span>
    );
  if (run === undefined) return null;
  switch (run.state) {
    case 'waiting':
      return (
        <span className={styles.run} data-state={ended ? 'not-run' : 'waiting'}>
          {ended ? <Ban aria-hidden /> : <Clock aria-hidden />}
          {ended ? 'Not run' : 'Waiting'}
        </span>
      );
    case 'running':
      return ended ? (
        <span className={styles.run} data-state="not-run">
          <Ban aria-hidden />
          Stopped
        </span>
      ) : (
        <span className={styles.run} data-state="running">
          <LoaderCircle aria-hidden className={styles.spin} />
          {run.rows === undefined ? 'Running' : rowsText(run.rows)}
          {run.percent === undefined ? null : ` · ${Math.round(run.percent)} %`}
        </span>
      );
    case 'done':
      return (
        <span className={styles.run} data-state={run.cached ? 'cached' : 'done'} title={run.reason}>
          {run.cached ? <Zap aria-hidden /> : <Check aria-hidden />}
          {[
            run.rows === undefined ? 'Done' : rowsText(run.rows),
            run.cached ? 'cached' : timeText(run.ms),
          ].join(' · ')}
        </span>
      );
    case 'failed':
      return (
        <span className={styles.run} data-state="failed" title={run.error.message}>
          <CircleAlert aria-hidden />
          <span className={styles.fault}>{run.error.message}</span>
        </span>
      );
  }
};

/** How far a running node is, along its lower edge. */
export const Progress = ({ id }: { readonly id: string }) => {
  const percent = useRun(state => {
    const run = state.nodes.get(id);
    const going = state.status === 'running' || state.status === 'cancelling';
    return run?.state === 'running' && going ? (run.percent ?? -1) : undefined;
  });
  return percent === undefined ? null : (
    <span className={styles.progress} data-unknown={percent < 0}>
      <span style={percent < 0 ? {} : { width: `${Math.min(100, percent)}%` }} />
    </span>
  );
};
