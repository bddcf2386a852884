import { z } from 'zod';

/** Where the table lies in its sheet, found by `describe` and pinned for the run. Rows and columns start at 1. */
const layout = z.object({
  sheet: z.string(),
  firstRow: z.number().int().min(1),
  left: z.number().int().min(1),
  right: z.number().int().min(1),
  bottom: z.number().int().min(1),
  /** The columns were found, not asked for: a value beside them is an error, lest it be lost in silence. */
  found: z.boolean(),
  /** Columns whose type the user set; cells there are taken as the engine casts them. */
  types: z.array(z.string()),
});

/** What to read of a workbook. */
export const excelSourceOptions = z.object({
  path: z.string().min(1),
  /** A sheet's name, or its number from 1; the first sheet without it. */
  sheet: z.union([z.string().min(1), z.number().int().min(1)]).optional(),
  /** `A1:D100`, `A:D` or `B3:F`; the used cells without it. */
  range: z.string().min(1).optional(),
  /** The first row names the columns; otherwise they are named A, B, C. */
  header: z.boolean().default(true),
  /** Rows to pass over at the top of the sheet or range. */
  skip: z.number().int().min(0).max(1_048_576).default(0),
  /** Data types by column name, over the ones found in the cells. */
  types: z.record(z.string(), z.string()).default({}),
  /** What a cell with an error such as `#N/A` becomes. */
  errors: z.enum(['null', 'fail']).default('null'),
  layout: layout.optional(),
});

export type ExcelSourceOptions = z.infer<typeof excelSourceOptions>;
export type SheetLayout = z.infer<typeof layout>;

/** A text under Excel's rules for a sheet's name. */
export const sheetNamed = (text: z.ZodString): z.ZodString =>
  text
    .min(1)
    .max(31, 'A sheet name has at most 31 characters')
    .regex(/^[^:\\/?*[\]\u0000-\u001f]+$/, 'A sheet name has none of : \\ / ? * [ ]')
    .refine(
      name => !name.startsWith("'") && !name.endsWith("'"),
      'A sheet name does not start or end with an apostrophe',
    )
    .refine(name => name.toLowerCase() !== 'history', 'Excel keeps the sheet name History for itself');

/** How to write a workbook with one sheet. */
export const excelSinkOptions = z.object({
  path: z.string().min(1),
  sheet: sheetNamed(z.string()).default('Sheet1'),
  /** Write the column names as a bold first row that stays in sight. */
  header: z.boolean().default(true),
});

export type ExcelSinkOptions = z.infer<typeof excelSinkOptions>;
