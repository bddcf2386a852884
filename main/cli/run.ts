import { isError } from '../../engine/diagnostics/diagnostic.ts';
import { EngineError } from '../../engine/diagnostics/errors.ts';
import { messageText } from '../../engine/diagnostics/messages.ts';
import { unfinished } from '../../engine/run/events.ts';
import type { OpenPipeline } from '../../engine/run/pipeline.ts';
import { unknownNode } from '../../engine/run/problems.ts';
import { type Arguments, one, readArgs, UsageError, wholeNumber } from './args.ts';
import { bytesOf, cacheFolder } from './cache-options.ts';
import { fileOptions, fileOptionsHelp, onlyFile, openFile } from './common.ts';
import { exitCodeOf, foremost } from './exit-code.ts';
import { whenStopped } from './interrupt.ts';
import { json, say, sayDiagnostics } from './output.ts';
import { progressDisplay, sayResult } from './progress.ts';
import { checkReport, writeReport } from './report.ts';

export const summary = 'Run a pipeline and write its outputs';
export const usage = 'millrace run FILE [--param name=value]... [--to NODE] [--memory 2GB] [--json]';
export const help = `  --to NODE            run to this node only
  --show N             show the first N rows of each output
  --no-cache           compute everything again and keep nothing
  --cache-dir FOLDER   where results are kept between runs
  --cache-size SIZE    how much is kept, such as 500MB (2GB)
  --report FILE        write the run report (JSON)
  --engine duckdb      the engine that runs it
${fileOptionsHelp}

With --json, the last line is {"event":"finished","status":"succeeded|failed|cancelled",...}.
Exit codes: 0 done, 1 the run failed, 2 the pipeline or the arguments are wrong, 130 cancelled. A missing file or a
server that is down is 1, also before rows move, unless the pipeline is wrong as well: after 1 another try may do.
Without a last line the process was ended from outside; each output is old or new, never half:
  137  killed, most often by the system or a container that ran out of memory: give --memory less than it has
  134  the program's own memory was not enough: set NODE_OPTIONS=--max-old-space-size=8000 (in MB)`;

/** Exit codes: 0 done, 1 the run failed, 2 the pipeline or the arguments are wrong, 130 cancelled. */
export const run = async (words: readonly string[]): Promise<number> => {
  try {
    return await runWith(words);
  } catch (error) {
    if (error instanceof UsageError && words.includes('--json'))
      json(unfinished('failed', { code: 'wrong-arguments', message: error.message }));
    throw error;
  }
};

const runWith = async (words: readonly string[]): Promise<number> => {
  const args = readArgs(words, {
    ...fileOptions,
    to: { type: 'string' },
    show: { type: 'string' },
    'no-cache': { type: 'boolean' },
    'cache-dir': { type: 'string' },
    'cache-size': { type: 'string' },
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
  await checkReport(one(args.values.report));
  const asJson = args.values.json === true;
  const stop = whenStopped(() => {
    if (!asJson) say('Cancelling…');
  });
  let pipeline: OpenPipeline | undefined;
  try {
    const cacheBytes = bytesOf(one(args.values['cache-size']), 'cache-size');
    const opened = await openFile(args, file, {
      ...(args.values['no-cache'] !== true && { cache: cacheFolder(one(args.values['cache-dir'])) }),
      ...(cacheBytes !== undefined && { cacheBytes }),
      signal: stop.signal,
    });
    if (!('compile' in opened)) return sayWrong(opened.diagnostics, file, asJson);
    pipeline = opened;
    return await carryOut(pipeline, args, file, { asJson, show, signal: stop.signal });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return sayFailed(error, asJson);
  } finally {
    await closeOrLeave(pipeline, stop.signal);
    stop.done();
  }
};

/** How long a cancelled run may take to give back its memory before it is left to the system. */
const leaveMs = 5000;

/** Closes the pipeline. After Ctrl+C nobody waits for long, and the next run sweeps what is left. */
const closeOrLeave = async (pipeline: OpenPipeline | undefined, signal: AbortSignal): Promise<void> => {
  const closed = pipeline?.close().then(() => true) ?? Promise.resolve(true);
  if (!signal.aborted) {
    await closed;
    return;
  }
  const late = new Promise<boolean>(wake => setTimeout(() => wake(false), leaveMs).unref());
  if (await Promise.race([closed, late])) return;
  pipeline?.abandon();
  process.kill(process.pid, 'SIGKILL');
};

type How = { readonly asJson: boolean; readonly show: number; readonly signal: AbortSignal };

const carryOut = async (
  pipeline: OpenPipeline,
  args: Arguments,
  file: string,
  { asJson, show, signal }: How,
): Promise<number> => {
  const compiled = await pipeline.compile();
  if (signal.aborted) return sayCancelled(asJson);
  const to = one(args.values.to);
  const isKnown = to === undefined || pipeline.document.nodes.some(n => n.id === to);
  const diagnostics = isKnown
    ? compiled.diagnostics
    : [...compiled.diagnostics, unknownNode(to, pipeline.document)];
  if (diagnostics.some(isError)) return sayWrong(diagnostics, file, asJson);
  if (asJson) for (const diagnostic of diagnostics) json({ event: 'diagnostic', diagnostic });
  sayDiagnostics(diagnostics, file);
  const display = progressDisplay(pipeline.document, asJson);
  const begun = performance.now();
  const finished = await pipeline
    .run({
      ...(to !== undefined && { to }),
      signal,
      emit: event => {
        // The last line waits for the report, which may still fail.
        if (asJson && event.event !== 'finished') json(event);
        else display.show(event);
      },
    })
    .finally(display.end);
  await writeReport(one(args.values.report), pipeline.report(finished));
  if (asJson) json(finished);
  else await sayResult(finished, pipeline, performance.now() - begun, show, to);
  return finished.status === 'succeeded' ? 0 : finished.status === 'cancelled' ? 130 : 1;
};

const place = ({
  node,
  param,
}: {
  readonly node?: string | undefined;
  readonly param?: string | undefined;
}) => ({
  ...(node !== undefined && { node }),
  ...(param !== undefined && { param }),
});

/** Nothing can run: everything that is wrong with the pipeline and its sources, and the foremost as the run's error. */
const sayWrong = (
  diagnostics: Parameters<typeof sayDiagnostics>[0],
  file: string,
  asJson: boolean,
): number => {
  sayDiagnostics(diagnostics, file);
  if (asJson) {
    for (const diagnostic of diagnostics) json({ event: 'diagnostic', diagnostic });
    const first = foremost(diagnostics);
    if (first !== undefined)
      json(unfinished('failed', { ...place(first), code: first.code, message: first.message }));
  }
  return exitCodeOf(diagnostics);
};

const sayFailed = (error: EngineError, asJson: boolean): number => {
  if (error.code === 'cancelled') return sayCancelled(asJson);
  const { code, message } = error;
  const at = [error.node, error.param].filter(part => part !== undefined).join('.');
  say(`error${at === '' ? '' : ` ${at}`}: ${message}`);
  if (asJson) json(unfinished('failed', { ...place(error), code, message }));
  return 1;
};

const sayCancelled = (asJson: boolean): number => {
  const message = messageText('cancelled', {});
  if (asJson) json(unfinished('cancelled', { code: 'cancelled', message }));
  else say(message);
  return 130;
};
