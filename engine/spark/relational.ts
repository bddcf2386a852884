/** Relations as PySpark: a frame, and the methods called on it one after the other. */
import type { Expr } from '../plan/expr.ts';
import type { AggregateRel, JoinRel, Rel } from '../plan/relation.ts';
import { type DataType, familyOf, type Schema } from '../schema/types.ts';
import type { Known, KnownTypes } from './asked.ts';
import { type Chain, called, chainText } from './chain.ts';
import { column, isPlain, printProject, typedColumn, typeIn } from './columns.ts';
import { printExpr, printSortKey } from './expr.ts';
import { columnName, pyText } from './python.ts';
import type { Scope } from './scope.ts';
import { sparkType } from './types.ts';
import { printRange, printValues } from './values.ts';

type RelTools = {
  readonly known: KnownTypes;
  readonly scopeFor: (types: Scope['types']) => Scope;
  /** The Python variable of a named relation. */
  readonly frame: (name: string) => string;
  /** The frame that reads a source. */
  readonly scan: (rel: Extract<Rel, { op: 'scan' }>) => Chain;
  readonly report: Scope['report'];
};

const nothing: Known = { types: new Map<Expr, DataType>() };

export const printRel = (rel: Rel, tools: RelTools): Chain => {
  const known = tools.known.get(rel) ?? nothing;
  const scope = tools.scopeFor(known.types);
  const of = (input: Rel): Chain => printRel(input, tools);
  const schemaOf = (input: Rel): Schema | undefined => tools.known.get(input)?.schema;
  const refused = (what: string, reason: string): Chain => {
    tools.report(what, reason, 'error');
    return { base: 'None', steps: [] };
  };
  switch (rel.op) {
    case 'ref':
      return { base: tools.frame(rel.name), steps: [] };
    case 'scan':
      return tools.scan(rel);
    case 'rejects':
      return refused(
        'The output of refused rows',
        'it does not say which rows it refused and why; clean them in the pipeline',
      );
    case 'values':
      return printValues(rel, tools.report);
    case 'range':
      return printRange(rel);
    case 'project':
      return printProject(rel, of(rel.input), schemaOf(rel.input), known.schema, scope);
    case 'filter':
      return called(of(rel.input), 'filter', printExpr(rel.condition, scope));
    case 'sort':
      return called(of(rel.input), 'orderBy', ...rel.keys.map(k => printSortKey(k, scope)));
    case 'limit': {
      const skipped = rel.offset ? called(of(rel.input), 'offset', String(rel.offset)) : of(rel.input);
      return rel.count === undefined ? skipped : called(skipped, 'limit', String(rel.count));
    }
    case 'distinct':
      return printDistinct(rel, of(rel.input), scope);
    case 'aggregate':
      return printAggregate(rel, of(rel.input), known.schema, scope);
    case 'join':
      return printJoin(rel, of(rel.left), of(rel.right), known.schema, scope);
    case 'union':
      return rel.inputs
        .map(input => widened(of(input), schemaOf(input), known.schema, rel.by))
        .reduce((all, next) =>
          rel.by === 'name'
            ? called(all, 'unionByName', chainText(next, 84), 'allowMissingColumns=True')
            : called(all, 'union', chainText(next, 84)),
        );
    case 'intersect':
      return called(of(rel.left), rel.all ? 'intersectAll' : 'intersect', chainText(of(rel.right), 84));
    case 'except':
      return called(of(rel.left), rel.all ? 'exceptAll' : 'subtract', chainText(of(rel.right), 84));
    case 'unpivot': {
      const type = sparkType(rel.valueType);
      if (type === undefined) return refused('Unpivot', `it has no type ${rel.valueType}`);
      const from = schemaOf(rel.input) ?? [];
      const floats = from.some(f => rel.columns.includes(f.name) && familyOf(f.type) === 'float');
      if (floats && rel.valueType === 'VARCHAR')
        return refused(
          'Unpivot to text',
          'fractional numbers become text differently; round and cast them first',
        );
      const columns = [
        ...rel.keep.map(columnName),
        ...rel.columns.map(c => `F.col(${columnName(c)}).cast(${pyText(type.ddl)}).alias(${pyText(c)})`),
      ];
      const long = called(
        called(of(rel.input), 'select', ...columns),
        'unpivot',
        `[${rel.keep.map(columnName).join(', ')}]`,
        `[${rel.columns.map(columnName).join(', ')}]`,
        pyText(rel.nameColumn),
        pyText(rel.valueColumn),
      );
      return rel.keepNulls
        ? long
        : called(long, 'filter', `F.col(${columnName(rel.valueColumn)}).isNotNull()`);
    }
    case 'explode': {
      const keep = rel.keep.map(columnName);
      const list = `F.col(${columnName(rel.column)})`;
      const outer = rel.outer ? '_outer' : '';
      if (rel.position === undefined)
        return called(
          of(rel.input),
          'select',
          ...keep,
          `F.explode${outer}(${list}).alias(${pyText(rel.as)})`,
        );
      const both = called(
        of(rel.input),
        'select',
        ...keep,
        `F.posexplode${outer}(${list}).alias(${pyText(rel.position)}, ${pyText(rel.as)})`,
      );
      const position = `F.col(${columnName(rel.position)}).cast("bigint").alias(${pyText(rel.position)})`;
      return called(both, 'select', ...keep, columnName(rel.as), position);
    }
    case 'computed':
    case 'apply':
      return refused(
        rel.op === 'apply' ? 'A fitted step or model' : 'Learning from rows',
        'models on Spark follow; until then the embedded engine fits and applies them',
      );
    case 'sql':
      return refused('A query', 'it is written for the embedded engine; build the step from other nodes');
  }
};

const printDistinct = (rel: Extract<Rel, { op: 'distinct' }>, input: Chain, scope: Scope): Chain => {
  if (rel.on === undefined) return called(input, 'distinct');
  const on = rel.on.map(e => printExpr(e, scope));
  if (!rel.order?.length)
    scope.report(
      'Keeping one of several equal rows',
      'rows have no order of their own there; set the order that tells which one stays',
      'warning',
    );
  const order = rel.order?.length
    ? rel.order.map(k => printSortKey(k, scope))
    : ['F.monotonically_increasing_id()'];
  const window = `Window.partitionBy(${on.join(', ')}).orderBy(${order.join(', ')})`;
  const ranked = called(input, 'withColumn', '"__rank"', `F.row_number().over(${window})`);
  return called(called(ranked, 'filter', 'F.col("__rank") == 1'), 'drop', '"__rank"');
};

const printAggregate = (rel: AggregateRel, input: Chain, schema: Schema | undefined, given: Scope): Chain => {
  const groups = rel.groups.map((g, i) => column(g, typeIn(schema, i), given));
  const scope = { ...given, overAll: rel.groups.length === 0 || rel.sets !== undefined };
  const aggregates = rel.aggregates.map((a, i) => {
    const type = typeIn(schema, rel.groups.length + i);
    return `${typedColumn(a.expr, a.name, type, scope)}.alias(${pyText(a.name)})`;
  });
  if (aggregates.length === 0) return called(called(input, 'select', ...groups), 'distinct');
  if (rel.sets !== undefined) {
    // Grouping sets are spoken of by the columns they group, so these get their names first.
    const sets = rel.sets.map(
      set =>
        `[${set.map(i => printExpr(rel.groups[i]?.expr ?? { op: 'literal', value: null }, scope)).join(', ')}]`,
    );
    const keys = rel.groups.map(g => printExpr(g.expr, scope));
    const grouped = called(
      called(input, 'groupingSets', `[${sets.join(', ')}]`, ...keys),
      'agg',
      ...aggregates,
    );
    if (rel.groups.every(isPlain)) return grouped;
    scope.report('Grouping sets over expressions', 'compute the columns first and group by them', 'error');
    return grouped;
  }
  return called(called(input, 'groupBy', ...groups), 'agg', ...aggregates);
};

const joinWords: Readonly<Record<Exclude<JoinRel['how'], 'cross' | 'asof' | 'asof-left'>, string>> = {
  inner: 'inner',
  left: 'left',
  right: 'right',
  full: 'full',
  semi: 'left_semi',
  anti: 'left_anti',
};

const printJoin = (
  rel: JoinRel,
  left: Chain,
  right: Chain,
  schema: Schema | undefined,
  scope: Scope,
): Chain => {
  if (rel.how === 'asof' || rel.how === 'asof-left') {
    scope.report(
      'A join to the nearest row',
      'it has no such join; join by a range and keep one row',
      'error',
    );
    return left;
  }
  const other = chainText(called(right, 'alias', '"r"'), 84);
  const base = called(left, 'alias', '"l"');
  const joined =
    rel.how === 'cross'
      ? called(base, 'crossJoin', other)
      : called(
          base,
          'join',
          other,
          rel.condition ? printExpr(rel.condition, scope) : 'F.lit(True)',
          pyText(joinWords[rel.how]),
        );
  const names = rel.columns.map((c, i) => {
    const { expr } = c;
    if (expr.op === 'column' && expr.name === c.name)
      return printExpr(expr, scope).replace(/^F\.col\((.*)\)$/s, '$1');
    return column(c, typeIn(schema, i), scope);
  });
  return called(joined, 'select', ...names);
};

/** An input of a union with the types that the union has. */
const widened = (
  chain: Chain,
  from: Schema | undefined,
  to: Schema | undefined,
  by: 'name' | 'position',
): Chain => {
  if (from === undefined || to === undefined) return chain;
  const wanted = (name: string, i: number): DataType | undefined =>
    by === 'position' ? to[i]?.type : to.find(f => f.name.toLowerCase() === name.toLowerCase())?.type;
  if (from.every((f, i) => wanted(f.name, i) === f.type)) return chain;
  return called(
    chain,
    'select',
    ...from.map((f, i) => {
      const type = wanted(f.name, i);
      const spark = type === undefined || type === f.type ? undefined : sparkType(type);
      return spark === undefined
        ? columnName(f.name)
        : `F.col(${columnName(f.name)}).cast(${pyText(spark.ddl)}).alias(${pyText(f.name)})`;
    }),
  );
};
