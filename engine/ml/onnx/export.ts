/** A fitted pipeline as an ONNX model: feature steps and estimator in one graph, a column an input. */
import { engineError } from '../../diagnostics/errors.ts';
import type { Artifact } from '../artifact.ts';
import { stepLayers } from '../features/steps.ts';
import { isOwn } from '../score/layers.ts';
import { defaultOutputs, scoreLayers } from '../score/score.ts';
import {
  added,
  type Builder,
  constantOf,
  createBuilder,
  elementOf,
  type Value,
  valueFor,
} from './expressions.ts';
import { encodeModel } from './wire.ts';

/** `Equal` knows texts from opset 19 on. */
const opset = 19;
/** Beyond this, runtimes need minutes to load the graph. */
const mostNodes = 200_000;

/**
 * The bytes of an ONNX file that scores as the engine does. Inputs are the model's columns, each a tensor of `rows`
 * values: numbers as double (NaN for null), texts as string, booleans as bool. Outputs are the columns that scoring adds;
 * whole numbers (the number of a cluster) are int64, -1 where there is no answer. Throws `ml-onnx` for what ONNX has no
 * word for.
 */
export const exportOnnx = (
  artifact: Artifact,
  producer: { readonly name: string; readonly version: string },
): Uint8Array => {
  const to = createBuilder();
  for (const step of artifact.steps) {
    if (step.step === 'tokenise')
      throw engineError('ml-onnx', { what: `the words of the text ${step.column}` });
    if (step.step === 'terms' || step.step === 'buckets')
      throw engineError('ml-onnx', { what: `counting the words of ${step.column}` });
  }
  const layers = [
    ...artifact.steps.flatMap(step => [...stepLayers(step)]),
    ...scoreLayers(artifact.estimator, defaultOutputs, { plain: true }),
  ];
  const inputs = artifact.input.map(({ name, type }) => ({
    name,
    element: elementOf(type, `the column ${name}`),
  }));
  for (const input of inputs) {
    if (isOwn(input.name)) throw engineError('ml-onnx', { what: `the column name ${input.name}` });
    to.columns.set(input.name, input);
  }
  for (const layer of layers) {
    const made = layer.map(({ name, expr }) => [name, valueFor(to, expr)] as const);
    for (const [name, value] of made) to.columns.set(name, value);
    if (to.nodes.length > mostNodes)
      throw engineError('ml-onnx', { what: `a model of more than ${mostNodes} operations` });
  }
  const outputs = artifact.output.map(({ name, type }) => {
    const value = to.columns.get(name);
    if (value === undefined) throw engineError('ml-onnx', { what: `the output ${name}` });
    return finished(to, name, value, type);
  });
  return encodeModel({
    name: artifact.name,
    producer,
    opset,
    inputs,
    outputs,
    constants: to.constants,
    nodes: to.nodes,
    metadata: {
      ...(artifact.provenance.fittedAt !== undefined && {
        'millrace.fittedAt': artifact.provenance.fittedAt,
      }),
      'millrace.estimator': artifact.estimator.kind,
    },
  });
};

/** Names of ONNX for the elements of its tensors. */
const elementNames = { double: 'double', text: 'string', bool: 'bool', int64: 'int64' } as const;

/** What the file takes and gives, in its order: side, name, element of the tensor. Throws as `exportOnnx` does. */
export const onnxTensors = (
  artifact: Artifact,
): readonly (readonly ['input' | 'output', string, string])[] => [
  ...artifact.input.map(
    ({ name, type }) => ['input', name, elementNames[elementOf(type, `the column ${name}`)]] as const,
  ),
  ...artifact.output.map(
    ({ name, type }) =>
      [
        'output',
        name,
        isWhole(type) ? 'int64' : elementNames[elementOf(type, `the output ${name}`)],
      ] as const,
  ),
];

const isWhole = (type: string): boolean => /^(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type);

/** Gives a value the name of its output. */
const finished = (to: Builder, name: string, value: Value, type: string) => {
  const whole = isWhole(type) && value.element === 'double';
  if (!whole) {
    to.nodes.push({ type: 'Identity', inputs: [value.name], outputs: [name] });
    return { name, element: value.element };
  }
  const known = added(
    to,
    'Where',
    [added(to, 'IsNaN', [value], 'bool'), constantOf(to, 'double', -1), value],
    'double',
  );
  to.nodes.push({
    type: 'Cast',
    inputs: [known.name],
    outputs: [name],
    attributes: [{ name: 'to', int: 7 }],
  });
  return { name, element: 'int64' as const };
};
