/** Parts of a report that are words and numbers: figures, cards, matrices. */
import type { ReportPart } from '../../engine/catalogue/report.ts';
import { shortNumber, wordsOf } from './amounts.ts';
import styles from './report.module.css';
import type { Row } from './rows.ts';

type Props = { readonly rows: readonly Row[] };

export const Figures = ({ rows }: Props) => (
  <dl className={styles.figures}>
    {/* What cannot be told, such as an area for three classes, has no figure. */}
    {rows
      .filter(row => row.value !== null)
      .map(({ metric, value }) => (
        <div key={String(metric)}>
          <dt>{wordsOf(String(metric))}</dt>
          <dd>{shortNumber(value)}</dd>
        </div>
      ))}
  </dl>
);

const headings: Readonly<Record<string, string>> = {
  model: 'Model',
  setting: 'Settings',
  step: 'Steps it repeats',
  input: 'What must come in',
  column: 'Columns as they were when it learned',
  metric: 'Metrics',
  weighs: 'What weighs most',
};

export const Card = ({ rows }: Props) => {
  const sections = [...new Set(rows.map(row => String(row.section)))];
  return (
    <div className={styles.card}>
      {sections.map(section => (
        <section key={section}>
          <h3>{headings[section] ?? section}</h3>
          <dl>
            {rows
              .filter(row => row.section === section)
              .map(({ name, value }, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a step may come twice
                <div key={i}>
                  <dt>{String(name)}</dt>
                  <dd>{String(value ?? '')}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
};

const mostRows = 20;

export const FirstRows = ({ rows }: Props) => {
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
                  {wordsOf(name)}
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
                      {value === null || value === undefined ? '–' : String(value)}
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
          <th scope="col">
            {wordsOf(down)} \ {wordsOf(across)}
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
                    title={`${count.toLocaleString('en')} of ${all.toLocaleString('en')}`}
                    style={{
                      background: `color-mix(in srgb, var(--accent-soft) ${Math.round(share * 100)}%, transparent)`,
                    }}
                  >
                    {count.toLocaleString('en')}
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
