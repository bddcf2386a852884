import { z } from 'zod';
import { chartDataSchema, chartSchema } from '../../chart/declare.ts';

/** What a chart's file is called says what it is: a picture, or the chart as Vega-Lite with its data. */
export const isPicture = (path: string): boolean => /\.svg$/i.test(path);
export const isSpec = (path: string): boolean => /\.json$/i.test(path);

export const chartSinkOptions = z.object({
  path: z.string().min(1),
  title: z.string(),
  chart: chartSchema,
  fields: chartDataSchema.shape.fields,
});

export type ChartSinkOptions = z.infer<typeof chartSinkOptions>;
