import { z } from 'zod';
import { fields, requestShape } from '../http/options.ts';

/**
 * Options of the HTML source: a page on the web or a file, and which of its tables.
 * @example { url: 'https://example.com/prices', selector: '#prices', header: 'auto' }
 */
export const htmlOptions = z
  .strictObject({
    ...requestShape,
    url: requestShape.url.optional(),
    /** A page is parsed as a whole and takes many times its size: a smaller limit than for data. */
    maxBytes: requestShape.maxBytes.unwrap().default(64 * 2 ** 20),
    /** A file instead of a url, relative to the pipeline file. */
    path: z.string().min(1).optional(),
    /** CSS selector of the table, or of something that holds it. */
    selector: z.string().min(1).max(2_000).optional(),
    /** Which table, from 1: of the page, or of those that the selector finds. */
    table: z.int().min(1).default(1),
    /** The row that names the columns, from 1; `auto` takes the rows that are marked as headers. */
    header: z.union([z.enum(['auto', 'none']), z.int().min(1)]).default('auto'),
    fields,
  })
  .refine(options => (options.url === undefined) !== (options.path === undefined), {
    message: 'give either a url or a path',
    path: ['url'],
  });

export type HtmlOptions = z.infer<typeof htmlOptions>;
