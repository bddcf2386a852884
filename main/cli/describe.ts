import { visible } from '../../engine/diagnostics/words.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { readArgs } from './args.ts';
import { fileOptions, fileOptionsHelp, onlyFile, openFile } from './common.ts';
import { exitCodeOf } from './exit-code.ts';
import { json, print, sayDiagnostics } from './output.ts';

export const summary = 'Show the columns at every port';
export const usage = 'millrace describe FILE [--param name=value]... [--json]';
export const help = `${fileOptionsHelp}

With --json: {"ports":{"NODE.PORT":[{"name":..,"type":..}]},"diagnostics":[..]}
Exit codes: 0 done, 1 a source cannot be looked at (no file, no server) and nothing else is wrong, 2 the pipeline or
the arguments are wrong. Ports that are known are shown all the same.`;

const portText = (port: string, columns: Schema): string => {
  const width = Math.min(40, Math.max(0, ...columns.map(c => visible(c.name, 40).length)));
  return [port, ...columns.map(c => `  ${visible(c.name, 40).padEnd(width)}  ${c.type}`)].join('\n');
};

/** The schema of every port that can be worked out. Nothing is run. */
export const run = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, fileOptions);
  const file = onlyFile(args, usage);
  const asJson = args.values.json === true;
  const opened = await openFile(args, file);
  if (!('compile' in opened)) {
    if (asJson) json({ ports: {}, diagnostics: opened.diagnostics });
    sayDiagnostics(asJson ? [] : opened.diagnostics, file);
    return 2;
  }
  try {
    const { ports, diagnostics } = await opened.compile();
    // `fromEntries` defines members, so that a port of any name is a member like the others.
    if (asJson) json({ ports: Object.fromEntries(ports), diagnostics });
    else {
      sayDiagnostics(diagnostics, file);
      print([...ports].map(([port, columns]) => portText(port, columns)).join('\n\n'));
    }
    return exitCodeOf(diagnostics);
  } finally {
    await opened.close();
  }
};
