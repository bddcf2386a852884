import { writeFile } from 'node:fs/promises';
import { chartDataOf } from '../../chart/data.ts';
import { type ChartData, shownWords } from '../../chart/declare.ts';
import { chartSpec, paper } from '../../chart/spec.ts';
import type { Cell, RowStream, SinkConnector, World } from '../contract.ts';
import { type ChartSinkOptions, isPicture } from './options.ts';

const size = { width: 640, height: 400 } as const;

/** Sums of several threads differ in their last digits; a file that is written twice must not. */
const digits = 12;

const markOf = (cell: Cell, role: ChartData['fields'][number]['role'] | undefined): string | number | null =>
  cell === null || role === 'category' ? cell : Number(Number(cell).toPrecision(digits));

/** All marks: hundreds of rows, whatever the table had. */
const read = async ({ chart, fields }: ChartSinkOptions, rows: RowStream): Promise<ChartData> => {
  const names = rows.columns.map(c => c.name);
  const roles = new Map(fields.map(f => [f.name, f.role] as const));
  const marks: (string | number | null)[][] = [];
  for await (const batch of rows.batches())
    for (const row of batch) marks.push(row.map((cell, i) => markOf(cell, roles.get(names[i] ?? ''))));
  return chartDataOf(chart.kind, fields, names, marks);
};

const write = async (
  options: ChartSinkOptions,
  rows: RowStream,
  tempPath: string,
  world: World,
): Promise<{ rows: number }> => {
  const data = await read(options, rows);
  const spec = chartSpec(options.chart, data, paper, size, {
    title: options.title,
    subtitle: shownWords(data),
  });
  // A large library, that only pictures need.
  const text = isPicture(options.path)
    ? await (await import('./svg.ts')).svgOf(spec)
    : `${JSON.stringify(spec, null, 1)}\n`;
  await writeFile(tempPath, text, { signal: world.signal });
  return { rows: data.rows.length };
};

/** Writes a chart: an SVG picture, or a Vega-Lite file that holds its data. */
export const chartSink: SinkConnector<ChartSinkOptions> = {
  name: 'chart',
  writes: 'file',
  writeFile: write,
  target: options => options.path,
};
