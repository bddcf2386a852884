import { writeFile } from 'node:fs/promises';
import { isError } from '../../engine/diagnostics/diagnostic.ts';
import type { Finished } from '../../engine/run/events.ts';
import { unknownNode } from '../../engine/run/pipeline.ts';
import { all, one, readArgs, UsageError, wholeNumber } from './args.ts';
import { cacheFolder, fileOptions, fileOptionsHelp, onlyFile, opened } from './common.ts';
import { json, say, sayDiagnostics } from './output.ts';
import { progressDisplay, sayResult } from './progress.ts';

export const summary = 'Run a pipeline and write its outputs';
export const usage = 'millrace run FILE [--param name=value]... [--to NODE] [--memory 2GB] [--json]';
export const help = `  --to NODE            run to this node only
  --show N             show the first N rows of each output
  --no-cache           compute everything again and keep nothing
  --cache-dir FOLDER   where results are kept between runs
  --report FILE        write the run report (JSON)
  --engine duckdb      the engine that runs it
${fileOptionsHelp}`;

/** Exit codes: 0 done, 1 the run failed, 2 the pipeline or the arguments are wrong, 130 cancelled. */
export const run = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, {
    ...fileOptions,
    to: { type: 'string' },
    show: { type: 'string' },
    'no-cache': { type: 'boolean' },
    'cache-dir': { type: 'string' },
    report: { type: 'string' },
    engine: { type: 'string' },
  });
  const file = onlyFile(args, usage);
  const engine = one(args.values.engine) ?? 'duckdb';
  if (engine !== 'duckdb')
    throw new UsageError(
      `This version runs on duckdb only; for Spark use “millrace export FILE --format pyspark”.`,
    );
  const show = wholeNumber(one(args.values.show), 'show', 0, 1000) ?? 0;
  const asJson = args.values.json === true;
  const cache =
    args.values['no-cache'] === true ? undefined : (one(args.values['cache-dir']) ?? cacheFolder());
  const pipeline = await opened(args, file, cache);
  if (pipeline === undefined) return 2;
  const stopper = new AbortController();
  let asked = 0;
  const onSignal = () => {
    asked += 1;
    if (asked > 1) process.exit(130);
    if (!asJson) say('Cancelling…');
    stopper.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const compiled = await pipeline.compile();
    const to = one(args.values.to);
    const diagnostics =
      to !== undefined && !pipeline.document.nodes.some(n => n.id === to)
        ? [...compiled.diagnostics, unknownNode(to, pipeline.document)]
        : compiled.diagnostics;
    sayDiagnostics(diagnostics, file);
    if (diagnostics.some(isError)) {
      const first = diagnostics.find(isError);
      const failed: Finished = {
        event: 'finished',
        status: 'failed',
        nodes: {},
        outputs: [],
        metrics: {},
        ...(first && {
          error: {
            ...(first.node && { node: first.node }),
            ...(first.param && { param: first.param }),
            code: first.code,
            message: first.message,
          },
        }),
      };
      if (asJson) {
        for (const diagnostic of diagnostics) json({ event: 'diagnostic', diagnostic });
        json(failed);
      }
      return 2;
    }
    const display = progressDisplay(pipeline.document, asJson);
    const begun = performance.now();
    const finished = await pipeline.run({
      ...(to && { to }),
      signal: stopper.signal,
      emit: event => {
        if (asJson) json(event);
        else display.show(event);
      },
    });
    display.end();
    if (!asJson) await sayResult(finished, pipeline, performance.now() - begun, show);
    const report = one(args.values.report);
    if (report !== undefined)
      await writeFile(report, `${JSON.stringify(pipeline.report(finished), null, 2)}\n`);
    return finished.status === 'succeeded' ? 0 : finished.status === 'cancelled' ? 130 : 1;
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await pipeline.close();
  }
};

export { all };
