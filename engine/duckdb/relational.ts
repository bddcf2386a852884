import { ident, text } from '../connectors/quote.ts';
import { invariant } from '../diagnostics/errors.ts';
import type { NamedExpr } from '../plan/expr.ts';
import type {
  ApplyRel,
  ComputedRel,
  JoinHow,
  RejectsRel,
  Rel,
  ScanRel,
  ValuesRel,
} from '../plan/relation.ts';
import { printExpr, printSortKey } from './expr.ts';

/** How the parts that lie outside a relation are written: named relations, and the outside world. */
export type Names = {
  /** What stands in a FROM for a named relation: an identifier. */
  readonly ref: (name: string) => string;
  /** The SELECT that reads a source. */
  readonly scan: (scan: ScanRel) => string;
  /** The SELECT that gives the refused rows of a scan. */
  readonly rejects: (rejects: RejectsRel) => string;
  /** The SELECT that stands for what functions of ours make; in a run it is a table or a projection before it is printed. */
  readonly made: (rel: ComputedRel | ApplyRel) => string;
};

/** The DuckDB SELECT of a relation. */
export const printRel = (rel: Rel, names: Names): string => {
  const from = (input: Rel): string =>
    input.op === 'ref' ? names.ref(input.name) : `(${printRel(input, names)})`;
  switch (rel.op) {
    case 'ref':
      return `SELECT * FROM ${names.ref(rel.name)}`;
    case 'scan':
      return names.scan(rel);
    case 'rejects':
      return names.rejects(rel);
    case 'values':
      return printValues(rel);
    case 'range':
      return `SELECT ${rel.start}::BIGINT + range * ${rel.step}::BIGINT AS ${ident(rel.name)} FROM range(${rel.count}::BIGINT)`;
    case 'project':
      return `SELECT ${printColumns(rel.columns)} FROM ${from(rel.input)}`;
    case 'filter':
      return `SELECT * FROM ${from(rel.input)} WHERE ${printExpr(rel.condition)}`;
    case 'sort':
      return `SELECT * FROM ${from(rel.input)} ORDER BY ${rel.keys.map(printSortKey).join(', ')}`;
    case 'limit': {
      const count = rel.count === undefined ? '' : ` LIMIT ${rel.count}`;
      return `SELECT * FROM ${from(rel.input)}${count}${rel.offset ? ` OFFSET ${rel.offset}` : ''}`;
    }
    case 'distinct': {
      const on = rel.on === undefined ? '' : ` ON (${rel.on.map(printExpr).join(', ')})`;
      const order = rel.order?.length ? ` ORDER BY ${rel.order.map(printSortKey).join(', ')}` : '';
      return `SELECT DISTINCT${on} * FROM ${from(rel.input)}${order}`;
    }
    case 'aggregate':
      return printAggregate(rel, from(rel.input));
    case 'join':
      return printJoin(rel, from(rel.left), from(rel.right));
    case 'union': {
      const glue = rel.by === 'name' ? ' UNION ALL BY NAME ' : ' UNION ALL ';
      invariant(rel.inputs.length > 0, 'a union has an input');
      return rel.inputs.map(input => `(SELECT * FROM ${from(input)})`).join(glue);
    }
    case 'intersect':
    case 'except':
      return `(SELECT * FROM ${from(rel.left)}) ${rel.op.toUpperCase()}${rel.all ? ' ALL' : ''} (SELECT * FROM ${from(rel.right)})`;
    case 'unpivot': {
      const source = `SELECT ${[
        ...rel.keep.map(ident),
        ...rel.columns.map(c => `CAST(${ident(c)} AS ${rel.valueType}) AS ${ident(c)}`),
      ].join(', ')} FROM ${from(rel.input)}`;
      const nulls = rel.keepNulls ? 'INCLUDE NULLS ' : '';
      const columns = [...rel.keep, rel.nameColumn, rel.valueColumn].map(ident).join(', ');
      return `SELECT ${columns} FROM (${source}) UNPIVOT ${nulls}(${ident(rel.valueColumn)} FOR ${ident(rel.nameColumn)} IN (${rel.columns.map(ident).join(', ')}))`;
    }
    case 'explode': {
      const list = rel.outer
        ? `CASE WHEN len(${ident(rel.column)}) > 0 THEN ${ident(rel.column)} ELSE [NULL] END`
        : ident(rel.column);
      // A row kept without a list has an element, null, but no position.
      const positions = rel.outer
        ? `CASE WHEN len(${ident(rel.column)}) > 0 THEN range(len(${ident(rel.column)})) ELSE [NULL] END`
        : `range(len(${ident(rel.column)}))`;
      const position = rel.position === undefined ? [] : [`unnest(${positions}) AS ${ident(rel.position)}`];
      return `SELECT ${[...rel.keep.map(ident), `unnest(${list}) AS ${ident(rel.as)}`, ...position].join(', ')} FROM ${from(rel.input)}`;
    }
    case 'computed':
    case 'apply':
      return names.made(rel);
    case 'sql': {
      const inputs = rel.inputs.map(i => `${ident(i.name)} AS NOT MATERIALIZED (${printRel(i.rel, names)})`);
      const given = inputs.length === 0 ? '' : `WITH ${inputs.join(', ')} `;
      // In brackets, because a WITH may stand before it already; the line ends keep a comment at the end of the query
      // from swallowing the bracket.
      return `SELECT * FROM (${given}SELECT * FROM (\n${rel.query}\n))`;
    }
  }
};

const printColumns = (columns: readonly NamedExpr[]): string => {
  invariant(columns.length > 0, 'a table has a column');
  return columns
    .map(({ name, expr }) =>
      expr.op === 'column' && expr.side === undefined && expr.name === name
        ? ident(name)
        : `${printExpr(expr)} AS ${ident(name)}`,
    )
    .join(', ');
};

const printValues = ({ columns, rows }: ValuesRel): string => {
  const typed = columns.map(c => `CAST(${ident(c.name)} AS ${c.type}) AS ${ident(c.name)}`).join(', ');
  const names = columns.map(c => ident(c.name)).join(', ');
  if (rows.length === 0)
    return `SELECT ${columns.map(c => `CAST(NULL AS ${c.type}) AS ${ident(c.name)}`).join(', ')} WHERE false`;
  // The first row fixes the type of the bare texts, so that a column of nulls is text too.
  const cells = rows.map(
    (row, i) =>
      `(${row.map(cell => (cell === null ? (i === 0 ? 'NULL::VARCHAR' : 'NULL') : text(cell))).join(', ')})`,
  );
  return `SELECT ${typed} FROM (VALUES ${cells.join(', ')}) AS v(${names})`;
};

const printAggregate = (rel: Extract<Rel, { op: 'aggregate' }>, from: string): string => {
  const columns = [...rel.groups, ...rel.aggregates];
  const select = `SELECT ${printColumns(columns)} FROM ${from}`;
  if (rel.groups.length === 0) return select;
  // Group by expression, not by position: an aggregate may carry the name of a column of the input.
  const keys = rel.groups.map(g => printExpr(g.expr));
  if (rel.sets === undefined) return `${select} GROUP BY ${keys.join(', ')}`;
  const sets = rel.sets.map(set => `(${set.map(i => keys[i] ?? 'NULL').join(', ')})`);
  return `${select} GROUP BY GROUPING SETS (${sets.join(', ')})`;
};

const joinWords: Readonly<Record<JoinHow, string>> = {
  inner: 'INNER JOIN',
  left: 'LEFT JOIN',
  right: 'RIGHT JOIN',
  full: 'FULL JOIN',
  semi: 'SEMI JOIN',
  anti: 'ANTI JOIN',
  cross: 'CROSS JOIN',
  asof: 'ASOF JOIN',
  'asof-left': 'ASOF LEFT JOIN',
};

const printJoin = (rel: Extract<Rel, { op: 'join' }>, left: string, right: string): string => {
  const on = rel.how === 'cross' ? '' : ` ON ${rel.condition ? printExpr(rel.condition) : 'true'}`;
  return `SELECT ${printColumns(rel.columns)} FROM ${left} AS l ${joinWords[rel.how]} ${right} AS r${on}`;
};
