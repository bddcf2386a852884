import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Diagnostic, isError } from '../../engine/diagnostics/diagnostic.ts';
import { one, readArgs, UsageError } from './args.ts';
import { fileOptions, fileOptionsHelp, onlyFile, openFile } from './common.ts';
import { exitCodeOf } from './exit-code.ts';
import { json, print, say, sayDiagnostics, sayFault } from './output.ts';
import { writeWhole } from './whole-file.ts';

export const summary = 'Write a pipeline as a PySpark program or as SQL, or a model as ONNX';
export const usage =
  'millrace export FILE --format pyspark|sql [--output FILE] [--node NODE], or MODEL --format onnx --output FILE';
export const help = `  --format pyspark     a program for Apache Spark 4
  --format sql         a script for DuckDB
  --format onnx        a model file (written by write-model) for the ONNX runtime; needs --output
  --output FILE        where it is written; standard output if not given
  --node NODE          with sql, the query of one node only
${fileOptionsHelp}

With --json: {"text":..,"diagnostics":[..]}
Exit codes: 0 done, 1 it cannot be written or a source cannot be looked at (no file, no server), 2 the pipeline or the
arguments are wrong, or the format cannot say it.`;

/** A model file as ONNX. The file that was there stays until the new one is whole. */
const exportModel = async (file: string, output: string, asJson: boolean): Promise<number> => {
  try {
    const [{ readModelFile }, { exportOnnx }, { programVersion }] = await Promise.all([
      import('../serve/model-file.ts'),
      import('../../engine/ml/onnx/export.ts'),
      import('../../engine/run/version.ts'),
    ]);
    const { artifact } = await readModelFile(file);
    await writeWhole(output, exportOnnx(artifact, { name: 'Millrace', version: programVersion }));
    if (asJson) json({ diagnostics: [] });
    else say(`Wrote ${output}.`);
    return 0;
  } catch (error) {
    return sayFault(error, asJson);
  }
};

type Text = { readonly text: string; readonly diagnostics: readonly Diagnostic[] };

export const run = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, {
    ...fileOptions,
    format: { type: 'string' },
    output: { type: 'string' },
    node: { type: 'string' },
  });
  const file = onlyFile(args, usage);
  const format = one(args.values.format);
  if (format === undefined) throw new UsageError('Which format? --format pyspark, sql or onnx.');
  if (format !== 'pyspark' && format !== 'sql' && format !== 'onnx')
    throw new UsageError(`There is no format “${format}”. Formats: pyspark, sql, onnx.`);
  const node = one(args.values.node);
  if (node !== undefined && format !== 'sql')
    throw new UsageError('--node goes with --format sql; a PySpark program is always whole.');
  const asJson = args.values.json === true;
  const output = one(args.values.output);
  if (format === 'onnx') {
    if (output === undefined)
      throw new UsageError('An ONNX file is not text: say where it goes with --output FILE.');
    return exportModel(file, output, asJson);
  }
  const opened = await openFile(args, file);
  const finish = async ({ text, diagnostics }: Text): Promise<number> => {
    const failed = diagnostics.some(isError);
    if (!failed && output !== undefined) await writeWhole(output, text);
    if (asJson) json({ ...(!failed && output === undefined && { text }), diagnostics });
    else {
      sayDiagnostics(diagnostics, file);
      if (!failed && output === undefined) print(text.trimEnd());
      if (!failed && output !== undefined) say(`Wrote ${output}.`);
    }
    return exitCodeOf(diagnostics);
  };
  if (!('compile' in opened)) return finish({ text: '', diagnostics: opened.diagnostics });
  try {
    const { plan, diagnostics } = await opened.compile();
    if (diagnostics.some(isError)) return await finish({ text: '', diagnostics });
    if (format === 'sql') {
      if (node !== undefined && !opened.document.nodes.some(n => n.id === node)) {
        const { unknownNode } = await import('../../engine/run/pipeline.ts');
        return await finish({ text: '', diagnostics: [...diagnostics, unknownNode(node, opened.document)] });
      }
      const { printScript } = await import('../../engine/duckdb/script.ts');
      const folder = await realpath(dirname(resolve(file)));
      const script = printScript({
        name: opened.document.name,
        plan,
        folder,
        ...(node !== undefined && { node }),
      });
      return await finish({ text: script.sql, diagnostics: [...diagnostics, ...script.diagnostics] });
    }
    const { pysparkOf } = await import('../../engine/run/pyspark.ts');
    const program = await pysparkOf(opened.document, plan);
    return await finish({ text: program.python, diagnostics: [...diagnostics, ...program.diagnostics] });
  } catch (error) {
    return sayFault(error, asJson);
  } finally {
    await opened.close();
  }
};
