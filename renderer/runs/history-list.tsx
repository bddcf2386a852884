import type { PastRun } from '../../engine/contract/runs.ts';
import { DialogFrame } from '../shell/dialog-frame.tsx';
import { ago, count, duration } from '../ui/amounts.ts';
import { Button } from '../ui/button.tsx';
import { type HeadCell, TableHead } from '../ui/table-head.tsx';
import { comparedParameters, compareRuns, runMs } from './compare-runs.ts';
import { useHistory } from './history.ts';
import styles from './runs.module.css';

const words = {
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
} as const;

const given = ({ parameters }: PastRun): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

const timeOf = (run: PastRun): string => {
  const ms = runMs(run);
  return ms === undefined ? '' : duration(ms);
};

/** Runs before, newest first; two can be compared. */
export const HistoryList = ({ titleOf }: { readonly titleOf: (id: string) => string }) => {
  const runs = useHistory(state => state.runs);
  const compared = useHistory(state => state.compared);
  const { compare, clear } = useHistory.getState();
  const pair = runs.filter(run => compared.includes(run.run));
  const [after, before] = pair;
  return (
    <section className={styles.history} aria-label="Run history">
      <header>
        <h3>History</h3>
        {runs.length === 0 ? null : (
          <Button look="quiet" onClick={() => void clear()}>
            Clear
          </Button>
        )}
      </header>
      {runs.length === 0 ? (
        <p className={styles.empty}>Runs of this pipeline are remembered here.</p>
      ) : (
        <p className={styles.hint}>Tick two runs to compare them.</p>
      )}
      <ul>
        {runs.map(run => (
          <li key={run.run}>
            <label>
              <input type="checkbox" checked={compared.includes(run.run)} onChange={() => compare(run.run)} />
              <span className={styles.status} data-status={run.status}>
                {words[run.status]}
              </span>
              <span>{ago(run.startedAt, Date.now())}</span>
              <span className={styles.number}>{timeOf(run)}</span>
            </label>
            {given(run) === '' ? null : <small>{given(run)}</small>}
            {run.error === undefined ? null : <small>{run.error.message}</small>}
          </li>
        ))}
      </ul>
      {before === undefined || after === undefined ? null : (
        <Compared before={before} after={after} titleOf={titleOf} />
      )}
    </section>
  );
};

const signed = (n: number | undefined, write: (n: number) => string): string =>
  n === undefined || n === 0 ? '' : `${n > 0 ? '+' : '−'}${write(Math.abs(n))}`;

type Props = {
  readonly before: PastRun;
  readonly after: PastRun;
  readonly titleOf: (id: string) => string;
};

const heads: readonly HeadCell[] = [
  'Node',
  { number: 'Rows then' },
  { number: 'Rows now' },
  { number: 'Difference' },
  { number: 'Time then' },
  { number: 'Time now' },
  { number: 'Difference' },
];

const Compared = ({ before, after, titleOf }: Props) => {
  const { endCompare } = useHistory.getState();
  const parameters = comparedParameters(before, after);
  const rows = (n: number | undefined) => (n === undefined ? '' : count(n));
  return (
    <DialogFrame
      wide
      title="Two runs compared"
      close={endCompare}
      actions={<Button onClick={endCompare}>Close</Button>}
    >
      <p>
        {words[before.status]} {ago(before.startedAt, Date.now())} ({timeOf(before)}), then{' '}
        {words[after.status].toLowerCase()} {ago(after.startedAt, Date.now())} ({timeOf(after)}).{' '}
        {before.graph === after.graph
          ? 'The pipeline was the same.'
          : 'The pipeline was changed between them.'}
      </p>
      {parameters.map(p => (
        <p key={p.name}>
          Parameter {p.name}: {p.before ?? 'not given'} → {p.after ?? 'not given'}
        </p>
      ))}
      <table className={styles.table}>
        <TableHead cells={heads} numberClass={styles.number} />
        <tbody>
          {compareRuns(before, after).map(line => (
            <tr key={line.node}>
              <th scope="row">{titleOf(line.node)}</th>
              <td className={styles.number}>{rows(line.before?.rows)}</td>
              <td className={styles.number}>{rows(line.after?.rows)}</td>
              <td className={styles.number}>{signed(line.rows, count)}</td>
              <td className={styles.number}>{line.before === undefined ? '' : duration(line.before.ms)}</td>
              <td className={styles.number}>{line.after === undefined ? '' : duration(line.after.ms)}</td>
              <td className={styles.number}>{signed(line.ms, duration)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </DialogFrame>
  );
};
