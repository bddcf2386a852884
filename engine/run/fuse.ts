/** One query for a relation and everything below it that is not a table already. */
import { sourceConnectors } from '../connectors/index.ts';
import { ident } from '../connectors/quote.ts';
import { invariant } from '../diagnostics/errors.ts';
import { type Names, printRel } from '../duckdb/relational.ts';
import { aggregated } from '../plan/build.ts';
import type { Expr } from '../plan/expr.ts';
import { freeName } from '../plan/names.ts';
import type { Relation } from '../plan/plan.ts';
import { eachRel, type Rel, refsOf, withInputs } from '../plan/relation.ts';
import type { Schema } from '../schema/types.ts';
import { countedAbove, toMeter } from './counting.ts';

export type Fused = {
  readonly sql: string;
  /** The relations inside, in dependency order, without those that are tables. */
  readonly inside: readonly Relation[];
  /** Names of the relations whose rows are counted while they pass. */
  readonly metered: readonly string[];
};

/** How a relation's rows are known without counting them. */
export type Counting = {
  /** Rows known beforehand: tables, Parquet files, inline rows. */
  readonly known: ReadonlyMap<string, number>;
  /** SQL that is true and counts the row, for a metered relation. */
  readonly tick: (name: string) => string;
  /** SQL that is true and adds the value of a column to a relation's count. */
  readonly add: (name: string, column: string) => string;
};

/** Names within a run: sources are read for real, refused rows come from the scan's own table. */
export const runNames: Names = {
  ref: ident,
  scan: scan => {
    const connector = sourceConnectors.get(scan.connector);
    invariant(
      connector?.reads === 'duckdb' && scan.columns !== undefined,
      'a fused scan is one that DuckDB reads',
    );
    return connector.scanSql(scan.options, scan.columns);
  },
  made: made => {
    invariant(false, `what ${made.op} makes is there before it is read`);
  },
  rejects: rejects => {
    const table = rejectsTable(rejects.of);
    const scan = ident(`${table}_scan`);
    // The tables keep the rows of earlier scans of this session, such as those of a preview.
    return `SELECT regexp_extract(s.file_path, '[^/\\\\]+$') AS file, e.line::BIGINT AS line, e.column_name AS "column", e.error_message AS reason, e.csv_line AS "text"
      FROM ${ident(table)} AS e JOIN ${scan} AS s USING (scan_id, file_id) WHERE s.scan_id = (SELECT max(scan_id) FROM ${scan})`;
  },
};

/** The table that a scan's refused rows go to. */
const rejectsTable = (relation: string): string => `rejects_${relation.split('.')[0] ?? ''}`;

/** True for every row, but no optimiser can know: what stands behind it is not moved below a counter. */
const perhaps: Expr = {
  op: 'call',
  fn: 'ge',
  args: [
    { op: 'call', fn: 'random', args: [] },
    { op: 'literal', value: 0 },
  ],
};

const behind = (expr: Expr): Expr => ({
  op: 'case',
  branches: [{ when: perhaps, result: expr }],
  otherwise: { op: 'fail', message: 'unreachable' },
});

/**
 * Above a metered relation, a filter must not sneak past the counter, so each is tied to something volatile. The filters
 * of a user's query cannot be: there the columns are that the query reads.
 */
const tied = (rel: Rel, schemaOf: (name: string) => Schema): Rel => {
  if (rel.op === 'sql')
    return withInputs(rel, input => (input.op === 'ref' ? screened(input, schemaOf(input.name)) : input));
  const inner = withInputs(rel, input => tied(input, schemaOf));
  return inner.op === 'filter' ? { ...inner, condition: behind(inner.condition) } : inner;
};

const screened = (input: Rel, schema: Schema): Rel => ({
  op: 'project',
  input,
  columns: schema.map(({ name }) => ({ name, expr: behind({ op: 'column', name }) })),
});

/** Whether the engine moves a filter above this relation below it, where it would see, and count, more rows. */
const sinksFilters = (rel: Rel): boolean => {
  let found = false;
  eachRel(rel, r => {
    if (r.op === 'distinct' || r.op === 'intersect' || r.op === 'except' || r.op === 'sql') found = true;
  });
  return found;
};

const unless = (condition: string): string =>
  `CASE WHEN ${condition} THEN true ELSE error('unreachable') END`;

/** A relation's SELECT with what counts its rows, or those of the relation that it sums up. */
const counted = (
  rel: Rel,
  schema: Schema,
  { tick, add }: { readonly tick?: string; readonly add?: (column: string) => string },
): string => {
  const name = freeName(
    'tick',
    schema.map(f => f.name),
  );
  const mark = ident(name);
  if (add !== undefined && rel.op === 'aggregate') {
    const rows = { name, expr: aggregated('count_star', []) };
    const sums = printRel({ ...rel, aggregates: [...rel.aggregates, rows] }, runNames);
    const both = [add(mark), ...(tick === undefined ? [] : [tick])];
    return `SELECT * EXCLUDE (${mark}) FROM (${sums}) WHERE ${both.map(unless).join(' AND ')}`;
  }
  const select = printRel(rel, runNames);
  if (tick === undefined) return select;
  if (!sinksFilters(rel)) return `SELECT * FROM (${select}) WHERE ${unless(tick)}`;
  // As a column of its own the tick stays above; a filter on a volatile column is not moved either.
  return `SELECT * EXCLUDE (${mark}) FROM (SELECT *, ${tick} AS ${mark} FROM (${select})) WHERE ${unless(mark)}`;
};

/** Prints a relation as one query. `tables` are names that exist as tables already. */
export const fuse = (
  target: Relation,
  relations: ReadonlyMap<string, Relation>,
  tables: ReadonlySet<string>,
  counting?: Counting,
): Fused => {
  const needed = new Set<string>();
  const waiting = [...refsOf(target.rel)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name) || tables.has(name)) continue;
    needed.add(name);
    const relation = relations.get(name);
    invariant(relation !== undefined, `the relation ${name} is in the plan`);
    waiting.push(...refsOf(relation.rel));
  }
  const inside = [...relations.values()].filter(r => needed.has(r.name) && r.name !== target.name);
  const metered = counting === undefined ? new Set<string>() : toMeter(target, inside, counting.known);
  const summed = countedAbove(target, inside, metered);
  const fromAbove = new Set(summed.values());
  const over = new Set<string>();
  const schemaOf = (name: string): Schema => relations.get(name)?.schema ?? [];
  const select = (relation: Relation): string => {
    const reads = refsOf(relation.rel);
    const ticks = metered.has(relation.name) && !fromAbove.has(relation.name);
    const adds = summed.get(relation.name);
    const isOver = reads.some(r => over.has(r));
    if (ticks || adds !== undefined || isOver) over.add(relation.name);
    const rel = isOver ? tied(relation.rel, schemaOf) : relation.rel;
    if (counting === undefined) return printRel(rel, runNames);
    return counted(rel, relation.schema, {
      ...(ticks && { tick: counting.tick(relation.name) }),
      ...(adds !== undefined && { add: column => counting.add(adds, column) }),
    });
  };
  const parts = inside.map(r => `${ident(r.name)} AS NOT MATERIALIZED (${select(r)})`);
  const body = select(target);
  return {
    sql: parts.length === 0 ? body : `WITH ${parts.join(',\n')}\n${body}`,
    inside,
    metered: [...metered],
  };
};
