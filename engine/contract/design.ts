/** What a designer asks while a pipeline is drawn: is it right, which columns are where, what would it say as code. */
import { z } from 'zod';
import { method, nothing } from './define.ts';
import { capabilitySumSchema, columnsSchema, diagnosticSchema } from './shapes.ts';

const node = z.string();
const port = z.string();

export const checkResult = z.strictObject({
  diagnostics: z.array(diagnosticSchema),
  /** Columns at each port that could be worked out, by `node.port`. Empty for a pipeline that is not trusted. */
  ports: z.record(z.string(), columnsSchema),
  capabilities: capabilitySumSchema,
  /** Nodes whose source has not answered yet; `design.answered` tells when to ask again. */
  asking: z.array(node),
  /** Milliseconds that it took. */
  ms: z.number(),
});

export type CheckResult = z.output<typeof checkResult>;

/** A column and those of the ports before and after that it comes from and goes to. */
export type Lineage = z.output<typeof lineageSchema>;

export const lineageSchema = z.strictObject({
  /** `node.port` and column, on both ends; the first comes from the second. */
  links: z.array(
    z.strictObject({
      node,
      port,
      column: z.string(),
      from: z.array(z.strictObject({ node, port, column: z.string() })),
      /** True where the columns were only read off the words of a query. */
      guessed: z.boolean().optional(),
    }),
  ),
});

export const designEvents = {
  /** A source that was slow has answered, or is taken not to: what is known of the pipeline has changed. */
  'design.answered': z.strictObject({ doc: z.string() }),
} as const;

export const designMethods = <S extends z.ZodType>(source: S) => ({
  /** Every problem and every schema. What is not trusted is checked without touching anything outside its text. */
  'design.check': method(z.strictObject({ source }), checkResult, { deadline: 120_000 }),
  /** The pipeline, or one node of it, as SQL; the pipeline as a PySpark program. */
  'design.export': method(
    z.strictObject({ source, format: z.enum(['sql', 'pyspark']), node: node.optional() }),
    z.strictObject({ text: z.string(), diagnostics: z.array(diagnosticSchema) }),
    { deadline: 120_000 },
  ),
  'design.lineage': method(z.strictObject({ source }), lineageSchema, { deadline: 120_000 }),
  /** The sheets or tables of a source's file, where it may hold several. */
  'design.tables': method(z.strictObject({ source, node }), z.strictObject({ tables: z.array(z.string()) }), {
    deadline: 120_000,
  }),
  /** The document is closed: what was kept for it can go. */
  'design.close': method(z.strictObject({ source }), nothing),
});
