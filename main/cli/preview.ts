import { one, readArgs, UsageError, wholeNumber } from './args.ts';
import { fileOptions, fileOptionsHelp, openFile } from './common.ts';
import { exitCodeOf } from './exit-code.ts';
import { jsonRow } from './json-cells.ts';
import { json, print, printLine, sayDiagnostics, sayFault, tableText } from './output.ts';

export const summary = 'Show rows at a node';
export const usage = 'millrace preview FILE NODE [--port PORT] [--limit N] [--param name=value]... [--json]';
export const help = `  --port PORT          the output to look at; the first one if not given
  --limit N            rows to show (50)
${fileOptionsHelp}

With --json: {"columns":[{"name":..,"type":..}],"rows":[[..]]}. Small integers and doubles are numbers; BIGINT, HUGEINT
and decimals are texts, as are NaN and infinity; nested values are JSON.
Exit codes: 0 done, 1 the rows cannot be computed or a source cannot be looked at (no file, no server), 2 the pipeline
or the arguments are wrong.`;

/** The first rows at a node. Only what the node needs is computed; nothing is written. */
export const run = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, { ...fileOptions, port: { type: 'string' }, limit: { type: 'string' } });
  const [file, node, ...rest] = args.positionals;
  if (file === undefined || node === undefined)
    throw new UsageError(file === undefined ? 'Which file and node?' : 'Which node?');
  if (rest.length > 0) throw new UsageError(`One node at a time: “${rest.join(' ')}” is too much.`);
  const limit = wholeNumber(one(args.values.limit), 'limit', 0, 1_000_000) ?? 50;
  const asJson = args.values.json === true;
  const opened = await openFile(args, file);
  const refuse = (diagnostics: typeof opened.diagnostics): number => {
    if (asJson) json({ diagnostics });
    sayDiagnostics(diagnostics, file);
    return exitCodeOf(diagnostics);
  };
  if (!('compile' in opened)) return refuse(opened.diagnostics);
  const { PipelineProblems } = await import('../../engine/run/pipeline.ts');
  try {
    const { columns, rows } = await opened.preview(node, one(args.values.port), limit, 'json');
    if (asJson) {
      const lines = rows.map(row => jsonRow(columns, row)).join(',');
      printLine(`{"columns":${JSON.stringify(columns)},"rows":[${lines}]}`);
    } else print(tableText(columns, rows, process.stdout.columns ?? 100));
    return 0;
  } catch (error) {
    if (error instanceof PipelineProblems) return refuse(error.diagnostics);
    return sayFault(error, asJson);
  } finally {
    await opened.close();
  }
};
