/** Carries out one sink: its query flows into a temporary file, or into the other system's transaction. */
import { dirname } from 'node:path';
import { sinkConnectors } from '../connectors/index.ts';
import { invariant } from '../diagnostics/errors.ts';
import { messageText } from '../diagnostics/messages.ts';
import type { Sink } from '../plan/plan.ts';
import type { Schema } from '../schema/types.ts';
import type { ExecuteOptions } from './execute.ts';
import type { Fused } from './fuse.ts';
import { makeFolders, sha256Of, sweep, unwritable } from './outputs.ts';
import { checkUnmoved } from './paths.ts';
import { type Progress, warn } from './progress.ts';
import { remarked } from './remark.ts';
import { streamRows } from './stream-rows.ts';
import { followFile } from './tail-hash.ts';

export const writeSink = async (
  sink: Sink,
  fused: Fused,
  schema: Schema,
  o: ExecuteOptions,
  p: Progress,
): Promise<void> => {
  const connector = sinkConnectors.get(sink.connector);
  invariant(connector !== undefined, `there is a connector ${sink.connector}`);
  const { node } = sink;
  const remark = sink.remark && remarked(fused.sql, schema, sink.remark, o.session.connection);
  const sql = remark?.sql ?? fused.sql;
  const world = o.world(node, done => o.emit({ event: 'progress', node, ...done }));
  if (connector.writes === 'rows') {
    const committing = (place: string) => {
      p.committing = place;
    };
    const stream = streamRows(sql, schema, o.session);
    const written = await connector.write(sink.options, stream, { ...world, committing }).catch(cause => {
      // An answer that says no leaves nothing open.
      if (!o.signal.aborted) p.committing = undefined;
      throw cause;
    });
    p.committing = undefined;
    p.tablesWritten.push(written.place);
    p.counts.set(sink.input, written.rows);
    p.outputs.push({ node, path: written.place, rows: written.rows });
    return;
  }
  const place = o.targets.get(sink);
  invariant(place !== undefined, 'the target of a file sink was decided beforehand');
  const { target, temp, folder } = place;
  const shown = connector.target(sink.options);
  let written: { readonly rows: number; readonly check?: () => Promise<void> };
  const tail = connector.writes === 'duckdb' && !folder ? followFile(temp) : undefined;
  try {
    await checkUnmoved(target, shown);
    p.writing = { node, temp };
    p.madeFolders.push(...(await makeFolders(dirname(target))));
    await sweep(dirname(target));
    if (connector.writes === 'duckdb') {
      const reader = await o.session.connection.runAndReadAll(connector.copySql(sink.options, sql, temp));
      written = { rows: Number(reader.getRows()[0]?.[0] ?? 0) };
    } else written = await connector.writeFile(sink.options, streamRows(sql, schema, o.session), temp, world);
  } catch (cause) {
    await tail?.stop();
    if (isSystemFault(cause)) throw unwritable(shown, node, cause);
    throw cause;
  } finally {
    p.writing = undefined;
  }
  await checkUnmoved(target, shown);
  const told = remark?.words();
  if (told !== undefined) warn(node, messageText('remark', told), o, p);
  p.staged.push({ target, temp, folder, node, shown, ...(written.check && { check: written.check }) });
  const { rows } = written;
  p.counts.set(sink.input, rows);
  p.outputs.push({ node, path: target, rows, ...(await (tail?.finish() ?? sha256Of(temp))) });
};

const isSystemFault = (cause: unknown): boolean =>
  (typeof cause === 'object' && cause !== null && 'code' in cause && /^E[A-Z]+$/.test(String(cause.code))) ||
  (cause instanceof Error &&
    /^IO Error: (Cannot open file|Could not|Failed to (create|write|open))/i.test(cause.message));
