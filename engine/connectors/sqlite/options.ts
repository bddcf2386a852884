import { z } from 'zod';

/** Millions of bytes that a database may have; it is held in memory, and 2 GB is what the engine can address. */
const megabytes = z.number().int().min(1).max(2000).default(1000);

/** What to read of a SQLite database: one table or view. There is no SQL of the user's here. */
export const sqliteSourceOptions = z.strictObject({
  path: z.string().min(1),
  /** A table or view; may be left out where the database holds only one. */
  table: z.string().min(1).optional(),
  columns: z.array(z.string().min(1)).min(1).optional(),
  /** Data types by column name, over the ones found. */
  types: z.record(z.string(), z.string()).default({}),
  maxMegabytes: megabytes,
});

export type SqliteSourceOptions = z.infer<typeof sqliteSourceOptions>;

/** What becomes of rows that are there already; the same words as for database servers. */
const sqliteWriteModes = ['create', 'append', 'overwrite', 'upsert'] as const;
export type SqliteWriteMode = (typeof sqliteWriteModes)[number];

/** How to write one table of a SQLite database; the other tables of the file stay. */
export const sqliteSinkOptions = z
  .strictObject({
    path: z.string().min(1),
    table: z.string().min(1),
    mode: z.enum(sqliteWriteModes).default('create'),
    /** Columns that identify a row, for `upsert`. */
    keys: z.array(z.string().min(1)).min(1).optional(),
    maxMegabytes: megabytes,
  })
  .refine(o => (o.mode === 'upsert') === (o.keys !== undefined), {
    error: 'The mode “upsert”, and only it, needs keys.',
    path: ['keys'],
  });

export type SqliteSinkOptions = z.infer<typeof sqliteSinkOptions>;
