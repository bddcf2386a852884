import { useEffect, useState } from 'react';
import { problemWords, worstOf } from '../problems/list.ts';
import { useCheck } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { useHost } from '../store/host.ts';
import { useRun } from '../store/run.ts';
import { useUi } from '../store/ui.ts';
import { duration } from '../ui/amounts.ts';
import styles from './status-bar.module.css';

/** The time now, while something is going on. */
const useTicking = (going: boolean): number => {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [going]);
  return now;
};

const words = {
  idle: 'Not run yet',
  running: 'Running',
  cancelling: 'Cancelling',
  succeeded: 'Run succeeded',
  failed: 'Run failed',
  cancelled: 'Run cancelled',
} as const;

const RunStatus = () => {
  const status = useRun(state => state.status);
  const startedAt = useRun(state => state.startedAt);
  const endedAt = useRun(state => state.endedAt);
  const nodes = useRun(state => state.nodes);
  const going = status === 'running' || status === 'cancelling';
  const now = useTicking(going);
  const done = [...nodes.values()].filter(n => n.state === 'done').length;
  return (
    <button
      type="button"
      className={styles.part}
      data-status={status}
      onClick={() => useUi.getState().showTab('runs')}
    >
      {/* Only the word is told to screen readers; the seconds would never stop. */}
      <span role="status">{words[status]}</span>
      {startedAt === undefined ? null : (
        <span className={styles.time}>{duration(Math.max(0, (endedAt ?? now) - startedAt))}</span>
      )}
      {going && nodes.size > 0 ? (
        <span>
          {done} of {nodes.size} nodes
        </span>
      ) : null}
    </button>
  );
};

/** One line under everything: the run, the checks, the engine. */
export const StatusBar = () => {
  const checking = useCheck(state => state.checking);
  const asking = useCheck(state => state.asking);
  const failed = useCheck(state => state.failed);
  const problems = useCheck(state => state.diagnostics);
  const nodes = useDocument(state => state.document?.nodes.length ?? 0);
  const trusted = useDocument(state => state.trusted);
  const engine = useHost(state => state.engine);
  return (
    <footer className={styles.bar}>
      <RunStatus />
      <span className={styles.space} />
      {failed === undefined ? null : <span className={styles.bad}>{failed}</span>}
      <button type="button" className={styles.part} onClick={() => useUi.getState().showTab('problems')}>
        {checking
          ? 'Checking…'
          : asking.length > 0 && worstOf(problems) !== 'error'
            ? `Still asking ${asking.join(', ')}…`
            : problemWords(problems)}
      </button>
      <span>
        {nodes} {nodes === 1 ? 'node' : 'nodes'}
      </span>
      {trusted ? null : <span className={styles.warn}>Restricted</span>}
      <span>
        {engine === 'ready' ? 'Engine ready' : engine === 'starting' ? 'Engine starting' : 'Engine stopped'}
      </span>
    </footer>
  );
};
