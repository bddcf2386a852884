import { z } from 'zod';
import { defineNode, model, table } from '../engine/catalogue/node.ts';
import { path } from '../engine/catalogue/params.ts';
import { learnedSchema } from '../engine/plan/learning.ts';
import type { Rel } from '../engine/plan/relation.ts';
import type { Schema } from '../engine/schema/types.ts';
import { modelFile, modelText } from './examples/model-file.ts';
import { computed, onSparkLater } from './shared/learning.ts';

const tensorsSchema: Schema = [
  { name: 'side', type: 'VARCHAR' },
  { name: 'name', type: 'VARCHAR' },
  { name: 'element', type: 'VARCHAR' },
];

export const writeOnnx = defineNode({
  kind: 'write-onnx',
  version: 1,
  title: 'Write ONNX',
  summary:
    'Writes a model with its feature steps as an ONNX file, for programs that know nothing of Millrace.',
  docs: `Every column that the model reads is an input of the file (a tensor with one value a row: numbers as double with NaN for
null, texts as string, booleans as bool), every column that it adds an output; the number of a cluster is int64, -1 where
there is no answer. Opset 19. What ONNX has no word for is an error that names it: then score with apply-model or
\`millrace serve\`. A model file becomes the same with \`millrace export MODEL --format onnx\`.`,
  category: 'Sinks',
  icon: 'file-box',
  keywords: ['onnx', 'export', 'runtime', 'interchange', 'deploy'],
  params: z.strictObject({
    path: path({ access: 'write', extensions: ['onnx'], label: 'ONNX file' }),
  }),
  inputs: { model: model('Model') },
  outputs: { tensors: table('What the file takes and gives') },
  capabilities: ({ path }) => [{ kind: 'write', path }],
  lower: ({ params, model: given, local }) => {
    const learned: Rel = { op: 'ref', name: given('model').fitted };
    return {
      locals: { bytes: computed('onnx', {}, [learned], learnedSchema) },
      sinks: [{ connector: 'bytes', options: { path: params.path }, input: local('bytes') }],
      outputs: { tensors: computed('onnx-tensors', {}, [learned], tensorsSchema) },
    };
  },
  examples: [
    {
      title: 'A model file as ONNX',
      params: { path: 'line.onnx' },
      before: {
        nodes: [{ id: 'kept', kind: 'read-model', params: { path: modelFile } }],
        edges: [{ from: 'kept.model', to: 'node.model' }],
      },
      files: { [modelFile]: modelText },
      outputs: {
        tensors: {
          columns: tensorsSchema,
          rows: [
            ['input', 'x', 'double'],
            ['output', 'prediction', 'double'],
          ],
        },
      },
      ordered: true,
    },
  ],
  unsupported: { spark: onSparkLater },
});
