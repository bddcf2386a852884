/** A chart over all rows of the looked-at port; the engine sums up, the screen draws. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
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
import { chartColours } from './colours.ts';
import { type Drawn, draw } from './draw.ts';
import { Pickers } from './pickers.tsx';

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

/** Draws into a place, again when size or colours change. */
const useDrawing = (chart: Chart | undefined, data: ChartData | undefined) => {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | undefined>(undefined);
  const [failed, setFailed] = useState<string | undefined>();
  useEffect(() => {
    const element = place.current;
    if (element === null || data === undefined || chart === undefined) return;
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async () => {
      const size = { width: element.clientWidth, height: element.clientHeight };
      if (size.width < 40 || size.height < 40) return;
      try {
        const inner = document.createElement('div');
        const next = await draw(chartSpec(chart, data, chartColours(), size), inner);
        if (ended) {
          next.end();
          return;
        }
        drawn.current?.end();
        drawn.current = next;
        element.replaceChildren(inner);
        setFailed(undefined);
      } catch (error) {
        if (!ended) setFailed(error instanceof Error ? error.message : String(error));
      }
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void again(), 60);
    };
    const sized = new ResizeObserver(soon);
    sized.observe(element);
    const themed = new MutationObserver(soon);
    themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      ended = true;
      clearTimeout(timer);
      sized.disconnect();
      themed.disconnect();
      drawn.current?.end();
      drawn.current = undefined;
    };
  }, [chart, data]);
  return { place, drawn, failed };
};

export const ChartPanel = ({ columns, chart, onChange, at, dataKey, title, more }: Props) => {
  const problem = chartProblem(chart, columns)?.message;
  const { data, chart: asked, failed, busy } = useMarks(chart, problem, at, dataKey);
  const { place, drawn, failed: notDrawn } = useDrawing(asked, data);
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
