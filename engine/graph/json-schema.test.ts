import { expect, test } from 'vitest';
import { pipelineJsonSchema } from './document.ts';

test('the published JSON Schema is that of the code', async () => {
  await expect(pipelineJsonSchema()).toMatchFileSnapshot('../../docs/pipeline.schema.json');
});
