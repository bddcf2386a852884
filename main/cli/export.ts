import { realpath, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type Diagnostic, isError } from '../../engine/diagnostics/diagnostic.ts';
import { one, readArgs, UsageError } from './args.ts';
import { fileOptions, fileOptionsHelp, onlyFile, openFile } from './common.ts';
import { exitCodeOf } from './exit-code.ts';
import { json, print, say, sayDiagnostics, sayFault } from './output.ts';

export const summary = 'Write a pipeline as a PySpark program or as SQL';
export const usage = 'millrace export FILE --format pyspark|sql [--output FILE] [--node NODE]';
export const help = `  --format pyspark     a program for Apache Spark 4
  --format sql         a script for DuckDB
  --output FILE        where it is written; standard output if not given
  --node NODE          with sql, the query of one node only
${fileOptionsHelp}

With --json: {"text":..,"diagnostics":[..]}
Exit codes: 0 done, 1 it cannot be written or a source cannot be looked at (no file, no server), 2 the pipeline or the
arguments are wrong, or the format cannot say it.`;

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
  if (format === undefined) throw new UsageError('Which format? --format pyspark or --format sql.');
  if (format !== 'pyspark' && format !== 'sql')
    throw new UsageError(`There is no format “${format}”. Formats: pyspark, sql.`);
  const node = one(args.values.node);
  if (node !== undefined && format !== 'sql')
    throw new UsageError('--node goes with --format sql; a PySpark program is always whole.');
  const asJson = args.values.json === true;
  const output = one(args.values.output);
  const opened = await openFile(args, file);
  const finish = async ({ text, diagnostics }: Text): Promise<number> => {
    const failed = diagnostics.some(isError);
    if (!failed && output !== undefined) await writeFile(output, text);
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
