/** Outputs of earlier runs that still stand: same rows, same settings, and the very bytes that were written. */
import { sinkConnectors } from '../connectors/index.ts';
import type { Sink } from '../plan/plan.ts';
import type { RunRecord, SinkRecord } from './cache-record.ts';
import type { Entry } from './cache-store.ts';
import type { RunOutput, RunWarning } from './events.ts';
import { canonical, sha } from './hashes.ts';
import { sha256Of } from './outputs.ts';

export type SinkPlace = { readonly target: string; readonly folder: boolean };

/** Either the output that need not be written again, or whether one was there and is not any more as it was. */
type OutputState = { readonly output: RunOutput; readonly warning?: string } | { readonly altered: boolean };

/** What decides, beside the rows, whether an output is the same and everything was said about it. */
const optionsHash = ({ options, remark }: Sink): string =>
  sha(canonical(remark === undefined ? options : { options, remark: remark.what }));

/** What became of an output since it was written. Reads the file whole: only its bytes say that it is the same. */
export const outputState = async (
  sink: Sink,
  place: SinkPlace | undefined,
  input: string | undefined,
  before: RunRecord | undefined,
): Promise<OutputState> => {
  const connector = sinkConnectors.get(sink.connector);
  if (connector === undefined || connector.writes === 'rows') return { altered: false };
  // What adds to a file gives another file each time.
  const { mode } = sink.options as { readonly mode?: string };
  if (place === undefined || input === undefined || mode === 'append' || mode === 'upsert')
    return { altered: false };
  const options = optionsHash(sink);
  const was = before?.sinks.find(
    s => s.node === sink.node && s.target === place.target && s.input === input && s.options === options,
  );
  if (was?.sha256 === undefined || was.folder !== place.folder) return { altered: false };
  const is = await sha256Of(place.target).catch(() => undefined);
  if (is?.sha256 !== was.sha256) return { altered: true };
  return {
    output: { node: sink.node, path: place.target, rows: was.rows, bytes: is.bytes, sha256: is.sha256 },
    ...(was.warning !== undefined && { warning: was.warning }),
  };
};

/**
 * A Parquet output of this pipeline that holds exactly the rows of a relation. Only outputs that the pipeline still has
 * are looked at, because the session may read no others.
 */
export const outputHolding = async (
  hash: string,
  targets: ReadonlyMap<Sink, SinkPlace>,
  before: RunRecord | undefined,
): Promise<Entry | undefined> => {
  const known = new Set([...targets.values()].map(place => place.target));
  const was = before?.sinks.find(
    s => s.input === hash && s.connector === 'parquet' && !s.folder && known.has(s.target),
  );
  if (was?.sha256 === undefined) return undefined;
  const is = await sha256Of(was.target).catch(() => undefined);
  return is?.sha256 === was.sha256 ? { file: was.target, rows: was.rows } : undefined;
};

/** What to remember of the outputs of a run, written or left standing. */
export const sinkRecords = (
  sinks: readonly Sink[],
  targets: ReadonlyMap<Sink, SinkPlace>,
  hashes: ReadonlyMap<string, string>,
  outputs: readonly RunOutput[],
  warnings: readonly RunWarning[],
): SinkRecord[] =>
  sinks.flatMap(sink => {
    const place = targets.get(sink);
    const output = outputs.find(out => out.node === sink.node && out.path === place?.target);
    if (place === undefined || output === undefined) return [];
    const input = hashes.get(sink.input);
    const warning = sink.remark && warnings.find(w => w.node === sink.node)?.message;
    return [
      {
        node: sink.node,
        options: optionsHash(sink),
        target: place.target,
        connector: sink.connector,
        folder: place.folder,
        rows: output.rows,
        ...(output.bytes !== undefined && { bytes: output.bytes }),
        ...(output.sha256 !== undefined && { sha256: output.sha256 }),
        ...(input !== undefined && { input }),
        ...(warning !== undefined && { warning }),
      },
    ];
  });
