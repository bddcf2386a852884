/** Answers what the compiler needs, from one DuckDB session and the connectors. */
import type { Answer, BindAnswer, BindRequest, Need, SourceAnswer, SourceRequest } from '../compile/needs.ts';
import { type Parsed, parsedFrom } from '../compile/tree.ts';
import type { World } from '../connectors/contract.ts';
import { sourceConnectors } from '../connectors/index.ts';
import { ident, text } from '../connectors/quote.ts';
import { type diagnostic, diagnosticOf } from '../diagnostics/diagnostic.ts';
import { EngineError, invariant } from '../diagnostics/errors.ts';
import { paramOfFault } from '../diagnostics/param-of.ts';
import { type Names, printRel } from '../duckdb/relational.ts';
import { rejectedColumns, type ScanRel } from '../plan/relation.ts';
import type { Json, Schema } from '../schema/types.ts';
import type { Secrets } from './secrets.ts';
import type { Session } from './session.ts';

type HostOptions = {
  readonly session: Session;
  readonly secrets: Secrets;
  readonly world: (node: string) => World;
  /** Runs a relation for its distinct values; absent where the data may not be read. */
  readonly distinct: (
    need: Extract<Need, { need: 'distinct' }>,
  ) => Promise<readonly string[] | { problem: never } | { problem: ReturnType<typeof diagnostic> }>;
};

export const answerWith =
  ({ session, secrets, world, distinct }: HostOptions) =>
  async (need: Need): Promise<Answer> => {
    switch (need.need) {
      case 'syntax':
        return { need: 'syntax', parsed: await parseTexts(need.texts, session) };
      case 'sources':
        return {
          need: 'sources',
          sources: await Promise.all(
            need.sources.map(source => describe(source, world(source.node), secrets)),
          ),
        };
      case 'bind':
        return { need: 'bind', answer: await bindOver(need.request, session) };
      case 'distinct':
        return { need: 'distinct', values: await distinct(need) };
    }
  };

/** Syntax trees of many texts in one query. The texts are values, never part of the SQL. */
export const parseTexts = async (texts: readonly string[], session: Session): Promise<readonly Parsed[]> => {
  if (texts.length === 0) return [];
  const rows = texts.map((sql, i) => `(${i}, ${text(sql)})`).join(', ');
  const result = await session.rows(
    `SELECT json_serialize_sql(x) FROM (VALUES ${rows}) AS t(i, x) ORDER BY i`,
  );
  return result.map(([json]) => parsedFrom(json ?? '{}'));
};

const describe = async (request: SourceRequest, world: World, secrets: Secrets): Promise<SourceAnswer> => {
  const connector = sourceConnectors.get(request.connector);
  invariant(connector !== undefined, `there is a connector ${request.connector}`);
  try {
    return await connector.describe(request.options, world);
  } catch (error) {
    return { problem: problemOf(error, request.node, secrets, request.options) };
  }
};

/** An error of the world as a diagnostic of the node that met it. Our own bugs are thrown on. */
export const problemOf = (error: unknown, node: string, secrets: Secrets, options?: Json) => {
  if (!(error instanceof EngineError)) throw error;
  const param = paramOfFault(error, options);
  const place = { node: error.node ?? node, ...(param && { param }) };
  return diagnosticOf(error, secrets.redact(error.message), place);
};

/** Names for design time: inputs are empty tables of the right columns, sources too. */
const emptyNames: Names = {
  ref: ident,
  scan: scan => emptyTable(scanColumns(scan)),
  rejects: () => emptyTable(rejectedColumns),
  made: made => emptyTable(made.columns),
};

const scanColumns = (scan: ScanRel): Schema => {
  invariant(scan.columns !== undefined, 'a source is described before it is bound');
  return scan.columns;
};

const emptyTable = (schema: Schema): string =>
  `SELECT ${schema.map(f => `CAST(NULL AS ${f.type}) AS ${ident(f.name)}`).join(', ')} WHERE false`;

/** JSON is text with an alias, which the type's own words leave out. */
const typeText = (type: { toString(): string; readonly alias?: string | undefined }): string =>
  type.alias === 'JSON' ? 'JSON' : type.toString();

/** The columns of a relation, from DuckDB's binder: the statement is prepared and never run. */
export const bindOver = async ({ rel, inputs }: BindRequest, session: Session): Promise<BindAnswer> => {
  const given = [...inputs].map(
    ([name, schema]) => `${ident(name)} AS NOT MATERIALIZED (${emptyTable(schema)})`,
  );
  const sql = `${given.length === 0 ? '' : `WITH ${given.join(', ')} `}SELECT * FROM (${printRel(rel, emptyNames)})`;
  const known = session.bound.get(sql);
  if (known !== undefined) return known;
  const answer = await columnsOf(sql, session);
  if ('schema' in answer && session.bound.size < 10_000) session.bound.set(sql, answer);
  return answer;
};

const columnsOf = async (sql: string, session: Session): Promise<BindAnswer> => {
  try {
    const prepared = await session.binder.prepare(sql);
    try {
      const schema = Array.from({ length: prepared.columnCount }, (_, i) => ({
        name: prepared.columnName(i),
        type: typeText(prepared.columnType(i)),
      }));
      return { schema };
    } finally {
      prepared.destroySync();
    }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};
