import { z } from 'zod';
import { kinds } from './infer.ts';

const seconds = (fallback: number) => z.number().positive().max(86_400).default(fallback);

/** Headers that the client itself must decide: length, encoding and routing of the message. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'expect',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
]);

const headers = z
  .record(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'not a header name'), z.string())
  .refine(all => Object.keys(all).every(name => !ownHeaders.has(name.toLowerCase())), {
    message: `the client sets ${[...ownHeaders].join(', ')} itself`,
  })
  .default({});

/** Column types a person may set. The text goes into SQL, so the list is closed. */
export const typeNames = z.union([
  z.enum([
    'BIGINT',
    'HUGEINT',
    'INTEGER',
    'DOUBLE',
    'BOOLEAN',
    'DATE',
    'TIME',
    'TIMESTAMP',
    'TIMESTAMP WITH TIME ZONE',
    'VARCHAR',
  ]),
  z.string().regex(/^DECIMAL\((?:[1-9]|[12]\d|3[0-8]),(?:\d|[12]\d|3[0-8])\)$/),
]);

/** How to get from one page to the next. Names are query parameters; paths are dotted, as in `meta.next`. */
export const paging = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('none') }),
  z.strictObject({
    by: z.literal('page'),
    param: z.string().min(1).default('page'),
    start: z.int().min(0).default(1),
    sizeParam: z.string().min(1).optional(),
    size: z.int().min(1).optional(),
  }),
  z.strictObject({
    by: z.literal('offset'),
    param: z.string().min(1).default('offset'),
    start: z.int().min(0).default(0),
    limitParam: z.string().min(1).default('limit'),
    limit: z.int().min(1).default(100),
  }),
  z.strictObject({
    by: z.literal('cursor'),
    path: z.string().min(1),
    param: z.string().min(1).default('cursor'),
  }),
  z.strictObject({ by: z.literal('next-url'), path: z.string().min(1) }),
  z.strictObject({ by: z.literal('link') }),
]);

export type Paging = z.infer<typeof paging>;

/** Times in seconds: to connect, between two pieces of an answer, and for one whole request. */
export const timeouts = z
  .strictObject({ connect: seconds(10), idle: seconds(30), total: seconds(300) })
  .prefault({});

/** What any request needs, whatever it reads. Shared with the HTML source. */
export const requestShape = {
  /** May hold `${env:NAME}`; so may header values and the body. */
  url: z.string().min(1).max(20_000),
  headers,
  /** How often to try again on 429, 5xx and broken connections. */
  retries: z.int().min(0).max(20).default(3),
  timeouts,
  /** Limit for one answer, in bytes after decompression. */
  maxBytes: z
    .int()
    .min(1)
    .max(16 * 2 ** 30)
    .default(256 * 2 ** 20),
  /** Encoding label of the text, where the server's word is wrong or missing. */
  encoding: z.string().min(1).optional(),
  /** Column types that win over the inferred ones. A name that the first page lacks adds a column. */
  types: z.record(z.string().min(1), typeNames).default({}),
};

/** Where a column comes from and what its values looked like. Written by describe, read by load. */
export const fields = z
  .array(z.strictObject({ name: z.string(), path: z.array(z.string()), kind: z.enum(kinds).optional() }))
  .optional();

export type HttpField = NonNullable<z.infer<typeof fields>>[number];

/**
 * Options of the HTTP source.
 * @example { url: 'https://api.example.com/orders', rows: 'data', paging: { by: 'cursor', path: 'next' } }
 */
export const httpOptions = z.strictObject({
  ...requestShape,
  method: z.enum(['GET', 'POST']).default('GET'),
  body: z.string().optional(),
  format: z.enum(['auto', 'json', 'csv', 'ndjson']).default('auto'),
  /** Dotted path to the list of rows in a JSON answer; empty text is the answer itself. Without it, looked for. */
  rows: z.string().optional(),
  paging: paging.prefault({ by: 'none' }),
  /** Stop after this many pages. Without it all pages are read, and more than 10,000 are an error. */
  maxPages: z.int().min(1).optional(),
  /** Nested objects become columns `a_b`; lists stay JSON text either way. */
  flatten: z.boolean().default(true),
  /** Whether the first row names the columns: of CSV (default yes), of JSON rows that are lists (default no). */
  header: z.boolean().optional(),
  delimiter: z.string().length(1).optional(),
  /** What to do with a column that the sample of the first page did not have. */
  extra: z.enum(['fail', 'ignore']).default('fail'),
  fields,
});

export type HttpOptions = z.infer<typeof httpOptions>;
