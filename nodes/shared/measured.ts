/** What kinds that measure predictions share. */
import type { Problem } from '../../engine/catalogue/node.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { listed } from './words.ts';

export const metricsSchema: Schema = [
  { name: 'metric', type: 'VARCHAR' },
  { name: 'value', type: 'DOUBLE' },
];

export const noPrediction = (schema: Schema): Problem => ({
  param: 'prediction',
  message: `There is no column “prediction”. Name the one that was predicted. Columns: ${listed(schema.map(f => f.name))}.`,
});
