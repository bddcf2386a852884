/** A chart over all rows of the looked-at port; the engine sums up, the screen draws. */
import { useEffect, useRef, useState } from 'react';
import type { Chart, ChartData } from '../../engine/contract/data.ts';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { useData } from '../preview/data-store.ts';
import { lookedNow } from '../preview/looking.ts';
import { host } from '../rpc/connect.ts';
import { attempt } from '../store/actions.ts';
import { Button } from '../ui/button.tsx';
import styles from './chart.module.css';
import { chartColours } from './colours.ts';
import { type Drawn, draw } from './draw.ts';
import { Pickers } from './pickers.tsx';
import { chartProblem, chartSpec, firstChart } from './spec.ts';

type Props = {
  readonly columns: Schema;
  readonly place: string;
  readonly dataKey: string;
  readonly title: string;
};

const number = (n: number): string => n.toLocaleString('en');

const shownWords = ({ shown, of }: ChartData): string => {
  if (shown === undefined) return `All ${number(of)} rows`;
  switch (shown.what) {
    case 'rows':
      return `A sample of ${number(shown.count)} of ${number(shown.of)} rows`;
    case 'categories':
      return `The ${number(shown.count)} most frequent of ${number(shown.of)} categories`;
    case 'colours':
      return `The ${number(shown.count)} most frequent of ${number(shown.of)} colours`;
  }
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
const useMarks = (chart: Chart, problem: string | undefined, dataKey: string) => {
  const [found, setFound] = useState<{ data?: ChartData; chart?: Chart; failed?: string; busy: boolean }>({
    busy: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows have other marks
  useEffect(() => {
    const looked = lookedNow();
    if (looked === undefined || problem !== undefined) return;
    const controller = new AbortController();
    setFound(before => ({ ...before, busy: true }));
    const { source, node, port } = looked;
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
  }, [chart, problem, dataKey]);
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

const ChartPanel = ({ columns, place: placeName, dataKey, title }: Props) => {
  const known = useData(state => state.charts.get(placeName));
  const [first] = useState(() => firstChart(columns));
  const chart = known ?? first;
  const problem = chartProblem(chart, columns);
  const { data, chart: asked, failed, busy } = useMarks(chart, problem, dataKey);
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
        <Pickers
          chart={chart}
          columns={columns}
          onChange={next => useData.getState().setChart(placeName, next)}
        />
        <p className={styles.shown} aria-live="polite">
          {busy ? 'Summing up…' : data === undefined ? null : shownWords(data)}
        </p>
        <div className={styles.save}>
          <Button onClick={() => keep('png')} disabled={data === undefined}>
            Save PNG
          </Button>
          <Button onClick={() => keep('svg')} disabled={data === undefined}>
            Save SVG
          </Button>
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

export default ChartPanel;
