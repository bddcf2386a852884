/** A chart over all rows of the looked-at port; the engine sums up, the screen draws. */
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { chartProblem } from '../../engine/chart/choice.ts';
import { type Chart, type ChartData, shownWords } from '../../engine/chart/declare.ts';
import { chartSpec } from '../../engine/chart/spec.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { Schema } from '../../engine/schema/types.ts';
import type { Place } from '../preview/looking.ts';
import { host } from '../rpc/connect.ts';
import { attempt } from '../store/actions.ts';
import { sourceOf, useDocument } from '../store/document.ts';
import { Button } from '../ui/button.tsx';
import styles from './chart.module.css';
import { Pickers } from './pickers.tsx';
import { type SpecOf, useDrawing } from './use-drawing.ts';

type Props = {
  readonly columns: Schema;
  readonly chart: Chart;
  readonly onChange: (chart: Chart) => void;
  /** The port whose rows are drawn. */
  readonly at: Place;
  readonly dataKey: string;
  readonly title: string;
  /** What else can be done with the chart. */
  readonly more?: ReactNode;
};

const save = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** The marks of a chart, asked again when chart or rows change. */
const useMarks = (chart: Chart, problem: string | undefined, { node, port }: Place, dataKey: string) => {
  const [found, setFound] = useState<{ data?: ChartData; chart?: Chart; failed?: string; busy: boolean }>({
    busy: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows have other marks
  useEffect(() => {
    const source = sourceOf(useDocument.getState());
    if (source === undefined || problem !== undefined) return;
    const controller = new AbortController();
    setFound(before => ({ ...before, busy: true }));
    host()
      .call('data.chart', { source, node, ...(port !== undefined && { port }), chart }, controller.signal)
      .then(
        data => setFound({ data, chart, busy: false }),
        (error: unknown) => {
          if (!controller.signal.aborted)
            setFound({ failed: error instanceof RpcError ? error.message : String(error), busy: false });
        },
      );
    return () => controller.abort();
  }, [chart, problem, node, port, dataKey]);
  return found;
};

export const ChartPanel = ({ columns, chart, onChange, at, dataKey, title, more }: Props) => {
  const problem = chartProblem(chart, columns)?.message;
  const { data, chart: asked, failed, busy } = useMarks(chart, problem, at, dataKey);
  const specOf = useMemo<SpecOf | undefined>(
    () =>
      asked === undefined || data === undefined
        ? undefined
        : (colours, size) => chartSpec(asked, data, colours, size),
    [asked, data],
  );
  const { place, drawn, failed: notDrawn } = useDrawing(specOf);
  const wrong = problem ?? failed ?? notDrawn;
  const keep = (what: 'png' | 'svg') =>
    void attempt(async () => {
      const blob = await drawn.current?.[what]();
      if (blob !== undefined) save(blob, `${title}.${what}`);
    });
  return (
    <div className={styles.panel}>
      <div className={styles.side}>
        <Pickers chart={chart} columns={columns} onChange={onChange} />
        <p className={styles.shown} aria-live="polite">
          {busy ? 'Summing up…' : data === undefined ? null : shownWords(data)}
        </p>
        <div className={styles.save}>
          <Button aria-label="Save PNG" onClick={() => keep('png')} disabled={data === undefined}>
            PNG
          </Button>
          <Button aria-label="Save SVG" onClick={() => keep('svg')} disabled={data === undefined}>
            SVG
          </Button>
          {more}
        </div>
      </div>
      <div className={styles.drawing}>
        {wrong === undefined ? null : (
          <p className={styles.wrong} role="alert">
            {wrong}
          </p>
        )}
        <div
          ref={place}
          className={styles.canvas}
          role="img"
          aria-label={`Chart of ${title}${data === undefined ? '' : `: ${shownWords(data)}`}`}
          hidden={problem !== undefined}
        />
      </div>
    </div>
  );
};
