import { z } from 'zod';
import { defineNode, model } from '../engine/catalogue/node.ts';
import { path } from '../engine/catalogue/params.ts';
import { modelFile, modelText } from './examples/model-file.ts';
import { onSparkLater } from './shared/learning.ts';

export const writeModel = defineNode({
  kind: 'write-model',
  version: 1,
  title: 'Write model',
  summary: 'Keeps a model as a file, with the steps that it repeats and what the training rows looked like.',
  docs: `The file is JSON and holds numbers and names, nothing that could be run. The same rows and settings give the same bytes.
read-model brings it back, \`millrace serve\` answers with it over HTTP.`,
  category: 'Sinks',
  icon: 'file-output',
  keywords: ['save', 'export', 'persist', 'artifact', 'pickle'],
  params: z.strictObject({
    path: path({ access: 'write', extensions: ['model.json', 'json'], label: 'Model file' }),
  }),
  inputs: { model: model('Model') },
  outputs: {},
  capabilities: ({ path }) => [{ kind: 'write', path }],
  lower: ({ params, model: given }) => ({
    sinks: [
      {
        connector: 'model',
        options: { path: params.path },
        input: { op: 'ref', name: given('model').fitted },
      },
    ],
  }),
  examples: [
    {
      title: 'A model that was read is written as it is',
      params: { path: 'copy.model.json' },
      before: {
        nodes: [{ id: 'kept', kind: 'read-model', params: { path: modelFile } }],
        edges: [{ from: 'kept.model', to: 'node.model' }],
      },
      files: { [modelFile]: modelText },
      writes: { 'copy.model.json': modelText },
    },
  ],
  unsupported: { spark: onSparkLater },
});
