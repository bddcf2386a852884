/** Axes of a report's pictures: what they say, how far they go, the line to compare with. */
import type { ReportPart } from '../../engine/catalogue/report.ts';
import type { ChartColours } from '../../engine/chart/spec.ts';
import { metricTitle, wordsOf } from './amounts.ts';
import type { Row } from './rows.ts';

export type Encoding = Record<string, unknown>;
export type Line = Extract<ReportPart, { part: 'curve' | 'points' }>;

/** A name with a dot or bracket is no path into an object. */
export const field = (name: string): string => name.replace(/[\\.[\]"']/g, c => `\\${c}`);

export const axis = (name: string, title = wordsOf(name), more: Encoding = {}): Encoding => ({
  field: field(name),
  type: 'quantitative',
  title,
  ...more,
});

/** What the rows say is measured; the name of the column where they do not say it. */
export const measuredAs = (metric: string | undefined, rows: readonly Row[]): string | undefined => {
  const named = metric === undefined ? undefined : rows[0]?.[metric];
  return typeof named === 'string' ? metricTitle(named) : undefined;
};

const extent = (rows: readonly Row[], names: readonly string[]): readonly [number, number] => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows)
    for (const name of names) {
      const value = row[name];
      if (typeof value !== 'number' || !Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  return low > high ? [0, 1] : [low, high];
};

/** The line that says what would be right, or no better than chance. */
export const markLine = (part: Line, rows: readonly Row[], colours: ChartColours): readonly Encoding[] => {
  const { x, y, mark } = part;
  if (mark === undefined) return [];
  const [low, high] =
    'unit' in part && part.unit !== undefined ? [0, 1] : extent(rows, mark === 'diagonal' ? [x, y] : [x]);
  const at = { zero: 0, one: 1 };
  const ends =
    mark === 'diagonal'
      ? [
          [low, low],
          [high, high],
        ]
      : [
          [low, at[mark]],
          [high, at[mark]],
        ];
  return [
    {
      data: { values: ends.map(([a, b]) => ({ a, b })) },
      mark: { type: 'line', strokeDash: [4, 4], strokeWidth: 1, color: colours.muted },
      encoding: { x: { field: 'a', type: 'quantitative' }, y: { field: 'b', type: 'quantitative' } },
    },
  ];
};

/** Numbers along an axis never lie on each other, and end where their marks do. */
export const calmAxes = (size: { readonly width: number; readonly height: number }): Encoding => ({
  axisX: {
    labelFlush: false,
    labelOverlap: 'greedy',
    labelSeparation: 6,
    tickCount: Math.max(3, Math.round(size.width / 70)),
  },
  axisY: { labelOverlap: 'greedy', labelSeparation: 2, tickCount: Math.max(3, Math.round(size.height / 48)) },
});
