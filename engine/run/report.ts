/** The record of a run for keeping: what went in and came out, with hashes, and no secret. */
import { createHash } from 'node:crypto';
import type { SourceFacts } from '../compile/state.ts';
import type { ParameterValues } from '../graph/parameters.ts';
import type { Finished } from './events.ts';
import { engineName } from './hashes.ts';
import type { Secrets } from './secrets.ts';
import { programVersion } from './version.ts';

export type RunReport = {
  readonly format: 'millrace/run-report';
  readonly version: 1;
  readonly pipeline: string;
  readonly pipelineSha256: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
  readonly millrace: string;
  readonly engine: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly inputs: readonly {
    readonly node: string;
    readonly name: string;
    readonly fingerprint: string;
    readonly bytes?: number;
  }[];
} & Omit<Finished, 'event'>;

type ReportFacts = {
  readonly pipeline: string;
  /** The file as it was read. */
  readonly bytes: Uint8Array;
  readonly values: ParameterValues;
  readonly startedAt: string;
  readonly sources: readonly SourceFacts[];
  readonly secrets: Secrets;
};

/** The report of a finished run. `inputs` are everything that was looked at, with their fingerprints. */
export const reportOf = ({ event: _, ...finished }: Finished, facts: ReportFacts): RunReport => ({
  format: 'millrace/run-report',
  version: 1,
  pipeline: facts.pipeline,
  pipelineSha256: createHash('sha256').update(facts.bytes).digest('hex'),
  parameters: Object.fromEntries(
    [...facts.values].flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? facts.secrets.redact(value) : value]],
    ),
  ),
  millrace: programVersion,
  engine: engineName,
  startedAt: facts.startedAt,
  finishedAt: new Date().toISOString(),
  inputs: facts.sources.flatMap(s =>
    (s.inputs ?? []).map(input => ({ node: s.node, ...input, name: facts.secrets.redact(input.name) })),
  ),
  ...finished,
});
