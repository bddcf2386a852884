/**
 * Model files: one row of one text. What a model reads and adds is told when it is looked at; the rest of the file is
 * checked by who uses the model.
 */
import { z } from 'zod';
import { engineError } from '../../diagnostics/errors.ts';
import { learnedSchema } from '../../plan/learning.ts';
import { isPlainType, type Json } from '../../schema/types.ts';
import type { SinkConnector, SourceConnector, World } from '../contract.ts';
import { writeCells } from '../files/cells.ts';
import { fileFacts, fileProblem } from '../files/facts.ts';
import type { ModelOptions } from './options.ts';

/** As large as a model file may be. */
const limit = 200_000_000;
/** The version of the format that is understood here. */
const known = 1;

// Types are printed into queries before anything else of the file is looked at.
const type = z.string().refine(isPlainType, 'the name of a plain type is needed');
const schema = z.array(z.object({ name: z.string().min(1), type }));
const head = z.object({
  format: z.literal('millrace/model'),
  version: z.number(),
  input: schema,
  output: schema,
});

const textOf = async (path: string, world: World): Promise<Buffer> => {
  const real = await world.readPath(path);
  const file = await world.openRead(real).catch(async cause => {
    throw await fileProblem(real, path, cause);
  });
  try {
    const { size } = await file.stat();
    if (size > limit) throw engineError('ml-model-size', { bytes: size, limit }, { param: 'path' });
    return await file.readFile();
  } finally {
    await file.close();
  }
};

const headOf = (bytes: Buffer): z.infer<typeof head> => {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    const reason = (cause as Error).message.slice(0, 200);
    throw engineError('ml-model-json', { reason }, { param: 'path' }, cause);
  }
  const said = z.looseObject({ format: z.unknown(), version: z.unknown() }).safeParse(json).data;
  if (said?.format !== 'millrace/model') {
    const found = typeof said?.format === 'string' ? said.format.slice(0, 100) : 'nothing';
    throw engineError('ml-model-format', { found }, { param: 'path' });
  }
  if (typeof said.version === 'number' && said.version > known)
    throw engineError('ml-model-newer', { version: said.version, known }, { param: 'path' });
  const parsed = head.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw engineError(
    'ml-model-invalid',
    {
      path: issue?.path.map(String).join('.').slice(0, 200) || 'its top level',
      reason: (issue?.message ?? 'unknown').slice(0, 300),
    },
    { param: 'path' },
  );
};

/** What the plan has to know of a model before it is used. */
const factsOf = ({ input, output }: z.infer<typeof head>): Json => ({ input, output });

export const modelSource: SourceConnector<ModelOptions> = {
  name: 'model',
  reads: 'rows',
  describe: async (options, world) => {
    const facts = await fileFacts(await world.readPath(options.path), world, options.path);
    const bytes = await textOf(options.path, world);
    const { fingerprint } = facts;
    return {
      columns: learnedSchema,
      options: { path: options.path, model: factsOf(headOf(bytes)) },
      rows: 1,
      fingerprint,
      inputs: [{ name: facts.path, fingerprint, bytes: bytes.length }],
    };
  },
  load: async (options, _, stage, world) =>
    stage.append([[(await textOf(options.path, world)).toString('utf8')]]),
};

export const modelSink: SinkConnector<ModelOptions> = {
  name: 'model',
  writes: 'file',
  target: options => options.path,
  writeFile: (_, rows, temporary) => writeCells(rows, temporary, cell => cell),
};
