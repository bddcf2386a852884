/** A chart as Vega-Lite: from what was asked and the marks that came back, in the colours of the screen. */
import type { Chart, ChartData } from './declare.ts';
import { drawnAs } from './marks-of-kinds.ts';

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
  // Where no bin is wider than nothing, every place has one of its own.
  const isWide = (end: string, start: string): boolean => {
    const [a, b] = [end, start].map(name => data.fields.findIndex(f => f.name === name));
    return data.rows.some(row => row[a ?? -1] !== row[b ?? -1]);
  };
  const by = new Map(
    data.fields
      .filter(({ name }) => !name.endsWith('2') || isWide(name, name.slice(0, -1)))
      .map(f => [f.name, f]),
  );
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
  switch (drawnAs(chart.kind, get('x').role)) {
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
          // Without this, bars from one place to another would lie on their side.
          x: axis(get('x'), { bin: { binned: true } }),
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
          {
            mark: { type: 'bar', width: { band: 0.6 } },
            encoding: { y: axis(get('q1')), y2: { field: 'q3' } },
          },
          {
            mark: { type: 'tick', width: { band: 0.6 }, thickness: 2, color: 'white' },
            encoding: { y: axis(get('median')) },
          },
        ],
      };
    case 'heat': {
      const side = (name: 'x' | 'y'): Encoding => ({
        [name]: axis(get(name), {
          scale: get(name).role === 'time' ? { type: 'utc' } : { zero: false },
        }),
        ...(by.has(`${name}2`) && { [`${name}2`]: { field: `${name}2` } }),
      });
      // Half a row is no step of a legend.
      const isCount = data.rows.every(row => Number.isInteger(row[2]));
      const plain = (name: 'x' | 'y'): Encoding => ({
        [name]: {
          ...axis(get(name), { axis: { labelLimit: 120, labelOverlap: 'parity' } }),
          type: 'ordinal',
        },
      });
      return {
        mark: { type: 'rect' },
        encoding: {
          ...(by.has('x2') ? side('x') : plain('x')),
          ...(by.has('y2') ? side('y') : plain('y')),
          color: axis(get('value'), {
            scale: { scheme: 'blues' },
            legend: { tickMinStep: isCount ? 1 : null },
          }),
          tooltip,
        },
      };
    }
  }
};

/** Colours of a picture that is printed or sent: those of the light screen, on white. */
export const paper: ChartColours = {
  ink: '#1b2430',
  muted: '#66717f',
  line: '#dfe3e8',
  background: '#ffffff',
  accent: '#1f5fbf',
  soft: '#e4ecf8',
  categories: [
    '#1f5fbf',
    '#a05a1c',
    '#2c7a4b',
    '#a14a7b',
    '#1f6f8b',
    '#7a4bb5',
    '#8a4636',
    '#4b5bb5',
    '#55606e',
    '#b3261e',
  ],
};

type Heading = { readonly title: string; readonly subtitle?: string };

/** What every chart of the screen has in common: its size, its colours, its letters. */
export const lookOf = (
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
    config: {
      font: 'system-ui, sans-serif',
      mark: { color: colours.accent },
      bar: { color: colours.accent },
      rule: { color: colours.muted },
      view: { stroke: null },
      title: {
        anchor: 'start',
        color: colours.ink,
        subtitleColor: colours.muted,
        fontSize: 14,
        fontWeight: 600,
        subtitleFontSize: 11,
        offset: 10,
      },
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

export const chartSpec = (
  chart: Chart,
  data: ChartData,
  colours: ChartColours,
  size: { readonly width: number; readonly height: number },
  heading?: Heading,
): Record<string, unknown> => ({
  ...lookOf(colours, size),
  ...(heading !== undefined && {
    title: { text: heading.title, ...(heading.subtitle !== undefined && { subtitle: heading.subtitle }) },
  }),
  data: { values: marksOf(data) },
  ...markFor(chart, data),
});
