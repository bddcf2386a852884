import { pipelineJsonSchema } from '../../engine/graph/document.ts';
import { readArgs, UsageError } from './args.ts';
import { print } from './output.ts';

export const summary = 'Print the JSON Schema of the pipeline file';
export const usage = 'millrace schema';
export const help = 'For editors and checks: the same text is in docs/pipeline.schema.json.';

export const run = async (words: readonly string[]): Promise<number> => {
  const { positionals } = readArgs(words, { json: { type: 'boolean' } });
  if (positionals.length > 0) throw new UsageError(`“${positionals.join(' ')}” is too much.`);
  print(pipelineJsonSchema().trimEnd());
  return 0;
};
