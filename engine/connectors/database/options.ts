import { z } from 'zod';

/** How a connection is protected, in libpq's words. `prefer` takes SSL where the server has it. */
export const sslModes = ['disable', 'prefer', 'require', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

const connectionParts = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65535).optional(),
  database: z.string().min(1),
  user: z.string().min(1),
  /** Only ever a reference such as `${env:PG_PASSWORD}`. */
  password: z.string().optional(),
  ssl: z.enum(sslModes).optional(),
  /** File (PEM) of the authority that signed the server's certificate, where the system does not know it. */
  ca: z.string().min(1).optional(),
});

/** Where a database is: an address (usually `${env:PG_URL}`) or its parts. Secrets are references, never values. */
const connectionOption = z.union([z.string().min(1), connectionParts]);
export type ConnectionOption = z.infer<typeof connectionOption>;

/** What a read takes: one table, or the rows of one SELECT. */
const selection = {
  connection: connectionOption,
  /** `table` or `schema.table`; a name with a dot is quoted as in SQL. */
  table: z.string().min(1).optional(),
  query: z.string().min(1).optional(),
  columns: z.array(z.string()).min(1).optional(),
  /** A condition in the database's own SQL. */
  where: z.string().min(1).optional(),
  partition: z.strictObject({ column: z.string().min(1), parts: z.int().min(1).max(64) }).optional(),
};

const oneOf = (o: { table?: string | undefined; query?: string | undefined }): boolean =>
  (o.table === undefined) !== (o.query === undefined);
const needsOne = { error: 'Give either a table or a query.', path: ['table'] };

export const postgresSourceOptions = z
  .strictObject({
    ...selection,
    /** What a `numeric` without precision becomes: DOUBLE (about 15 digits) or its exact text. */
    unboundedNumeric: z.enum(['double', 'text']).default('double'),
  })
  .refine(oneOf, needsOne);

export const mysqlSourceOptions = z
  .strictObject({
    ...selection,
    /** What `0000-00-00` and other impossible dates become. */
    zeroDates: z.enum(['error', 'null']).default('error'),
    /** What `tinyint(1)` becomes: BOOLEAN (0 and 1 only) or TINYINT. */
    tinyInt1: z.enum(['boolean', 'integer']).default('boolean'),
  })
  .refine(oneOf, needsOne);

const writeModes = ['create', 'append', 'overwrite', 'upsert'] as const;
export type WriteMode = (typeof writeModes)[number];

/** What a write needs; the same for every database. */
export const databaseSinkOptions = z
  .strictObject({
    connection: connectionOption,
    table: z.string().min(1),
    mode: z.enum(writeModes).default('create'),
    /** Columns that identify a row, for `upsert`. */
    keys: z.array(z.string().min(1)).min(1).optional(),
  })
  .refine(o => (o.mode === 'upsert') === (o.keys !== undefined), {
    error: 'The mode “upsert”, and only it, needs keys.',
    path: ['keys'],
  });

export type PostgresSourceOptions = z.infer<typeof postgresSourceOptions>;
export type MysqlSourceOptions = z.infer<typeof mysqlSourceOptions>;
export type DatabaseSinkOptions = z.infer<typeof databaseSinkOptions>;
/** The part of a source's options that says which rows. */
export type Selection = Pick<PostgresSourceOptions, 'table' | 'query' | 'columns' | 'where'>;
