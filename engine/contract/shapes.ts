/** Shapes that several parts of the contract share. They mirror types of the engine; the compiler holds them equal. */
import { z } from 'zod';
import type { CapabilitySum } from '../compile/capabilities.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';

export const fieldSchema = z.strictObject({ name: z.string(), type: z.string() });
export const columnsSchema = z.array(fieldSchema);

/** A diagnostic as it crosses: code and text, with its place. */
export const diagnosticSchema = z.custom<Diagnostic>(
  value =>
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    'message' in value &&
    typeof value.message === 'string',
);

const names = z.array(z.string()).readonly();

export const capabilitySumSchema = z.strictObject({
  read: names,
  write: names,
  net: names,
  db: names,
  env: names,
  sql: z.boolean(),
}) satisfies z.ZodType<CapabilitySum>;

/** Values of the pipeline's parameters for this look or run, as text; the file's defaults stand for the rest. */
export const parametersSchema = z.record(z.string(), z.string());

/** The text of a pipeline file: up to 20 MB, as the parser takes it. */
export const pipelineText = z.string().max(20_000_000);

/** What a screen holds of a pipeline: a handle that the host gave, and the text as it is being edited. */
export const screenSource = z.strictObject({
  doc: z.string().regex(/^doc:\d+$/),
  text: pipelineText,
  parameters: parametersSchema,
});

export type ScreenSource = z.output<typeof screenSource>;

/** The same for the engine: the host has put folder and trust in the place of the handle. */
export const engineSource = z.strictObject({
  doc: z.string(),
  text: pipelineText,
  parameters: parametersSchema,
  /** Absolute; names of the pipeline are relative to it. */
  folder: z.string(),
  /** The file's name in that folder: what earlier runs left is known by it. A name of its own where there is no file. */
  file: z.string(),
  /** False: nothing outside the text is touched. */
  trusted: z.boolean(),
  /** Names and values of the saved secrets that the text refers to; none where it is not trusted. */
  secrets: z.array(z.tuple([z.string(), z.string()])),
});

export type EngineSource = z.output<typeof engineSource>;
