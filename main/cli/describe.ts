import { resolve } from 'node:path';
import { visible } from '../../engine/diagnostics/words.ts';
import { cardOf } from '../../engine/ml/run/card.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { readModelFile } from '../serve/model-file.ts';
import { readArgs } from './args.ts';
import { fileOptions, fileOptionsHelp, onlyFile, openFile } from './common.ts';
import { exitCodeOf } from './exit-code.ts';
import { json, print, sayDiagnostics } from './output.ts';

export const summary = 'Show the columns at every port, or what a model is';
export const usage = 'millrace describe FILE [--param name=value]... [--json]';
export const help = `${fileOptionsHelp}

Of a model file (NAME.model.json) it shows the card: method and settings, columns, rows learned from, what weighs most.

With --json: {"ports":{"NODE.PORT":[{"name":..,"type":..}]},"diagnostics":[..]}
Exit codes: 0 done, 1 a source cannot be looked at (no file, no server) and nothing else is wrong, 2 the pipeline or
the arguments are wrong. Ports that are known are shown all the same.`;

const portText = (port: string, columns: Schema): string => {
  const width = Math.min(40, Math.max(0, ...columns.map(c => visible(c.name, 40).length)));
  return [port, ...columns.map(c => `  ${visible(c.name, 40).padEnd(width)}  ${c.type}`)].join('\n');
};

const cardText = (rows: readonly (readonly unknown[])[]): string => {
  const texts = rows.map(row => row.map(cell => visible(String(cell), 200)));
  const width = (at: number): number => Math.min(40, Math.max(...texts.map(row => row[at]?.length ?? 0)));
  const [first, second] = [width(0), width(1)];
  return texts
    .map(([a = '', b = '', c = '']) => `${a.padEnd(first)}  ${b.padEnd(second)}  ${c}`.trimEnd())
    .join('\n');
};

const describeModel = async (file: string, asJson: boolean): Promise<number> => {
  const { artifact } = await readModelFile(resolve(file));
  const rows = cardOf(artifact);
  if (asJson) json({ card: rows.map(([section, name, value]) => ({ section, name, value })) });
  else print(cardText(rows));
  return 0;
};

/** The schema of every port that can be worked out. Nothing is run. */
export const run = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, fileOptions);
  const file = onlyFile(args, usage);
  const asJson = args.values.json === true;
  if (file.toLowerCase().endsWith('.model.json')) return describeModel(file, asJson);
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
