import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { one, readArgs, UsageError, wholeNumber } from './args.ts';
import { bytesOf } from './cache-options.ts';
import { whenStopped } from './interrupt.ts';
import { say } from './output.ts';

export const summary = 'Serve a model over HTTP';
export const usage = 'millrace serve MODEL [--port N] [--host ADDRESS] [--max-body 1MB] [--timeout SECONDS]';
export const help = `  --port N             the port; 8765 if not given, 0 for any free one
  --host ADDRESS       the address to listen at; 127.0.0.1 if not given
  --no-token           let every program on this machine ask; only at 127.0.0.1
  --max-body SIZE      the largest request, 1MB if not given
  --timeout SECONDS    the longest a request may take, 10 if not given

POST /score takes a row {…}, a list of rows [{…}, …] or an Arrow stream. /openapi.json tells the columns, /drift how far the
rows are from those the model learned from, /metrics is for Prometheus, /health for whoever restarts it. Callers send the
token that is printed, or the one in the environment variable MILLRACE_TOKEN. When the file changes, the new model takes
over.`;

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Serves a model until it is interrupted. */
export const run = async (words: readonly string[]): Promise<number> => {
  const { values, positionals } = readArgs(words, {
    port: { type: 'string' },
    host: { type: 'string' },
    'no-token': { type: 'boolean' },
    'max-body': { type: 'string' },
    timeout: { type: 'string' },
  });
  const [file, more] = positionals;
  if (file === undefined || more !== undefined) throw new UsageError('Name one model file.');
  const host = one(values.host) ?? '127.0.0.1';
  const open = values['no-token'] === true;
  if (open && !loopback.has(host))
    throw new UsageError(
      `--no-token would let everyone who reaches ${host} ask. Leave it out, or listen at 127.0.0.1.`,
    );
  const given = process.env.MILLRACE_TOKEN === '' ? undefined : process.env.MILLRACE_TOKEN;
  const token = open ? undefined : (given ?? randomBytes(24).toString('base64url'));
  const { watchModel } = await import('../serve/model.ts');
  const { startService } = await import('../serve/server.ts');
  const current = await watchModel(resolve(file), say);
  const service = await startService(current, {
    host,
    port: wholeNumber(one(values.port), 'port', 0, 65535) ?? 8765,
    ...(token !== undefined && { token }),
    maxBody: bytesOf(one(values['max-body']), 'max-body') ?? 1_000_000,
    log: say,
    timeoutMs: (wholeNumber(one(values.timeout), 'timeout', 1, 3600) ?? 10) * 1000,
  });
  const { artifact, version } = current.now();
  process.stdout.write(
    `Millrace serves “${artifact.name}” (version ${version}) at http://${host.includes(':') ? `[${host}]` : host}:${service.port}\n`,
  );
  if (token !== undefined && given === undefined) process.stdout.write(`Token: ${token}\n`);
  say('Ctrl+C ends it.');
  const stop = whenStopped(() => {});
  await new Promise<void>(ended => {
    if (stop.signal.aborted) ended();
    else stop.signal.addEventListener('abort', () => ended(), { once: true });
  });
  stop.done();
  await service.stop();
  current.stop();
  return 0;
};
