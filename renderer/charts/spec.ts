/** A chart as Vega-Lite: from what was asked and the marks that came back, in the colours of the screen. */
import type { Chart, ChartData } from '../../engine/contract/data.ts';
import { type DataType, familyOf, type Schema } from '../../engine/schema/types.ts';

export type ChartColours = {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly background: string;
  readonly accent: string;
  readonly soft: string;
  readonly categories: readonly string[];
};

type Field = ChartData['fields'][number];
type Encoding = Record<string, unknown>;

export const isNumber = (type: DataType): boolean => ['integer', 'decimal', 'float'].includes(familyOf(type));

/** A chart that says something about these columns before anybody chose. */
export const firstChart = (columns: Schema): Chart => {
  const number = columns.find(c => isNumber(c.type) && !/(^|_)id$/i.test(c.name));
  const category = columns.find(c => ['text', 'boolean'].includes(familyOf(c.type)));
  const [any] = columns;
  if (category !== undefined)
    return {
      kind: 'bar',
      x: category.name,
      aggregate: number === undefined ? 'count' : 'sum',
      ...(number !== undefined && { y: number.name }),
    };
  return { kind: 'histogram', x: number?.name ?? any?.name ?? '', aggregate: 'count' };
};

/** The column whose numbers are summed up, if any is. */
export const measuredBy = (chart: Chart): string | undefined => {
  switch (chart.kind) {
    case 'bar':
    case 'line':
      return chart.aggregate === 'count' ? undefined : chart.y;
    case 'box':
      return chart.y;
    case 'heat':
      return chart.aggregate === 'count' ? undefined : chart.colour;
    case 'scatter':
    case 'histogram':
      return undefined;
  }
};

/** The same choice as another kind of chart: what was no number to sum up is counted instead. */
export const asKind = (chart: Chart, kind: Chart['kind'], columns: Schema): Chart => {
  const next = { ...chart, kind };
  const summed = measuredBy(next);
  const fits = columns.some(c => c.name === summed && isNumber(c.type));
  return summed === undefined || fits || kind === 'box' ? next : { ...next, aggregate: 'count' };
};

/** What is wrong with the choice, before the engine is asked; columns come and go with edits. */
export const chartProblem = (chart: Chart, columns: Schema): string | undefined => {
  const gone = [chart.x, chart.y, chart.colour].find(
    name => name !== undefined && !columns.some(c => c.name === name),
  );
  if (gone !== undefined) return `The column “${gone}” is not there any more. Choose another one.`;
  if ((chart.kind === 'scatter' || chart.kind === 'heat') && chart.y === undefined)
    return 'Choose a column for the vertical axis.';
  if (chart.kind === 'box' && chart.y === undefined) return 'Choose the column whose spread is shown.';
  const summed = measuredBy(chart);
  const named = summed === undefined ? undefined : columns.find(c => c.name === summed);
  if (named !== undefined && !isNumber(named.type))
    return `“${named.name}” is ${named.type}, which cannot be summed up. Choose a column of numbers.`;
  if ((chart.kind === 'bar' || chart.kind === 'line') && chart.aggregate !== 'count' && chart.y === undefined)
    return 'Choose a column to sum up, or count rows.';
  return undefined;
};

/** Objects by the fields' names, as Vega-Lite takes them. */
export const marksOf = ({ fields, rows }: ChartData): readonly Record<string, unknown>[] =>
  rows.map(row =>
    Object.fromEntries(
      fields.map(({ name, role }, i) => [name, role === 'category' ? (row[i] ?? '∅') : row[i]]),
    ),
  );

const type = (field: Field): string =>
  field.role === 'number' ? 'quantitative' : field.role === 'time' ? 'temporal' : 'nominal';

const axis = (field: Field, more: Encoding = {}): Encoding => ({
  field: field.name,
  type: type(field),
  title: field.label,
  ...(field.role === 'time' && { scale: { type: 'utc' } }),
  ...more,
});

const markFor = (chart: Chart, data: ChartData): Encoding => {
  const by = new Map(data.fields.map(f => [f.name, f]));
  const get = (name: string): Field => by.get(name) ?? { name, role: 'number', label: name };
  const colour = by.has('colour') ? { color: axis(get('colour')) } : {};
  const tooltip = data.fields
    .filter(f => f.name !== 'x2' && f.name !== 'y2')
    .map(f => ({
      ...axis(f),
      title: f.name === 'value' || f.name === 'x' || f.name === 'y' || f.name === 'colour' ? f.label : f.name,
      scale: undefined,
    }))
    .map(({ scale: _, ...rest }) => rest);
  // A line over categories, and a histogram of them, come back as bars.
  const kind =
    (chart.kind === 'line' || chart.kind === 'histogram') && get('x').role === 'category'
      ? 'bar'
      : chart.kind;
  switch (kind) {
    case 'bar':
      return {
        mark: { type: 'bar', cornerRadiusEnd: 2 },
        encoding: {
          x: axis(get('x'), { sort: null, axis: { labelLimit: 120 } }),
          y: axis(get('value')),
          ...colour,
          tooltip,
        },
      };
    case 'line':
      return {
        mark: { type: 'line', strokeWidth: 1.75 },
        encoding: { x: axis(get('x')), y: axis(get('value')), ...colour, tooltip },
      };
    case 'scatter':
      return {
        mark: { type: 'point', filled: true, size: 22, opacity: 0.55 },
        encoding: {
          x: axis(get('x'), get('x').role === 'number' ? { scale: { zero: false } } : {}),
          y: axis(get('y'), get('y').role === 'number' ? { scale: { zero: false } } : {}),
          ...colour,
          tooltip,
        },
      };
    case 'histogram':
      return {
        mark: { type: 'bar' },
        encoding: {
          x: axis(get('x'), { ...(get('x').role === 'number' && { scale: { zero: false } }) }),
          x2: { field: 'x2' },
          y: axis(get('value')),
          ...colour,
          tooltip,
        },
      };
    case 'box':
      return {
        encoding: { x: axis(get('x'), { axis: { labelLimit: 120 } }), tooltip },
        layer: [
          {
            mark: { type: 'rule' },
            encoding: { y: axis(get('low'), { scale: { zero: false } }), y2: { field: 'high' } },
          },
          { mark: { type: 'bar', size: 18 }, encoding: { y: axis(get('q1')), y2: { field: 'q3' } } },
          {
            mark: { type: 'tick', size: 18, thickness: 2, color: 'white' },
            encoding: { y: axis(get('median')) },
          },
        ],
      };
    case 'heat': {
      const side = (name: 'x' | 'y'): Encoding => ({
        [name]: axis(get(name), {
          scale: { zero: false, ...(get(name).role === 'time' && { type: 'utc' }) },
        }),
        ...(by.has(`${name}2`) && { [`${name}2`]: { field: `${name}2` } }),
      });
      const plain = (name: 'x' | 'y'): Encoding => ({ [name]: { ...axis(get(name)), type: 'ordinal' } });
      return {
        mark: { type: 'rect' },
        encoding: {
          ...(by.has('x2') ? side('x') : plain('x')),
          ...(by.has('y2') ? side('y') : plain('y')),
          color: axis(get('value'), { scale: { scheme: 'blues' } }),
          tooltip,
        },
      };
    }
  }
};

export const chartSpec = (
  chart: Chart,
  data: ChartData,
  colours: ChartColours,
  size: { readonly width: number; readonly height: number },
): Record<string, unknown> => {
  const domains = { domainColor: colours.line, tickColor: colours.line, gridColor: colours.line };
  const words = { labelColor: colours.muted, titleColor: colours.ink };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...size,
    autosize: { type: 'fit', contains: 'padding' },
    padding: 10,
    background: colours.background,
    data: { values: marksOf(data) },
    ...markFor(chart, data),
    config: {
      font: 'system-ui, sans-serif',
      mark: { color: colours.accent },
      bar: { color: colours.accent },
      rule: { color: colours.muted },
      view: { stroke: null },
      axis: {
        ...domains,
        ...words,
        titleFontWeight: 500,
        gridOpacity: 0.7,
        labelFontSize: 11,
        titleFontSize: 11,
      },
      legend: { ...words, labelFontSize: 11, titleFontSize: 11 },
      range: {
        category: colours.categories,
        ...{ heatmap: [colours.soft, colours.accent], ramp: [colours.soft, colours.accent] },
      },
    },
  };
};
