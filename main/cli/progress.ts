/** How a run looks while it goes on and when it is over: a bar on a terminal, plain lines elsewhere. */
import { relative } from 'node:path';
import { messageText } from '../../engine/diagnostics/messages.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import type { Finished, RunEvent, RunOutput } from '../../engine/run/events.ts';
import { candidateText } from '../../engine/run/events.ts';
import type { OpenPipeline } from '../../engine/run/pipeline.ts';
import { catalogue } from '../../nodes/index.ts';
import { draw as drawText, duration, grouped, say, size, tableText } from './output.ts';

export type Display = { readonly show: (event: RunEvent) => void; readonly end: () => void };

const widest = 24;

/** Whether a node writes a model: a file of one, however many rows it learned from. */
const writesModel = (kind: string | undefined): boolean => {
  const { inputs = {}, outputs = {} } = catalogue.get(kind ?? '') ?? {};
  const given = Object.values(inputs);
  return Object.keys(outputs).length === 0 && given.length > 0 && given.every(port => port.type === 'model');
};

/** `1 row`, `2,014 rows`. */
const rowsText = (rows: number): string => `${grouped(rows)} ${rows === 1 ? 'row' : 'rows'}`;

const written = ({ path, rows, bytes }: RunOutput, kind: string | undefined): string => {
  const what = writesModel(kind) ? 'a model' : rowsText(rows);
  const place = relative(process.cwd(), path) || path;
  return `Wrote ${what} to ${place}${bytes === undefined ? '' : ` (${size(bytes)})`}`;
};

export const progressDisplay = (document: PipelineDocument, quiet: boolean): Display => {
  const terminal = process.stderr.isTTY === true && process.env.TERM !== 'dumb' && !quiet;
  const kinds = new Map(document.nodes.map(n => [n.id, n.kind] as const));
  const rows = new Map<string, number>();
  let percent = 0;
  let drawn = false;
  let nodes: readonly string[] = [];
  let done = 0;
  let lastDrawn = 0;
  const clear = () => {
    if (drawn) drawText('\r\u001b[2K');
    drawn = false;
  };
  const draw = () => {
    const now = Date.now();
    if (!terminal || now - lastDrawn < 80) return;
    lastDrawn = now;
    const share = Math.min(1, Math.max(percent / 100, nodes.length === 0 ? 0 : done / nodes.length));
    const columns = process.stderr.columns || 80;
    // On a narrow terminal the bar shrinks first, then the end of the line goes.
    const width = Math.max(0, Math.min(widest, columns - 40));
    const filled = Math.round(share * width);
    const passed = [...rows.values()].reduce((a, b) => Math.max(a, b), 0);
    const line = `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${String(Math.round(share * 100)).padStart(3)} %  ${done}/${nodes.length} nodes  ${grouped(passed)} rows`;
    drawText(`\r\u001b[2K${line.trimStart().slice(0, Math.max(10, columns - 1))}`);
    drawn = true;
  };
  return {
    show: event => {
      switch (event.event) {
        case 'started':
          nodes = event.nodes;
          return;
        case 'progress':
          if (event.percent !== undefined) percent = event.percent;
          if (event.rows !== undefined) rows.set(event.node, event.rows);
          draw();
          return;
        case 'node-finished': {
          done += 1;
          clear();
          const kind = kinds.get(event.node);
          const count = event.rows === undefined || writesModel(kind) ? '' : rowsText(event.rows);
          say(
            `  ${event.node.padEnd(20)} ${(kind ?? '').padEnd(18)} ${count.padStart(16)}  ${duration(event.ms).padStart(9)}  ${event.reason}`,
          );
          return;
        }
        case 'candidate':
          clear();
          say(`  ${candidateText(event)}`);
          return;
        case 'warning':
          clear();
          say(`warning ${event.node}: ${event.message}`);
          return;
        case 'node-started':
        case 'diagnostic':
        case 'finished':
          return;
      }
    },
    end: clear,
  };
};

/** The end of a run: outputs with their rows, or what went wrong. */
export const sayResult = async (
  finished: Finished,
  pipeline: OpenPipeline,
  ms: number,
  show: number,
  to?: string,
): Promise<void> => {
  if (finished.status === 'succeeded') {
    const cached = Object.entries(finished.nodes).filter(([, n]) => n.cached);
    for (const [id, node] of cached) say(`  ${id.padEnd(20)} ${node.reason}`);
    // A run to a node that writes nothing is made to look at its rows.
    const looked =
      finished.outputs.length === 0 && to !== undefined ? [to] : finished.outputs.map(o => o.node);
    const most = show > 0 ? show : finished.outputs.length === 0 ? 10 : 0;
    if (most > 0)
      for (const node of looked) {
        const preview = await pipeline.preview(node, undefined, most);
        say(`\n${node}`);
        say(tableText(preview.columns, preview.rows));
      }
    say();
    const kinds = new Map(pipeline.document.nodes.map(n => [n.id, n.kind] as const));
    for (const output of finished.outputs) say(written(output, kinds.get(output.node)));
    say(`Done in ${duration(ms)}.`);
    return;
  }
  const { error } = finished;
  if (finished.status === 'cancelled') say(error?.message ?? messageText('cancelled', {}));
  else
    say(
      `error ${[error?.node, error?.param].filter(Boolean).join('.')}: ${error?.message ?? 'The run failed.'}`,
    );
};
