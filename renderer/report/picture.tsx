/** One drawn part of a report. */
import { useMemo } from 'react';
import { type SpecOf, useDrawing } from '../charts/use-drawing.ts';
import styles from './report.module.css';
import type { Row } from './rows.ts';
import { type DrawnPart, heightOf, partSpec } from './specs.ts';

export const Picture = ({ part, rows }: { readonly part: DrawnPart; readonly rows: readonly Row[] }) => {
  const specOf = useMemo<SpecOf>(() => (colours, size) => partSpec(part, rows, colours, size), [part, rows]);
  const { place, failed } = useDrawing(specOf);
  return (
    <>
      {failed === undefined ? null : <p role="alert">{failed}</p>}
      <div
        ref={place}
        className={styles.picture}
        style={{ height: heightOf(part, rows) }}
        role="img"
        aria-label={`${part.title}, ${rows.length} rows`}
      />
    </>
  );
};
