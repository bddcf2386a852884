/** The marks of a chart of held rows: summed up where the rows are, so that a screen gets hundreds of marks. */
import { chartProblem } from '../../chart/choice.ts';
import { chartDataOf } from '../../chart/data.ts';
import type { Chart, ChartData } from '../../chart/declare.ts';
import { chartMarks } from '../../chart/marks.ts';
import { engineError } from '../../diagnostics/errors.ts';
import { printRel } from '../../duckdb/relational.ts';
import { column } from '../../plan/build.ts';
import { runNames } from '../fuse.ts';
import { heldTable } from './held.ts';
import type { Found } from './store.ts';
import { held } from './wire.ts';

/** The rows of the chart in its query. They are read several times, and cheaper read again than kept. */
const rowsName = 'chart_rows';

const cellOf = (value: unknown): string | number | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' || typeof value === 'string' ? value : String(value);
};

export const chartOf = async (
  { held: rows }: Found,
  chart: Chart,
  signal: AbortSignal,
): Promise<ChartData> => {
  const problem = chartProblem(chart, rows.schema);
  if (problem !== undefined) throw engineError('query-failed', { problem: problem.message });
  const {
    rows: needed,
    marks,
    fields,
  } = chartMarks(chart, rows.schema, field => column(held(rows.schema.indexOf(field))));
  const from = printRel(needed({ op: 'ref', name: heldTable }), runNames);
  const query = printRel(marks({ op: 'ref', name: rowsName }), runNames);
  return rows.figures(async connection => {
    const reader = await connection.runAndReadAll(`WITH ${rowsName} AS NOT MATERIALIZED (${from}) ${query}`);
    return chartDataOf(
      chart.kind,
      fields,
      reader.columnNames(),
      reader.getRows().map(row => row.map(cellOf)),
    );
  }, signal);
};
