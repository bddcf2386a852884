/** Writes a sink beside its target, and tells of the rows that it was to watch for. */
import { dirname } from 'node:path';
import { sinkConnectors } from '../connectors/index.ts';
import { invariant } from '../diagnostics/errors.ts';
import { messageText } from '../diagnostics/messages.ts';
import { printExpr } from '../duckdb/expr.ts';
import type { Sink } from '../plan/plan.ts';
import type { Schema } from '../schema/types.ts';
import { brokenWords } from './check-words.ts';
import type { ExecuteOptions } from './execute.ts';
import type { Fused } from './fuse.ts';
import type { Meter } from './meter.ts';
import { makeFolders, sha256Of, sweep, unwritable } from './outputs.ts';
import { checkUnmoved } from './paths.ts';
import { type Progress, warn } from './progress.ts';
import { streamRows } from './stream-rows.ts';
import { followFile } from './tail-hash.ts';

/** Writes the rows of a query to a sink. Always true is what stands behind the watched ones: each row is written. */
export const writeWatched = async (
  sink: Sink,
  fused: Fused,
  schema: Schema,
  o: ExecuteOptions,
  p: Progress,
  meter: Meter,
): Promise<void> => {
  const { watch, node } = sink;
  if (watch === undefined) return writeSink(sink, fused, schema, o, p);
  const name = `${sink.input} watched`;
  meter.reset(name);
  const seen = meter.watch(name, printExpr(watch.sample));
  const sql = `SELECT * FROM (${fused.sql}) WHERE CASE WHEN ${printExpr(watch.condition)} THEN ${seen} ELSE true END`;
  await writeSink(sink, { ...fused, sql }, schema, o, p);
  const rows = meter.seen(name)?.rows ?? 0;
  if (rows === 0) return;
  const checks = brokenWords([[watch.check, String(rows), meter.sample(name) ?? null]]);
  warn(node, o.secrets.redact(messageText('check-failed', { checks })), o, p);
};

const writeSink = async (
  sink: Sink,
  fused: Fused,
  schema: Schema,
  o: ExecuteOptions,
  p: Progress,
): Promise<void> => {
  const connector = sinkConnectors.get(sink.connector);
  invariant(connector !== undefined, `there is a connector ${sink.connector}`);
  const node = sink.node;
  const world = o.world(node, done => o.emit({ event: 'progress', node, ...done }));
  if (connector.writes === 'rows') {
    const written = await connector.write(sink.options, streamRows(fused.sql, schema, o.session), world);
    p.counts.set(sink.input, written.rows);
    p.outputs.push({ node, path: written.place, rows: written.rows });
    return;
  }
  const place = o.targets.get(sink);
  invariant(place !== undefined, 'the target of a file sink was decided beforehand');
  const { target, temp, folder } = place;
  const shown = connector.target(sink.options);
  let written: { readonly rows: number; readonly check?: () => Promise<void> };
  if (!folder) p.writing.set(node, temp);
  const tail = connector.writes === 'duckdb' && !folder ? followFile(temp) : undefined;
  try {
    await checkUnmoved(target, shown);
    p.madeFolders.push(...(await makeFolders(dirname(target))));
    await sweep(dirname(target));
    if (connector.writes === 'duckdb') {
      const reader = await o.session.connection.runAndReadAll(
        connector.copySql(sink.options, fused.sql, temp),
      );
      written = { rows: Number(reader.getRows()[0]?.[0] ?? 0) };
    } else
      written = await connector.writeFile(
        sink.options,
        streamRows(fused.sql, schema, o.session),
        temp,
        world,
      );
  } catch (cause) {
    await tail?.stop();
    if (isSystemFault(cause)) throw unwritable(shown, node, cause);
    throw cause;
  }
  p.writing.delete(node);
  await checkUnmoved(target, shown);
  p.staged.push({ target, temp, folder, node, shown, ...(written.check && { check: written.check }) });
  const { rows } = written;
  p.counts.set(sink.input, rows);
  p.outputs.push({ node, path: target, rows, ...(await (tail?.finish() ?? sha256Of(temp))) });
};

const isSystemFault = (cause: unknown): boolean =>
  (typeof cause === 'object' && cause !== null && 'code' in cause && /^E[A-Z]+$/.test(String(cause.code))) ||
  (cause instanceof Error &&
    /^IO Error: (Cannot open file|Could not|Failed to (create|write|open))/i.test(cause.message));
