import { useRun } from '../store/run.ts';
import { clock } from '../ui/amounts.ts';
import styles from './runs.module.css';

/** What the last run said, line by line. */
export const LogPanel = () => {
  const log = useRun(state => state.log);
  return log.length === 0 ? (
    <p className={styles.empty}>What a run does is written here while it goes on.</p>
  ) : (
    <ol className={styles.log} aria-label="Log of the run">
      {log.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added, and some say the same
        <li key={i} data-tone={line.tone}>
          <time>{clock(line.at)}</time>
          {line.text}
        </li>
      ))}
    </ol>
  );
};
