/** What a node found, read as one page: figures first, then pictures of its tables. */
import type { ReportPart } from '../../engine/catalogue/report.ts';
import { Card, Figures, FirstRows, Matrix } from './parts.tsx';
import { Picture } from './picture.tsx';
import styles from './report.module.css';
import { type Row, useTables } from './rows.ts';
import { barsOf, eachOf } from './specs.ts';
import { ThresholdPart } from './threshold-part.tsx';

const Part = ({ part, rows }: { readonly part: ReportPart; readonly rows: readonly Row[] }) => {
  switch (part.part) {
    case 'figures':
      return <Figures rows={rows} />;
    case 'card':
      return <Card rows={rows} />;
    case 'matrix':
      return <Matrix part={part} rows={rows} />;
    case 'rows':
      return <FirstRows rows={rows} />;
    case 'threshold':
      return <ThresholdPart rows={rows} />;
    default:
      return <Picture part={part} rows={rows} />;
  }
};

/** Whether there is anything to show: a curve of many classes has no rows, a model may weigh nothing. */
const hasRows = (part: ReportPart, rows: readonly Row[]): boolean =>
  (part.part === 'bars' ? barsOf(part, rows) : rows).length > 0;

const isWide = ({ part }: ReportPart): boolean => part === 'figures' || part === 'card' || part === 'rows';

type Props = {
  readonly report: readonly ReportPart[];
  readonly node: string;
  readonly title: string;
  readonly dataKey: string;
};

const ReportPanel = ({ report, node, title, dataKey }: Props) => {
  const ports = [...new Set(report.map(part => part.port))];
  const { tables, failed, busy } = useTables(node, ports, dataKey);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a page that scrolls is reached by keyboard
    <section className={styles.report} aria-label={`Report of ${title}`} tabIndex={0} aria-busy={busy}>
      {failed === undefined ? null : (
        <p className={styles.wrong} role="alert">
          {failed}
        </p>
      )}
      {report
        .flatMap(part => eachOf(part, tables[part.port] ?? []))
        .map(({ part, rows }) => {
          if (!hasRows(part, rows)) return null;
          const key = `${part.port} ${part.part} ${'title' in part ? part.title : ''}`;
          return (
            <figure key={key} className={styles.part} data-wide={isWide(part)} data-part={part.part}>
              {'title' in part ? <figcaption>{part.title}</figcaption> : null}
              <Part part={part} rows={rows} />
            </figure>
          );
        })}
      {busy ? <p className={styles.working}>Computing…</p> : null}
    </section>
  );
};

export default ReportPanel;
