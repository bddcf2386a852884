/** Parts of a report as Vega-Lite, in the colours of the screen. */
import type { ReportPart } from '../../engine/catalogue/report.ts';
import { type ChartColours, lookOf } from '../../engine/chart/spec.ts';
import { wordsOf } from './amounts.ts';
import { axis, calmAxes, type Encoding, field, type Line, markLine, measuredAs } from './axes.ts';
import type { Row } from './rows.ts';

export type DrawnPart = Extract<ReportPart, { part: 'curve' | 'points' | 'bars' | 'histogram' }>;

const tooltipOf = (rows: readonly Row[], colour?: string): readonly Encoding[] =>
  [...new Set([...(colour === undefined ? [] : [colour]), ...Object.keys(rows[0] ?? {})])]
    .filter(name => name !== 'row')
    .slice(0, 8)
    .map(name => ({
      field: field(name),
      type: typeof rows[0]?.[name] === 'number' ? 'quantitative' : 'nominal',
      title: wordsOf(name),
      ...(typeof rows[0]?.[name] === 'number' && { format: '.4~r' }),
    }));

/** The row that a curve is drawn for, such as its elbow. */
const flagged = (part: Line, rows: readonly Row[], colours: ChartColours): readonly Encoding[] => {
  if (part.part !== 'curve' || part.flag === undefined) return [];
  const { column, text } = part.flag;
  const found = rows.filter(row => row[column] === true);
  const encoding = { x: axis(part.x, part.axes?.x), y: axis(part.y, part.axes?.y) };
  return [
    {
      data: { values: found },
      mark: { type: 'point', size: 140, strokeWidth: 2, color: colours.ink },
      encoding,
    },
    {
      data: { values: found },
      mark: { type: 'text', text, dx: 12, dy: -10, align: 'left', color: colours.ink },
      encoding,
    },
  ];
};

const lineOf = (part: Line, rows: readonly Row[], colours: ChartColours): Encoding => {
  const { x, y, colour, axes } = part;
  const unit = part.part === 'curve' ? part.unit : undefined;
  const [whole, own] = [{ domain: [0, 1] }, { zero: false, nice: true }];
  const measured = part.part === 'curve' ? measuredAs(part.metric, rows) : undefined;
  return {
    layer: [
      ...markLine(part, rows, colours),
      {
        data: { values: rows },
        mark:
          part.part === 'curve'
            ? { type: 'line', strokeWidth: 1.75, point: rows.length <= 60, interpolate: 'linear' }
            : { type: 'point', filled: true, size: 18, opacity: 0.55 },
        encoding: {
          x: axis(x, axes?.x, { scale: unit === undefined ? own : whole }),
          y: axis(y, axes?.y ?? measured, { scale: unit === 'both' ? whole : own }),
          // Rows stand in the order of the curve, whatever their x.
          ...(part.part === 'curve' && { order: { field: 'row', type: 'quantitative' } }),
          ...(colour !== undefined && {
            color: { field: field(colour), type: 'nominal', title: wordsOf(colour) },
          }),
          tooltip: tooltipOf(rows, colour),
        },
      },
      ...flagged(part, rows, colours),
    ],
  };
};

const mostBars = 20;

/** `{each}` is the value; where there is none it goes with the word before it. */
const titleFor = (title: string, value: Row[string] | undefined): string =>
  value === null || value === undefined
    ? title.replace(/ \S+ \{each\}/, '')
    : title.replace('{each}', () => String(value));

/** A part for each value of the column that it wants one of; itself where it wants none or where that says nothing. */
export const eachOf = (
  part: ReportPart,
  rows: readonly Row[],
): readonly { readonly part: ReportPart; readonly rows: readonly Row[] }[] => {
  if (!('each' in part) || part.each === undefined) return [{ part, rows }];
  const { each, title } = part;
  const several = new Set(rows.map(row => row[each])).size > 1;
  if (several && part.part === 'threshold') return [];
  if (several && part.part === 'curve' && part.lines === true)
    return [
      {
        part: { ...part, title: titleFor(title, `each ${wordsOf(each).toLowerCase()}`), colour: each },
        rows: rows.filter(row => drawable(part, row)),
      },
    ];
  const wanted = part.part === 'bars' ? rows.filter(row => isWanted(part, row)) : rows;
  return [...new Set(wanted.map(row => row[each]))].map(value => ({
    part: { ...part, title: titleFor(title, value) },
    rows: wanted.filter(row => row[each] === value && drawable(part, row)),
  }));
};

type Bars = Extract<ReportPart, { part: 'bars' }>;

const isWanted = ({ where }: Bars, row: Row): boolean =>
  where === undefined || where.values.includes(String(row[where.column]));

/** Whether a row has what its part puts in place. */
const drawable = (part: ReportPart, row: Row): boolean =>
  part.part === 'curve' ? row[part.x] !== null : part.part === 'bars' ? row[part.name] !== null : true;

/** The rows that bars are drawn of: each name once (once a colour), the largest by size first unless they are ranked. */
export const barsOf = (part: Bars, rows: readonly Row[]): readonly Row[] => {
  const { name, value, colour, order } = part;
  const keyOf = (row: Row): string => JSON.stringify([row[name], colour === undefined ? null : row[colour]]);
  const byName = new Map(
    rows
      .filter(row => isWanted(part, row) && typeof row[value] === 'number')
      .map(row => [keyOf(row), row] as const),
  );
  const bars = [...byName.values()];
  return (
    order === 'rows' ? bars : bars.sort((a, b) => Math.abs(Number(b[value])) - Math.abs(Number(a[value])))
  ).slice(0, mostBars);
};

const usualHeight = 240;

/** Bars keep room for their names. */
export const heightOf = (part: DrawnPart, rows: readonly Row[]): number =>
  part.part === 'bars' ? Math.max(usualHeight, 70 + 17 * barsOf(part, rows).length) : usualHeight;

/** Numbers have no classes: then there is nothing to tell apart by colour. */
const isColoured = (part: Bars, bars: readonly Row[]): part is Bars & { readonly colour: string } =>
  part.colour !== undefined && bars.some(row => row[part.colour ?? ''] !== null);

const barsView = (part: Bars, rows: readonly Row[]): Encoding => {
  const bars = barsOf(part, rows);
  const reach = Math.max(part.least ?? 0, ...bars.map(row => Number(row[part.value])));
  const title = part.axis ?? measuredAs(part.metric, bars) ?? measuredAs(part.where?.column, bars);
  return {
    data: { values: bars },
    mark: { type: 'bar', cornerRadiusEnd: 2 },
    encoding: {
      ...(isColoured(part, bars) && {
        yOffset: { field: field(part.colour), type: 'nominal' },
        color: { field: field(part.colour), type: 'nominal', title: wordsOf(part.colour) },
      }),
      y: {
        field: field(part.name),
        type: 'nominal',
        title: null,
        sort: null,
        // Every bar has its name: there is room for it.
        axis: { labelLimit: 160, labelOverlap: false },
      },
      x: axis(part.value, title, part.least === undefined ? {} : { scale: { domainMax: reach } }),
      tooltip: [
        { field: field(part.name), type: 'nominal', title: wordsOf(part.name) },
        axis(part.value, title, { format: '.4~r' }),
      ],
    },
  };
};

/** The rows of a curve, each of its lines from 0, 0 where it begins there. */
const withOrigin = (part: Extract<ReportPart, { part: 'curve' }>, rows: readonly Row[]): readonly Row[] => {
  const { x, y, colour, origin } = part;
  const lineOf = (row: Row | undefined): Row[string] | undefined =>
    colour === undefined ? null : row?.[colour];
  return origin !== true
    ? rows
    : rows.flatMap((row, i) =>
        i === 0 || lineOf(row) !== lineOf(rows[i - 1]) ? [{ ...row, [x]: 0, [y]: 0 }, row] : [row],
      );
};

const viewOf = (part: DrawnPart, rows: readonly Row[], colours: ChartColours): Encoding => {
  switch (part.part) {
    case 'curve': {
      const { y, also } = part;
      const numbered = withOrigin(part, rows).map((row, i): Row => ({ ...row, row: i }));
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
      return barsView(part, rows);
    case 'histogram':
      return {
        data: { values: rows },
        mark: { type: 'bar', binSpacing: 1 },
        encoding: {
          // Every so manyth edge has its number: those that happen to fit would stand at odd places.
          x: axis(part.x, part.axis, { bin: { maxbins: 30 }, axis: { labelOverlap: 'parity' } }),
          y: { aggregate: 'count', type: 'quantitative', title: 'Rows' },
          tooltip: [
            axis(part.x, part.axis, { bin: { maxbins: 30 } }),
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
): Record<string, unknown> => {
  const { config, ...look } = lookOf(colours, size);
  return { ...look, config: { ...(config as Encoding), ...calmAxes(size) }, ...viewOf(part, rows, colours) };
};
