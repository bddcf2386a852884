/** The best of what a search has tried so far; it grows while the run goes on. */
import type { Candidate } from '../../engine/run/events.ts';
import { type HeadCell, TableHead } from '../ui/table-head.tsx';
import { ranked } from './ranked.ts';
import styles from './runs.module.css';

const most = 8;

export const Board = ({
  title,
  candidates,
}: {
  readonly title: string;
  readonly candidates: readonly Candidate[];
}) => {
  const last = candidates.at(-1);
  if (last === undefined) return null;
  const names = Object.keys(last.settings);
  const heads: readonly HeadCell[] = [{ number: 'Place' }, ...names, { number: last.metric }];
  return (
    <section aria-label={`Leaderboard of ${title}`}>
      <h3>
        {title}: {candidates.length.toLocaleString('en')} of {last.of.toLocaleString('en')} tried
      </h3>
      <table className={styles.table} aria-label={`Best settings of ${title}`}>
        <TableHead cells={heads} numberClass={styles.number} />
        <tbody>
          {ranked(candidates)
            .slice(0, most)
            .map(({ candidate, settings, value }, place) => (
              <tr key={candidate}>
                <td className={styles.number}>{place + 1}</td>
                {names.map(name => (
                  <td key={name}>{String(settings[name] ?? '')}</td>
                ))}
                <td className={styles.number}>
                  {value === null ? '–' : String(Number(value.toPrecision(5)))}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
};
