/**
 * What a sink has to remark about rows while it writes them. The condition is part of the sink's own query, so that no
 * row is read twice; only rows for which it is true reach a function of ours, which counts them and keeps a sample.
 */
import { BOOLEAN, type DuckDBConnection, DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';
import { ident } from '../connectors/quote.ts';
import { printExpr } from '../duckdb/expr.ts';
import { freeName } from '../plan/names.ts';
import type { Remark } from '../plan/plan.ts';
import type { Schema } from '../schema/types.ts';
import { brokenWords } from './check-words.ts';

type Remarked = {
  /** The query of the sink, which looks at its rows as they pass. */
  readonly sql: string;
  /** What there was to remark, once the query has run. */
  readonly words: () => { readonly checks: string; readonly advice: string } | undefined;
};

let functions = 0;

export const remarked = (
  sql: string,
  schema: Schema,
  remark: Remark,
  connection: DuckDBConnection,
): Remarked => {
  const name = `millrace_remark_${functions++}`;
  let rows = 0;
  let sample: string | undefined;
  connection.registerScalarFunction(
    DuckDBScalarFunction.create({
      name,
      parameterTypes: [VARCHAR],
      returnType: BOOLEAN,
      volatile: true,
      mainFunction: (_info, input, output) => {
        const size = input.rowCount;
        const texts = input.getColumnVector(0);
        for (let i = 0; i < size; i++) {
          const text = String(texts.getItem(i));
          // The least one, because it does not depend on which thread comes first.
          if (sample === undefined || text < sample) sample = text;
          output.setItem(i, true);
        }
        rows += size;
        output.flush();
      },
    }),
  );
  const mark = ident(
    freeName(
      'remark',
      schema.map(f => f.name),
    ),
  );
  const seen = `CASE WHEN ${printExpr(remark.condition)} THEN ${name}(left(${printExpr(remark.sample)}, 100)) ELSE true END`;
  return {
    // As a column of its own, under a branch that can fail, or it would be moved to where there are other rows.
    sql: `SELECT * EXCLUDE (${mark}) FROM (SELECT *, ${seen} AS ${mark} FROM (${sql})) WHERE CASE WHEN ${mark} THEN true ELSE error('unreachable') END`,
    words: () =>
      rows === 0
        ? undefined
        : { checks: brokenWords([[remark.what, String(rows), sample ?? null]]), advice: remark.advice },
  };
};
