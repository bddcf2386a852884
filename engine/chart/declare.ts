/** What a chart is: said once for the panel of the designer, the chart node and the file that it writes. */
import { z } from 'zod';

export const chartKinds = ['bar', 'line', 'scatter', 'histogram', 'box', 'heat'] as const;
export const chartAggregates = ['count', 'sum', 'mean', 'median', 'min', 'max'] as const;

export const chartSchema = z.strictObject({
  kind: z.enum(chartKinds),
  x: z.string(),
  y: z.string().optional(),
  colour: z.string().optional(),
  aggregate: z.enum(chartAggregates),
});

export type Chart = z.output<typeof chartSchema>;

/** Marks of a chart: rows of named values, summed up in the engine, with what was left out. */
export const chartDataSchema = z.strictObject({
  fields: z.array(
    z.strictObject({ name: z.string(), role: z.enum(['number', 'time', 'category']), label: z.string() }),
  ),
  rows: z.array(z.array(z.union([z.number(), z.string(), z.null()]))),
  /** Rows that the chart stands for. */
  of: z.int(),
  /** What is shown of how much, where not all is. */
  shown: z
    .strictObject({ what: z.enum(['rows', 'categories', 'colours']), count: z.int(), of: z.int() })
    .optional(),
});

export type ChartData = z.output<typeof chartDataSchema>;
export type ChartField = ChartData['fields'][number];

/** How much a chart shows. More would be noise to the eye, and a load to the screen. */
export const most = {
  categories: 40,
  colours: 10,
  points: 4000,
  steps: 400,
  bins: 40,
  tiles: 24,
} as const;

export const chartKindWords: Readonly<Record<Chart['kind'], string>> = {
  bar: 'Bar',
  line: 'Line',
  scatter: 'Scatter',
  histogram: 'Histogram',
  box: 'Box',
  heat: 'Heat map',
};

export const chartAggregateWords: Readonly<Record<Chart['aggregate'], string>> = {
  count: 'Number of rows',
  sum: 'Sum',
  mean: 'Mean',
  median: 'Median',
  min: 'Smallest',
  max: 'Largest',
};

type Choices = {
  readonly x: string;
  readonly y?: string;
  readonly colour?: string;
  readonly aggregate?: boolean;
};

/** What each choice is called, by kind; absent where the kind has no such choice. */
export const chartChoices: Readonly<Record<Chart['kind'], Choices>> = {
  bar: { x: 'Category', y: 'Value', colour: 'Colour', aggregate: true },
  line: { x: 'Along', y: 'Value', colour: 'Colour', aggregate: true },
  scatter: { x: 'Across', y: 'Up', colour: 'Colour' },
  histogram: { x: 'Value', colour: 'Colour' },
  box: { x: 'Category', y: 'Value' },
  heat: { x: 'Across', y: 'Up', colour: 'Value', aggregate: true },
};

/** The kinds of chart that have a choice, for forms that show only what counts. */
export const kindsWith = (choice: 'y' | 'colour' | 'aggregate'): readonly Chart['kind'][] =>
  chartKinds.filter(kind => chartChoices[kind][choice] !== undefined);

const number = (n: number): string => n.toLocaleString('en');

/** How much of the rows a chart shows, in words. */
export const shownWords = ({ shown, of }: Pick<ChartData, 'shown' | 'of'>): string => {
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
