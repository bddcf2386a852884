/** A fitted pipeline as one file of JSON: feature steps and estimator, and what is to be known about them. */
import { z } from 'zod';
import { engineError } from '../diagnostics/errors.ts';
import { column } from '../plan/build.ts';
import { columnsOf } from '../plan/expr.ts';
import type { Rel } from '../plan/relation.ts';
import { familyOf, fieldNamed, isPlainType, numeric, type Schema } from '../schema/types.ts';
import { type FeatureStep, type Place, stepLayers, stepShape } from './features/steps.ts';
import { type Layers, withLayers } from './score/layers.ts';
import { defaultOutputs, estimatorShape, type Outputs, scoreLayers } from './score/score.ts';
import { name, real, text } from './shapes.ts';

export const modelFormat = 'millrace/model';
export const modelVersion = 1;

/** Larger than any model of ours by far: a forest of 500 trees of depth 12 has about 60 MB. */
export const modelLimit = 200_000_000;

const plainType = z.string().refine(isPlainType, 'the name of a plain type is needed');
const schemaShape = z.array(z.strictObject({ name, type: plainType })).max(100_000);

const numbersShape = z
  .strictObject({
    kind: z.literal('number'),
    column: name,
    rows: z.int().min(0),
    missing: z.int().min(0),
    mean: real.nullable(),
    deviation: real.nullable(),
    /** Where one bin ends and the next begins, and the rows of each: drift is told from them. */
    edges: z.array(real).max(1000),
    counts: z.array(z.int().min(0)).max(1001),
  })
  .refine(
    p =>
      p.counts.length === p.edges.length + 1 &&
      p.edges.every((edge, i) => i === 0 || edge > (p.edges[i - 1] ?? edge)),
    'one count below each edge and one above is needed, and edges that rise',
  );

const profileShape = z.discriminatedUnion('kind', [
  numbersShape,
  z.strictObject({
    kind: z.literal('category'),
    column: name,
    rows: z.int().min(0),
    missing: z.int().min(0),
    levels: z.array(z.strictObject({ value: text, count: z.int().min(0) })).max(1000),
    /** Rows of values that are not listed. */
    others: z.int().min(0),
  }),
]);

const valueShape: z.ZodType<ParamValue> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    real,
    text,
    z.array(valueShape),
    z.record(z.string().max(1000), valueShape),
  ]),
);
type ParamValue = null | boolean | number | string | ParamValue[] | { [key: string]: ParamValue };

const artifactShape = z.strictObject({
  format: z.literal(modelFormat),
  version: z.literal(modelVersion),
  name,
  /** Columns that scoring needs, and the columns that it adds. */
  input: schemaShape,
  output: schemaShape,
  /** What the person set, as it was. */
  params: z.record(z.string().max(1000), valueShape),
  steps: z.array(stepShape).max(1000),
  estimator: estimatorShape,
  /** The column that is predicted. */
  label: name.optional(),
  /** By rows that it has not learned from, where there were some. */
  metrics: z.record(z.string().max(1000), real.nullable()),
  profile: z.array(profileShape).max(100_000),
  /** How predictions were spread over the training rows. Files of before have none, nor models that say nothing of any row. */
  predictions: profileShape.optional(),
  provenance: z.strictObject({
    graph: z.string().max(1000),
    data: z.string().max(1000),
    /** Files and tables that the rows were read from, by name. */
    sources: z.array(z.string().max(1000)).max(1000).optional(),
    seed: z.int().min(0),
    engine: z.string().max(1000),
    rows: z.int().min(0),
    /** Absent in a model that has not been written: the same rows and settings give the same bytes. */
    fittedAt: z.iso.datetime().optional(),
  }),
});

/** A fitted pipeline. Numbers and names only; nothing in it is run. */
export type Artifact = z.infer<typeof artifactShape>;

export const writeArtifact = (artifact: Artifact): string => `${JSON.stringify(artifact)}\n`;

/** Reads a model file that anybody may have written. Throws an `EngineError` that says what is wrong with it. */
export const readArtifact = (bytes: Uint8Array | string): Artifact => {
  const size = typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
  if (size > modelLimit) throw engineError('ml-model-size', { bytes: size, limit: modelLimit });
  const json = parsed(bytes);
  const head = z.looseObject({ format: z.unknown(), version: z.unknown() }).safeParse(json).data;
  if (head?.format !== modelFormat)
    throw engineError('ml-model-format', {
      found: typeof head?.format === 'string' ? head.format.slice(0, 100) : 'nothing',
    });
  if (typeof head.version === 'number' && head.version > modelVersion)
    throw engineError('ml-model-newer', { version: head.version, known: modelVersion });
  const result = artifactShape.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw engineError('ml-model-invalid', {
      path: issue?.path.map(String).join('.').slice(0, 200) || 'its top level',
      reason: (issue?.message ?? 'unknown').slice(0, 300),
    });
  }
  checkLinks(result.data);
  return frozen(result.data);
};

const parsed = (bytes: Uint8Array | string): unknown => {
  try {
    const source =
      typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // The words are looked for before anything is built of them: a key of this name is never a column's.
    return JSON.parse(source, (key, value) => {
      if (key === '__proto__' || key === 'constructor' || key === 'prototype')
        throw new Error(`the key “${key}” has no place in a model`);
      return value;
    });
  } catch (cause) {
    throw engineError('ml-model-json', { reason: (cause as Error).message.slice(0, 200) }, {}, cause);
  }
};

/** Every column that is read must be in the input or be made by an earlier step. */
const checkLinks = (artifact: Artifact): void => {
  const known = new Set(artifact.input.map(f => f.name));
  if (known.size !== artifact.input.length)
    throw engineError('ml-model-invalid', { path: 'input', reason: 'a column stands there twice' });
  for (const [i, layers] of [
    ...artifact.steps.map(step => stepLayers(step)),
    scoreLayers(artifact.estimator),
  ].entries())
    for (const layer of layers) {
      const at = i < artifact.steps.length ? `steps.${i}` : 'estimator';
      for (const { expr } of layer)
        for (const { name: read } of columnsOf(expr))
          if (!known.has(read))
            throw engineError('ml-model-invalid', {
              path: at,
              reason: `it reads “${read}”, which is no column of the input or of an earlier step`,
            });
      for (const c of layer) known.add(c.name);
    }
  const made = new Set(scoreLayers(artifact.estimator).flatMap(layer => layer.map(c => c.name)));
  for (const { name: added } of artifact.output)
    if (!made.delete(added))
      throw engineError('ml-model-invalid', {
        path: 'output',
        reason: `“${added}” stands there, which the estimator does not add, or twice`,
      });
  if (made.has(defaultOutputs.prediction))
    throw engineError('ml-model-invalid', { path: 'output', reason: 'the prediction is missing' });
};

/** Whether predictions are numbers on a scale, and not names of classes, numbers of clusters or yes and no. */
export const predictsNumber = ({ output, estimator }: Pick<Artifact, 'output' | 'estimator'>): boolean =>
  familyOf(fieldNamed(output, defaultOutputs.prediction)?.type ?? '') === 'float' &&
  !('label' in estimator && estimator.label !== undefined);

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
};

/** All that a fitted pipeline adds to a row, with the columns of its steps kept out of the answer. */
export const artifactLayers = (
  { steps, estimator }: Pick<Artifact, 'steps' | 'estimator'>,
  outputs: Outputs = defaultOutputs,
  place?: Place,
): Layers => [
  ...steps.flatMap((step: FeatureStep) => stepLayers(step, place)),
  ...scoreLayers(estimator, outputs),
];

/** The rows as they came, with the columns of `output`. Throws `ml-column-missing` or `ml-column-type`. */
export const applyArtifact = (
  artifact: Pick<Artifact, 'input' | 'steps' | 'estimator'>,
  rel: Rel,
  schema: Schema,
  outputs?: Outputs,
  place?: Place,
): Rel => {
  const fields = artifact.input.map(f => ({ wanted: f, found: fieldNamed(schema, f.name) }));
  const missing = fields.filter(f => f.found === undefined).map(f => f.wanted.name);
  if (missing.length > 0)
    throw engineError('ml-column-missing', { missing, present: schema.map(f => f.name) });
  for (const { wanted, found } of fields)
    if (found !== undefined && !fits(found.type, wanted.type))
      throw engineError('ml-column-type', { column: wanted.name, type: found.type, expected: wanted.type });
  // Steps overwrite columns of their own; the row keeps its own values under names that no step knows.
  const kept = schema.map((f, i) => ({ name: f.name, as: `~in${i}` }));
  const layers = artifactLayers(artifact, outputs, place);
  const added = new Set(
    scoreLayers(artifact.estimator, outputs)
      .flatMap(l => l.map(c => c.name))
      .filter(n => !n.startsWith('~')),
  );
  const copies = kept.map(k => ({ name: k.as, expr: column(k.name) }));
  const named = fields.map(f => ({ name: f.wanted.name, expr: column(f.found?.name ?? f.wanted.name) }));
  const start: Rel = { op: 'project', input: rel, columns: [...copies, ...named] };
  const scored = withLayers(start, [...copies, ...named], layers, 'keep');
  return {
    op: 'project',
    input: scored,
    columns: [
      ...kept.filter(k => !added.has(k.name)).map(k => ({ name: k.name, expr: column(k.as) })),
      ...[...added].map(name => ({ name, expr: column(name) })),
    ],
  };
};

/** Numbers fit where numbers were learned from; anything else must be what it was. */
const fits = (found: string, wanted: string): boolean => {
  const [a, b] = [familyOf(found), familyOf(wanted)];
  return a === b || a === 'unknown' || (numeric.includes(a) && numeric.includes(b));
};
