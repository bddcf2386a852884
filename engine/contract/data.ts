/** Rows, profiles and chart data at a port, a page at a time. */
import { z } from 'zod';
import { bytes, method } from './define.ts';
import { columnsSchema } from './shapes.ts';

export const filterSchema = z.strictObject({
  column: z.string(),
  op: z.enum(['contains', 'equals', 'not-equals', 'less', 'at-most', 'more', 'at-least', 'null', 'not-null']),
  value: z.string().optional(),
});

/** How the rows of a port are looked at. It changes nothing in the pipeline. */
export const viewSchema = z.strictObject({
  sort: z.array(z.strictObject({ column: z.string(), descending: z.boolean() })).max(8),
  filter: z.array(filterSchema).max(32),
  /** Rows in which any column holds this text. */
  search: z.string().max(1000),
});

export type View = z.output<typeof viewSchema>;

export const portPlace = { node: z.string(), port: z.string().optional() };

export const pageSchema = z.strictObject({
  columns: columnsSchema,
  /** Rows from `offset` on, as an Arrow IPC stream; text where a number would lose digits. */
  arrow: bytes,
  offset: z.int().min(0),
  rows: z.int().min(0),
  /** Rows in the whole view; absent while only the head was computed. */
  total: z.int().min(0).optional(),
});

export type Page = z.output<typeof pageSchema>;

export const dataMethods = <S extends z.ZodType>(source: S) => ({
  /** The first rows fast, or any page of the whole: `whole` computes all rows once and keeps them. */
  'data.page': method(
    z.strictObject({
      source,
      ...portPlace,
      view: viewSchema,
      offset: z.int().min(0),
      limit: z.int().min(1).max(1000),
      whole: z.boolean(),
    }),
    pageSchema,
  ),
});
