/** Rows, profiles and chart data at a port, a page at a time. */
import { z } from 'zod';
import { chartDataSchema, chartSchema } from '../chart/declare.ts';
import { bytes, method } from './define.ts';
import { columnsSchema } from './shapes.ts';

export const filterSchema = z.strictObject({
  column: z.string(),
  op: z.enum(['contains', 'equals', 'not-equals', 'less', 'at-most', 'more', 'at-least', 'null', 'not-null']),
  value: z.string().max(10_000).optional(),
});

export type Filter = z.output<typeof filterSchema>;

/** How the rows of a port are looked at. It changes nothing in the pipeline. */
export const viewSchema = z.strictObject({
  sort: z.array(z.strictObject({ column: z.string(), descending: z.boolean() })).max(8),
  filter: z.array(filterSchema).max(32),
  /** Rows in which any column holds this text, letter case aside. */
  search: z.string().max(1000),
});

export type View = z.output<typeof viewSchema>;

export const portPlace = { node: z.string(), port: z.string().optional() };

/** The first rows that are shown before all are computed. */
export const headRows = 1000;
/** Rows and columns of one page at most. */
export const mostPageRows = 1000;
export const mostPageColumns = 100;
/** Characters of a text that cross with a page; one more says that there are more. */
export const cutAt = 1000;
/** Characters of a cell that is asked for alone. */
export const mostCellText = 1_000_000;

export const pageSchema = z.strictObject({
  columns: columnsSchema,
  /** Which of the columns are in `arrow`, in its order. */
  picked: z.array(z.int().min(0)),
  /** Rows from `offset` on, as an Arrow IPC stream; text where a number would lose digits. */
  arrow: bytes,
  offset: z.int().min(0),
  rows: z.int().min(0),
  /** Rows in the view. */
  total: z.int().min(0),
  /** False while only the first rows were computed; then `total` counts those. */
  complete: z.boolean(),
  /** What a person should know of how the rows were read, such as a slower way that was taken. */
  warnings: z.array(z.string()),
  /** Two pages of one key are of the same rows. */
  key: z.string(),
});

export type Page = z.output<typeof pageSchema>;

export const profileSchema = z.strictObject({
  column: z.int(),
  rows: z.int(),
  nulls: z.int(),
  distinct: z.int(),
  /** Values as the engine prints them. */
  min: z.string().optional(),
  max: z.string().optional(),
  mean: z.string().optional(),
  deviation: z.string().optional(),
  quantiles: z.array(z.strictObject({ at: z.number(), value: z.string() })),
  /** The most frequent values, most frequent first. */
  top: z.array(z.strictObject({ value: z.string(), rows: z.int() })),
  /** Rows in bins of equal width from `min` to `max`. */
  histogram: z.array(z.int()).optional(),
  /** Characters of texts. */
  lengths: z.strictObject({ min: z.int(), mean: z.string(), max: z.int(), empty: z.int() }).optional(),
});

export type Profile = z.output<typeof profileSchema>;

/** What a step did to the rows of the step before it. */
export const changesSchema = z.strictObject({
  rowsBefore: z.int(),
  rowsAfter: z.int(),
  /** Cells that differ, by column, where each row after stands for the row at its place before. */
  changed: z.array(z.strictObject({ column: z.string(), cells: z.int() })).optional(),
});

export type Changes = z.output<typeof changesSchema>;

export const dataMethods = <S extends z.ZodType>(source: S) => ({
  /** The first rows fast, or any page of the whole: `whole` computes all rows once and keeps them. */
  'data.page': method(
    z.strictObject({
      source,
      ...portPlace,
      view: viewSchema,
      offset: z.int().min(0),
      limit: z.int().min(1).max(mostPageRows),
      /** Columns by their place; the first hundred where none are named. */
      columns: z.array(z.int().min(0)).max(mostPageColumns).optional(),
      whole: z.boolean(),
    }),
    pageSchema,
  ),
  /** One cell without the cut that pages make. */
  'data.cell': method(
    z.strictObject({
      source,
      ...portPlace,
      view: viewSchema,
      row: z.int().min(0),
      column: z.int().min(0),
      whole: z.boolean(),
    }),
    z.strictObject({ text: z.string().nullable(), cut: z.boolean() }),
  ),
  /** Figures of one column over all rows. */
  'data.profile': method(z.strictObject({ source, ...portPlace, column: z.int().min(0) }), profileSchema),
  /** The marks of a chart over all rows. */
  'data.chart': method(z.strictObject({ source, ...portPlace, chart: chartSchema }), chartDataSchema),
  /** What the step between two ports did. */
  'data.changes': method(
    z.strictObject({ source, ...portPlace, before: z.strictObject(portPlace) }),
    changesSchema,
  ),
});
