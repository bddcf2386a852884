/** A model ready to score: one prepared statement over rows that come as JSON. */
import { type DuckDBConnection, DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { ident, text } from '../../engine/connectors/quote.ts';
import { invariant } from '../../engine/diagnostics/errors.ts';
import { printRel } from '../../engine/duckdb/relational.ts';
import { type Artifact, applyArtifact } from '../../engine/ml/artifact.ts';
import { registerNatives } from '../../engine/ml/duckdb-natives.ts';
import { column } from '../../engine/plan/build.ts';
import { freeName } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { ownFailure } from '../../engine/run/faults.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { type Cell, misfit, type Row } from './request-rows.ts';

export type Scorer = {
  /**
   * What the model says of each row: a value for each of its output columns. The signal ends this work and no other. Throws
   * `serve-row` for a value that its column cannot hold, `data-failed` for one that the model refuses.
   */
  score(rows: readonly Row[], signal?: AbortSignal): Promise<readonly (readonly Cell[])[]>;
  close(): void;
};

export const createScorer = async (artifact: Artifact): Promise<Scorer> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    // Nothing of a model file is run, and no statement of ours reads a file.
    registerNatives(connection);
    await connection.run('SET enable_external_access = false; SET lock_configuration = true');
    const statement = await connection.prepare(scoringSql(artifact));
    return scorerOf(artifact, connection, statement, close);
  } catch (error) {
    close();
    throw error;
  }
};

const scoringSql = ({ input, output, ...rest }: Artifact): string => {
  const artifact = { input, output, ...rest };
  const place = freeName(
    'row',
    [...input, ...output].map(f => f.name),
  );
  const batch: Rel = { op: 'ref', name: 'batch' };
  const scored = applyArtifact(artifact, batch, [...input, { name: place, type: 'BIGINT' }]);
  const wanted: Rel = {
    op: 'project',
    input: scored,
    columns: [place, ...output.map(f => f.name)].map(name => ({ name, expr: column(name) })),
  };
  const never = (): never => {
    invariant(false, 'a model reads the rows it is given and nothing else');
  };
  const names = { ref: ident, scan: never, rejects: never, made: never };
  const shape = JSON.stringify([
    Object.fromEntries([...input.map(f => [f.name, f.type]), [place, 'BIGINT']]),
  ]);
  return `WITH batch AS (SELECT unnest(from_json_strict($1::JSON, ${text(shape)}), recursive := true))
SELECT ${output.map(f => ident(f.name)).join(', ')} FROM (${printRel(wanted, names)}) ORDER BY ${ident(place)}`;
};

const scorerOf = (
  { input, output }: Artifact,
  connection: DuckDBConnection,
  statement: DuckDBPreparedStatement,
  close: () => void,
): Scorer => {
  const place = freeName(
    'row',
    [...input, ...output].map(f => f.name),
  );
  // One statement at a time: its parameter belongs to it.
  let last: Promise<unknown> = Promise.resolve();
  const run = async (rows: readonly Row[]): Promise<readonly (readonly Cell[])[]> => {
    const objects = rows.map((row, r) =>
      Object.fromEntries([...input.map((f, j) => [f.name, row[j] ?? null]), [place, r]]),
    );
    statement.bindVarchar(1, JSON.stringify(objects));
    try {
      const reader = await statement.runAndReadAll();
      return reader.getRowsJson() as Cell[][];
    } catch (error) {
      throw ownFailure((error as Error).message) ?? (await misfitIn(rows, input, connection)) ?? error;
    }
  };
  const inTurn = async (rows: readonly Row[], signal: AbortSignal | undefined) => {
    signal?.throwIfAborted();
    const interrupt = (): void => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      return await run(rows);
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  };
  return {
    score: (rows, signal) => {
      const next = last.then(() => inTurn(rows, signal));
      last = next.catch(() => undefined);
      return next;
    },
    close: () => {
      last.finally(close);
    },
  };
};

/** The first value that its column cannot hold, such as a date that is none: the engine names neither row nor column. */
const misfitIn = async (rows: readonly Row[], input: Schema, connection: DuckDBConnection) => {
  for (const [j, field] of input.entries()) {
    const values = rows.map(row => (row[j] === null || row[j] === undefined ? null : String(row[j])));
    const reader = await connection.runAndReadAll(
      `SELECT r - 1 FROM (SELECT unnest(range(1, len(v) + 1)) AS r, unnest(v) AS x FROM (SELECT from_json($1::JSON, '["VARCHAR"]') AS v))
WHERE x IS NOT NULL AND TRY_CAST(x AS ${field.type}) IS NULL ORDER BY r LIMIT 1`,
      [JSON.stringify(values)],
    );
    const [found] = reader.getRows();
    if (found !== undefined) return misfit(Number(found[0]), field, rows[Number(found[0])]?.[j]);
  }
  return undefined;
};
