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
import type { Cell, Row } from './request-rows.ts';

export type Scorer = {
  /** What the model says of each row: a value for each of its output columns. */
  score(rows: readonly Row[]): Promise<readonly (readonly Cell[])[]>;
  /** Ends what is running, such as after its time was up. */
  interrupt(): void;
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
    const reader = await statement.runAndReadAll();
    return reader.getRowsJson() as Cell[][];
  };
  return {
    score: rows => {
      const next = last.then(() => run(rows));
      last = next.catch(() => undefined);
      return next;
    },
    interrupt: () => connection.interrupt(),
    close: () => {
      last.finally(close);
    },
  };
};
