/** What a node found, read as one page: figures first, then pictures of its tables. */
import { useMemo } from 'react';
import type { ReportPart } from '../../engine/catalogue/report.ts';
import { useDocument } from '../store/document.ts';
import { metricTitle, shortNumber } from './amounts.ts';
import { Card } from './card-part.tsx';
import { nodeTitle } from './names.ts';
import { Figures, FirstRows, Matrix } from './parts.tsx';
import { Picture } from './picture.tsx';
import styles from './report.module.css';
import { type Row, useTables } from './rows.ts';
import { barsOf, eachOf } from './specs.ts';
import { ThresholdPart } from './threshold-part.tsx';
import { withNames } from './with-names.ts';

const Part = ({ part, rows }: { readonly part: ReportPart; readonly rows: readonly Row[] }) => {
  switch (part.part) {
    case 'figures':
      return <Figures rows={rows} />;
    case 'card':
      return <Card rows={rows} />;
    case 'matrix':
      return <Matrix part={part} rows={rows} />;
    case 'rows':
      return <FirstRows rows={rows} nodes={part.nodes} />;
    case 'threshold':
      return <ThresholdPart rows={rows} positive={String(rows[0]?.[part.each] ?? 'the class')} />;
    default:
      return <Picture part={part} rows={rows} />;
  }
};

/** Ids of nodes as their titles, where a picture is of nodes. */
const titled = (part: ReportPart, rows: readonly Row[]): readonly Row[] =>
  part.part === 'bars' && part.nodes === true
    ? rows.map(row => ({ ...row, [part.name]: nodeTitle(String(row[part.name])) }))
    : rows;

/** Whether there is anything to show: a curve of many classes has no rows, a model may weigh nothing. */
const hasRows = (part: ReportPart, rows: readonly Row[]): boolean =>
  (part.part === 'bars' ? barsOf(part, rows) : rows).length > 0;

const isWide = ({ part }: ReportPart): boolean => part === 'figures' || part === 'card' || part === 'rows';

/** The area under a curve, told beside its title. */
const Area = ({ part, metrics }: { readonly part: ReportPart; readonly metrics: readonly Row[] }) => {
  const area = part.part === 'curve' ? part.area : undefined;
  const value = area === undefined ? null : metrics.find(row => row.metric === area)?.value;
  return area === undefined || typeof value !== 'number' ? null : (
    <span className={styles.area}>
      {metricTitle(area)} {shortNumber(value)}
    </span>
  );
};

type Props = {
  readonly report: readonly ReportPart[];
  readonly node: string;
  readonly title: string;
  readonly dataKey: string;
};

const ReportPanel = ({ report, node, title, dataKey }: Props) => {
  const ports = [...new Set(report.map(part => part.port))];
  const { tables, failed, busy } = useTables(node, ports, dataKey);
  const params = useDocument(state => state.document?.nodes.find(n => n.id === node)?.params);
  const parts = useMemo(
    () => report.flatMap(part => eachOf(withNames(part, params), titled(part, tables[part.port] ?? []))),
    [report, params, tables],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a page that scrolls is reached by keyboard
    <section className={styles.report} aria-label={`Report of ${title}`} tabIndex={0} aria-busy={busy}>
      {failed === undefined ? null : (
        <p className={styles.wrong} role="alert">
          {failed}
        </p>
      )}
      {parts.map(({ part, rows }) => {
        if (!hasRows(part, rows)) return null;
        const key = `${part.port} ${part.part} ${'title' in part ? part.title : ''}`;
        return (
          <figure key={key} className={styles.part} data-wide={isWide(part)} data-part={part.part}>
            {'title' in part ? (
              <figcaption>
                {part.title} <Area part={part} metrics={tables.metrics ?? []} />
              </figcaption>
            ) : null}
            <Part part={part} rows={rows} />
          </figure>
        );
      })}
      {busy ? <p className={styles.working}>Computing…</p> : null}
    </section>
  );
};

export default ReportPanel;
