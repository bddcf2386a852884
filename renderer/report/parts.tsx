/** Parts of a report that are words and numbers: figures, cards, matrices. */
import type { ReportPart } from '../../engine/catalogue/report.ts';
import { metricOrder, metricWords } from '../../engine/diagnostics/metric-words.ts';
import { figure, metricTitle, shortNumber, wordsOf } from './amounts.ts';
import { methodTitle, nodeTitle } from './names.ts';
import styles from './report.module.css';
import type { Row } from './rows.ts';

type Props = { readonly rows: readonly Row[] };

/** Figures with what they say: pointed at, and in a list that opens. What cannot be told has none. */
export const Figures = ({ rows }: Props) => {
  const known = rows
    .filter(row => row.value !== null)
    .toSorted((a, b) => metricOrder(String(a.metric)) - metricOrder(String(b.metric)));
  return (
    <>
      <dl className={styles.figures}>
        {known.map(({ metric, value }) => (
          <div key={String(metric)} title={metricWords(String(metric))?.says}>
            <dt>{metricTitle(String(metric))}</dt>
            <dd>{figure(String(metric), value)}</dd>
          </div>
        ))}
      </dl>
      <details className={styles.meaning}>
        <summary>What these figures say</summary>
        <dl>
          {known.map(({ metric }) => {
            const words = metricWords(String(metric));
            return words === undefined ? null : (
              <div key={String(metric)}>
                <dt>{words.title}</dt>
                <dd>{words.says}</dd>
              </div>
            );
          })}
        </dl>
      </details>
    </>
  );
};

const mostRows = 20;

/** A cell as words: a node by its title, a metric by its name for people. */
const cellWords = (name: string, value: Row[string] | undefined, nodes: string | undefined): string =>
  value === null || value === undefined
    ? '–'
    : name === nodes
      ? nodeTitle(String(value))
      : name === 'metric'
        ? metricTitle(String(value))
        : name === 'method'
          ? methodTitle(String(value))
          : String(value);

export const FirstRows = ({ rows, nodes }: Props & { readonly nodes?: string | undefined }) => {
  const names = Object.keys(rows[0] ?? {});
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              {names.map(name => (
                <th
                  key={name}
                  scope="col"
                  className={typeof rows[0]?.[name] === 'number' ? undefined : styles.words}
                >
                  {metricTitle(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, mostRows).map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows stand still
              <tr key={i}>
                {names.map(name => {
                  const value = row[name];
                  return typeof value === 'number' ? (
                    <td key={name}>{shortNumber(value)}</td>
                  ) : (
                    <td key={name} className={styles.words}>
                      {cellWords(name, value, nodes)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > mostRows ? (
        <p className={styles.more}>{(rows.length - mostRows).toLocaleString('en')} more in the table</p>
      ) : null}
    </>
  );
};

export const Matrix = ({
  part: { down, across, value },
  rows,
}: Props & { readonly part: Extract<ReportPart, { part: 'matrix' }> }) => {
  const names = [...new Set(rows.map(row => String(row[down])))];
  const columns = [...new Set(rows.map(row => String(row[across])))];
  const counts = new Map(
    rows.map(row => [JSON.stringify([row[down], row[across]].map(String)), Number(row[value])]),
  );
  const at = (a: string, b: string): number => counts.get(JSON.stringify([a, b])) ?? 0;
  return (
    <table className={styles.matrix}>
      <thead>
        <tr>
          <th scope="col" className={styles.corner}>
            {wordsOf(down)} ↓ {wordsOf(across)} →
          </th>
          {columns.map(name => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {names.map(name => {
          const all = columns.reduce((sum, column) => sum + at(name, column), 0);
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map(column => {
                const count = at(name, column);
                const share = all === 0 ? 0 : count / all;
                return (
                  <td
                    key={column}
                    title={`${count.toLocaleString('en')} of ${all.toLocaleString('en')} rows of ${name} were called ${column}`}
                    style={{
                      background: `color-mix(in srgb, var(--accent) ${Math.round(share * 32)}%, transparent)`,
                    }}
                  >
                    {count.toLocaleString('en')} <small>{Math.round(share * 100)} %</small>
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
};
