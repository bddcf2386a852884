import { z } from 'zod';
import { defineNode, model, table } from '../engine/catalogue/node.ts';
import { path } from '../engine/catalogue/params.ts';
import { modelFile, modelText } from './examples/model-file.ts';
import { computed, onSparkLater } from './shared/learning.ts';
import { cardSchema, summarySchema } from './shared/trained.ts';

export const readModel = defineNode({
  kind: 'read-model',
  version: 1,
  title: 'Read model',
  summary: 'Brings back a model that was written as a file.',
  docs: `A model file may come from anyone: it is read as hostile, at most 200 MB, and a file that is cut off, of a newer version or
unsound is refused with the place. What the model reads and adds is known from the file, so apply-model is checked before
anything runs. The output shows what the model learned.`,
  category: 'Models',
  icon: 'file-input',
  keywords: ['load', 'import', 'artifact', 'saved model'],
  params: z.strictObject({
    path: path({ access: 'read', extensions: ['model.json', 'json'], label: 'Model file' }),
  }),
  inputs: {},
  outputs: { model: model('Model'), card: table('Model card') },
  report: [
    { part: 'card', port: 'card' },
    {
      part: 'bars',
      title: 'What weighs most for {each}',
      port: 'model',
      name: 'name',
      value: 'value',
      where: { column: 'part', values: ['coefficient', 'importance'] },
      each: 'of',
    },
  ],
  capabilities: ({ path }) => [{ kind: 'read', path }],
  lower: ({ params, local, id }) => ({
    locals: { fitted: { op: 'scan', connector: 'model', options: { path: params.path } } },
    outputs: {
      model: computed('summary', {}, [local('fitted')], summarySchema),
      card: computed('card', {}, [local('fitted')], cardSchema),
    },
    // What it reads and adds is in the file; it is added to this once the file was looked at.
    models: { model: { fitted: `${id}.~fitted`, task: 'number', input: [], steps: [] } },
  }),
  examples: [
    {
      title: 'What a model learned',
      params: { path: modelFile },
      files: { [modelFile]: modelText },
      outputs: {
        model: {
          columns: [...summarySchema],
          rows: [
            ['intercept', null, '', 1],
            ['coefficient', null, 'x', 2],
          ],
        },
        card: {
          columns: [...cardSchema],
          rows: [
            ['model', 'name', 'line'],
            ['model', 'method', 'linear-regression'],
            ['model', 'adds', 'prediction'],
            ['model', 'rows learned from', '3'],
            ['model', 'engine', 'duckdb'],
            ['input', 'x', 'DOUBLE'],
            ['weighs', 'x', '2'],
          ],
        },
      },
      ordered: true,
    },
  ],
  unsupported: { spark: onSparkLater },
});
