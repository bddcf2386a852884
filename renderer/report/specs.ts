/** Parts of a report as Vega-Lite, in the colours of the screen. */
import type { ReportPart } from '../../engine/catalogue/report.ts';
import { type ChartColours, lookOf } from '../../engine/chart/spec.ts';
import type { Row } from './rows.ts';

type Encoding = Record<string, unknown>;
type Line = Extract<ReportPart, { part: 'curve' | 'points' }>;
export type DrawnPart = Extract<ReportPart, { part: 'curve' | 'points' | 'bars' | 'histogram' }>;

const words = (name: string): string => name.replaceAll('_', ' ').replace(/^./, c => c.toUpperCase());
/** A name with a dot or bracket is no path into an object. */
const field = (name: string): string => name.replace(/[\\.[\]"']/g, c => `\\${c}`);
const axis = (name: string, more: Encoding = {}): Encoding => ({
  field: field(name),
  type: 'quantitative',
  title: words(name),
  ...more,
});

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
const markLine = ({ x, y, mark }: Line, rows: readonly Row[], colours: ChartColours): readonly Encoding[] => {
  if (mark === undefined) return [];
  const [low, high] = extent(rows, mark === 'diagonal' ? [x, y] : [x]);
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

const lineOf = (part: Line, rows: readonly Row[], colours: ChartColours): Encoding => {
  const { x, y, colour } = part;
  const scale = { zero: false, nice: true };
  return {
    layer: [
      ...markLine(part, rows, colours),
      {
        data: { values: rows },
        mark:
          part.part === 'curve'
            ? { type: 'line', strokeWidth: 1.75, point: rows.length <= 20, interpolate: 'linear' }
            : { type: 'point', filled: true, size: 18, opacity: 0.55 },
        encoding: {
          x: axis(x, { scale }),
          y: axis(y, { scale }),
          // Rows stand in the order of the curve, whatever their x.
          ...(part.part === 'curve' && { order: { field: 'row', type: 'quantitative' } }),
          ...(colour !== undefined && {
            color: { field: field(colour), type: 'nominal', title: words(colour) },
          }),
          tooltip: Object.keys(rows[0] ?? {})
            .filter(name => name !== 'row')
            .slice(0, 8)
            .map(name => ({
              field: field(name),
              type: typeof rows[0]?.[name] === 'number' ? 'quantitative' : 'nominal',
              title: words(name),
              ...(typeof rows[0]?.[name] === 'number' && { format: '.4~r' }),
            })),
        },
      },
    ],
  };
};

const mostBars = 20;

/** A part for each value of the column that it wants one of; itself where it wants none. */
export const eachOf = (
  part: ReportPart,
  rows: readonly Row[],
): readonly { readonly part: ReportPart; readonly rows: readonly Row[] }[] => {
  if (!('each' in part) || part.each === undefined) return [{ part, rows }];
  const { each, title } = part;
  return [...new Set(rows.map(row => String(row[each])))].map(value => ({
    part: { ...part, title: `${title} ${value}` },
    rows: rows.filter(row => String(row[each]) === value && drawable(part, row)),
  }));
};

/** Whether a row has what its part puts in place. */
const drawable = (part: ReportPart, row: Row): boolean =>
  part.part === 'curve' ? row[part.x] !== null : part.part === 'bars' ? row[part.name] !== null : true;

/** The rows that bars are drawn of: the largest by size first. */
export const barsOf = (
  { value, where }: Extract<ReportPart, { part: 'bars' }>,
  rows: readonly Row[],
): readonly Row[] =>
  rows
    .filter(row => where === undefined || where.values.includes(String(row[where.column])))
    .filter(row => typeof row[value] === 'number')
    .sort((a, b) => Math.abs(Number(b[value])) - Math.abs(Number(a[value])))
    .slice(0, mostBars);

const viewOf = (part: DrawnPart, rows: readonly Row[], colours: ChartColours): Encoding => {
  switch (part.part) {
    case 'curve': {
      const { y, also } = part;
      const numbered = rows.map((row, i): Row => ({ ...row, row: i }));
      return also === undefined
        ? lineOf(part, numbered, colours)
        : lineOf(
            { ...part, y: 'value', colour: 'series' },
            numbered.flatMap(row =>
              [y, also].map(series => ({ ...row, series, value: row[series] ?? null })),
            ),
            colours,
          );
    }
    case 'points':
      return lineOf(part, rows, colours);
    case 'bars':
      return {
        data: { values: barsOf(part, rows) },
        mark: { type: 'bar', cornerRadiusEnd: 2 },
        encoding: {
          y: { field: field(part.name), type: 'nominal', title: null, sort: null, axis: { labelLimit: 160 } },
          x: axis(part.value),
          tooltip: [
            { field: field(part.name), type: 'nominal', title: words(part.name) },
            axis(part.value, { format: '.4~r' }),
          ],
        },
      };
    case 'histogram':
      return {
        data: { values: rows },
        mark: { type: 'bar', binSpacing: 1 },
        encoding: {
          x: axis(part.x, { bin: { maxbins: 30 } }),
          y: { aggregate: 'count', type: 'quantitative', title: 'Rows' },
          tooltip: [
            axis(part.x, { bin: { maxbins: 30 } }),
            { aggregate: 'count', type: 'quantitative', title: 'Rows' },
          ],
        },
      };
  }
};

/** Width and height are those of the place on the screen. */
export const partSpec = (
  part: DrawnPart,
  rows: readonly Row[],
  colours: ChartColours,
  size: { readonly width: number; readonly height: number },
): Record<string, unknown> => ({ ...lookOf(colours, size), ...viewOf(part, rows, colours) });
