import { z } from 'zod';
import type { Json } from '../schema/types.ts';

/** What the `format` field of every pipeline file says. */
export const documentFormat = 'millrace/pipeline';

/** The newest document version that this program reads, and the one it writes. */
export const documentVersion = 1;

/** A place on the canvas in pixels, right and down from its origin. */
export type Point = readonly [x: number, y: number];

export type ParameterType = 'path' | 'string' | 'integer' | 'number' | 'boolean' | 'date';

/** What a parameter stands for in a run. Integers beyond 2^53 are text; dates and paths are text too. */
export type ParameterValue = string | number | boolean;

/** A value that is chosen per run and used in params as `${name}`. Without a default it must be given. */
export type Parameter = {
  readonly type: ParameterType;
  readonly default?: ParameterValue;
  readonly description?: string;
  /** The only values allowed, where there is a choice of few. */
  readonly options?: readonly ParameterValue[];
};

/** A placed step. `version` is that of its kind, 1 where it is absent; `params` are as the user set them. */
export type PipelineNode = {
  readonly id: string;
  readonly kind: string;
  readonly version?: number;
  readonly title?: string;
  readonly disabled?: boolean;
  readonly comment?: string;
  readonly params: { readonly [param: string]: Json };
};

/** A connection as written: `node.port`, or the node id alone on a side with one port. */
export type PipelineEdge = { readonly from: string; readonly to: string };

/** Nodes shown as one. Its id shares the ids of nodes, so that `layout` can place it too. */
export type PipelineGroup = {
  readonly id: string;
  readonly title?: string;
  readonly collapsed?: boolean;
  readonly nodes: readonly string[];
};

/** A note on the canvas. */
export type PipelineComment = { readonly text: string; readonly at: Point; readonly size?: Point };

/**
 * The saved pipeline. Fields that this version does not know ride along at every level: an edit copies the
 * object that it changes, and the printer writes them after the known ones.
 */
export type PipelineDocument = {
  readonly format: typeof documentFormat;
  readonly version: number;
  readonly name: string;
  readonly description?: string;
  readonly parameters: { readonly [name: string]: Parameter };
  readonly nodes: readonly PipelineNode[];
  readonly edges: readonly PipelineEdge[];
  readonly groups?: readonly PipelineGroup[];
  readonly comments?: readonly PipelineComment[];
  readonly layout: { readonly [id: string]: Point };
};

// What is validated came through `JSON.parse`, so any value in params is JSON already.
const json: z.ZodType<Json> = z.any();

export const pointSchema = z.tuple([z.number(), z.number()]);
const id = z.string().meta({
  pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$',
  description: 'A letter, then letters, digits and _; at most 64.',
});
const kindVersion = z.int().min(1);
const parameterValue = z.union([z.string(), z.number(), z.boolean()]);

export const parameterSchema = z.object({
  type: z.enum(['path', 'string', 'integer', 'number', 'boolean', 'date']),
  default: parameterValue.exactOptional(),
  description: z.string().exactOptional(),
  options: z.array(parameterValue).exactOptional(),
});

export const nodeSchema = z.object({
  id,
  kind: z.string().describe('The word of the catalogue for what this step does.'),
  version: kindVersion
    .exactOptional()
    .describe('The version of the kind that the params are written for; 1 if absent.'),
  title: z.string().exactOptional(),
  disabled: z.boolean().exactOptional(),
  comment: z.string().exactOptional(),
  params: z.record(z.string(), json).default({}),
});

export const edgeSchema = z.object({
  from: z.string().describe('`node.port`, or the node id alone where it has one output.'),
  to: z.string().describe('`node.port`, or the node id alone where it has one input.'),
});

export const groupSchema = z.object({
  id,
  title: z.string().exactOptional(),
  collapsed: z.boolean().exactOptional(),
  nodes: z.array(z.string()),
});

export const commentSchema = z.object({
  text: z.string(),
  at: pointSchema,
  size: pointSchema.exactOptional(),
});

/**
 * The shape of a pipeline file. It only judges: the document is the parsed value itself, so unknown fields stay.
 * The order of the fields here and above is the order in which they are printed.
 */
export const documentSchema = z.object({
  format: z.literal(documentFormat),
  version: z.int().min(1),
  name: z.string().default('Untitled'),
  description: z.string().exactOptional(),
  parameters: z.record(z.string(), parameterSchema).default({}),
  nodes: z.array(nodeSchema),
  edges: z.array(edgeSchema).default([]),
  groups: z.array(groupSchema).exactOptional(),
  comments: z.array(commentSchema).exactOptional(),
  layout: z.record(z.string(), pointSchema).default({}),
}) satisfies z.ZodType<PipelineDocument>;

/** The JSON Schema of the pipeline file (draft 2020-12), as text: what `docs/pipeline.schema.json` holds. */
export const pipelineJsonSchema = (): string => {
  const schema = z.toJSONSchema(documentSchema, { io: 'input' });
  return `${JSON.stringify({ title: 'Millrace pipeline', ...schema }, null, 2)}\n`;
};
