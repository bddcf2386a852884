import { isError } from '../../engine/diagnostics/diagnostic.ts';
import { readArgs } from './args.ts';
import { fileOptions, fileOptionsHelp, onlyFile, openFile } from './common.ts';
import { exitCodeOf } from './exit-code.ts';
import { json, say, sayDiagnostics } from './output.ts';
import { capabilityLines, noCapabilities } from './words.ts';

export const summary = 'Check a pipeline and tell what it would touch';
export const usage = 'millrace validate FILE [--static] [--param name=value]... [--json]';
export const help = `  --static             look at the file alone: no source is opened
${fileOptionsHelp}

With --json: {"diagnostics":[...],"capabilities":{read,write,net,db,env,sql},"valid":true|false}
Exit codes: 0 valid, 1 a source cannot be looked at (no file, no server) and nothing else is wrong, 2 the pipeline or
the arguments are wrong.`;

/** All problems of a file at once, and what a run of it would touch. */
export const run = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, { ...fileOptions, static: { type: 'boolean' } });
  const file = onlyFile(args, usage);
  const asJson = args.values.json === true;
  const opened = await openFile(args, file);
  const pipeline = 'compile' in opened ? opened : undefined;
  try {
    const diagnostics =
      pipeline === undefined || args.values.static === true
        ? opened.diagnostics
        : (await pipeline.compile()).diagnostics;
    const capabilities = pipeline?.capabilities ?? noCapabilities;
    const valid = !diagnostics.some(isError);
    if (asJson) json({ diagnostics, capabilities, valid });
    else {
      sayDiagnostics(diagnostics, file);
      for (const line of capabilityLines(capabilities)) say(line);
      if (valid) say(args.values.static === true ? 'The file is sound.' : 'The pipeline is valid.');
    }
    return exitCodeOf(diagnostics);
  } finally {
    await pipeline?.close();
  }
};
