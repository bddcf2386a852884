/** Relations as PySpark: a frame, and the methods called on it one after the other. */
import { invariant } from '../diagnostics/errors.ts';
import type { Expr, NamedExpr } from '../plan/expr.ts';
import { eachExpr } from '../plan/expr.ts';
import type { AggregateRel, JoinRel, ProjectRel, RangeRel, Rel, ValuesRel } from '../plan/relation.ts';
import { type DataType, familyOf, type Schema } from '../schema/types.ts';
import type { Known, KnownTypes } from './asked.ts';
import { columnName, printExpr, printOperand, printSortKey, type Scope } from './expr.ts';
import { layCall, width, wrap } from './layout.ts';
import { pyText } from './python.ts';
import { sparkType, textual } from './types.ts';

/** A frame and the calls on it. `steps` are methods with their arguments, Python already. */
export type Chain = {
  readonly base: string;
  readonly steps: readonly { readonly method: string; readonly args: readonly string[] }[];
};

export type RelTools = {
  readonly known: KnownTypes;
  readonly scopeFor: (types: Scope['types']) => Scope;
  /** The Python variable of a named relation. */
  readonly frame: (name: string) => string;
  /** The frame that reads a source. */
  readonly scan: (rel: Extract<Rel, { op: 'scan' }>) => Chain;
  readonly report: Scope['report'];
};

const then = (chain: Chain, method: string, ...args: readonly string[]): Chain => ({
  base: chain.base,
  steps: [...chain.steps, { method, args }],
});

/** A chain as one expression, broken over lines when it is long. Lines after the first are indented from zero. */
export const chainText = (chain: Chain, room: number): string => {
  const line = chain.base + chain.steps.map(s => `.${s.method}(${s.args.join(', ')})`).join('');
  if (line.length <= room && !line.includes('\n') && chain.steps.length <= 2) return line;
  if (chain.steps.length === 0) return chain.base;
  const [first, ...rest] = chain.steps;
  // The first call stays with a frame that has a short name.
  const start = /^[\w.]{1,12}$/.test(chain.base) && first !== undefined;
  const head = start ? layCall(`${chain.base}.${first.method}`, first.args, room - 4) : chain.base;
  const steps = (start ? rest : chain.steps).map(s => layCall(`.${s.method}`, s.args, room - 4));
  if (steps.length === 0) return head;
  return `(\n    ${[head, ...steps].join('\n').replaceAll('\n', '\n    ')}\n)`;
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
      return printValues(rel, tools);
    case 'range':
      return printRange(rel);
    case 'project':
      return printProject(rel, of(rel.input), schemaOf(rel.input), known.schema, scope);
    case 'filter':
      return then(of(rel.input), 'filter', printExpr(rel.condition, scope));
    case 'sort':
      return then(of(rel.input), 'orderBy', ...rel.keys.map(k => printSortKey(k, scope)));
    case 'limit': {
      const skipped = rel.offset ? then(of(rel.input), 'offset', String(rel.offset)) : of(rel.input);
      return rel.count === undefined ? skipped : then(skipped, 'limit', String(rel.count));
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
            ? then(all, 'unionByName', chainText(next, 84), 'allowMissingColumns=True')
            : then(all, 'union', chainText(next, 84)),
        );
    case 'intersect':
      return then(of(rel.left), rel.all ? 'intersectAll' : 'intersect', chainText(of(rel.right), 84));
    case 'except':
      return then(of(rel.left), rel.all ? 'exceptAll' : 'subtract', chainText(of(rel.right), 84));
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
      const long = then(
        then(of(rel.input), 'select', ...columns),
        'unpivot',
        `[${rel.keep.map(columnName).join(', ')}]`,
        `[${rel.columns.map(columnName).join(', ')}]`,
        pyText(rel.nameColumn),
        pyText(rel.valueColumn),
      );
      return rel.keepNulls ? long : then(long, 'filter', `F.col(${columnName(rel.valueColumn)}).isNotNull()`);
    }
    case 'explode': {
      const keep = rel.keep.map(columnName);
      const list = `F.col(${columnName(rel.column)})`;
      const outer = rel.outer ? '_outer' : '';
      if (rel.position === undefined)
        return then(of(rel.input), 'select', ...keep, `F.explode${outer}(${list}).alias(${pyText(rel.as)})`);
      const both = then(
        of(rel.input),
        'select',
        ...keep,
        `F.posexplode${outer}(${list}).alias(${pyText(rel.position)}, ${pyText(rel.as)})`,
      );
      const position = `F.col(${columnName(rel.position)}).cast("bigint").alias(${pyText(rel.position)})`;
      return then(both, 'select', ...keep, columnName(rel.as), position);
    }
    case 'sql':
      return refused('A query', 'it is written for the embedded engine; build the step from other nodes');
  }
};

/** Whether an expression has the port's type on Spark already, so that no cast needs to be written. */
const fits = (expr: Expr, type: DataType, scope: Scope): boolean => {
  const family = familyOf(type);
  if (expr.op === 'cast') return expr.type === type;
  if (expr.op === 'column') return scope.types.get(expr) === type;
  if (expr.op === 'literal' && expr.value === null) return false;
  switch (family) {
    case 'text':
      return type === 'VARCHAR';
    case 'boolean':
    case 'date':
      return true;
    case 'float':
      return type === 'DOUBLE' && expr.op !== 'literal' && expr.op !== 'case';
    case 'timestamp':
      return (
        type === 'TIMESTAMP' &&
        expr.op === 'call' &&
        ['date_trunc', 'strptime', 'try_strptime', 'make_timestamp'].includes(expr.fn)
      );
    case 'integer':
      if (expr.op === 'literal') return type === 'INTEGER' && typeof expr.value === 'number';
      if (expr.op === 'aggregate') return type === 'BIGINT' && ['count_star', 'count'].includes(expr.fn);
      return false;
    default:
      return false;
  }
};

const sums = (expr: Expr): boolean => {
  let found = false;
  eachExpr(expr, e => {
    if ((e.op === 'aggregate' || e.op === 'over') && (e.fn === 'sum' || e.fn === 'count_star')) found = true;
  });
  return found;
};

/** A column as Python with the type of its port. */
const typedColumn = (expr: Expr, name: string, type: DataType | undefined, scope: Scope): string => {
  const x = printOperand(expr, scope);
  // Sums are 128 bits wide on the embedded engine until they reach a port, where both have 64.
  if (type === undefined || (type === 'HUGEINT' && sums(expr)) || fits(expr, type, scope)) return x;
  if (type === '"NULL"' || type === 'NULL') return `${x}.cast("string")`;
  const spark = sparkType(type);
  if (spark === undefined) {
    scope.report(`Column “${name}”`, `it has no type ${type}; cast it`, 'error');
    return x;
  }
  return `${x}.cast(${pyText(spark.ddl)})`;
};

const column = (named: NamedExpr, type: DataType | undefined, scope: Scope): string =>
  named.expr.op === 'column' && named.expr.side === undefined && named.expr.name === named.name
    ? columnName(named.name)
    : `${typedColumn(named.expr, named.name, type, scope)}.alias(${pyText(named.name)})`;

const isPlain = ({ name, expr }: NamedExpr): boolean =>
  expr.op === 'column' && expr.side === undefined && expr.name === name;

const typeIn = (schema: Schema | undefined, i: number): DataType | undefined => schema?.[i]?.type;

const printProject = (
  rel: ProjectRel,
  input: Chain,
  from: Schema | undefined,
  to: Schema | undefined,
  scope: Scope,
): Chain => {
  const { columns } = rel;
  if (from !== undefined) {
    if (columns.length === from.length && columns.every((c, i) => onlyNarrows(c, from[i]))) return input;
    const kept = columns.filter(isPlain);
    const names = new Set(columns.map(c => c.name));
    const gone = from.filter(f => !names.has(f.name));
    const inOrder = from.filter(f => names.has(f.name)).every((f, i) => columns[i]?.name === f.name);
    if (inOrder && kept.length === columns.length)
      return gone.length === 0
        ? input
        : gone.length <= 3 && gone.length < kept.length
          ? then(input, 'drop', ...gone.map(f => plainName(f.name)))
          : then(input, 'select', ...columns.map(c => columnName(c.name)));
    const changed = columns.map((c, i) => ({ c, type: typeIn(to, i) })).filter(({ c }) => !isPlain(c));
    const simple = changed.every(({ c }) => /^[A-Za-z_]\w*$/.test(c.name));
    if (inOrder && gone.length === 0 && simple && changed.length < columns.length) {
      const [only] = changed;
      if (only !== undefined && changed.length === 1)
        return then(
          input,
          'withColumn',
          pyText(only.c.name),
          typedColumn(only.c.expr, only.c.name, only.type, scope),
        );
      const entries = changed.map(
        ({ c, type }) => `${pyText(c.name)}: ${typedColumn(c.expr, c.name, type, scope)}`,
      );
      const lines = entries.map(entry => wrap(entry, width - 20).replaceAll('\n', '\n    '));
      return then(input, 'withColumns', `{\n    ${lines.join(',\n    ')},\n}`);
    }
  }
  return then(input, 'select', ...columns.map((c, i) => column(c, typeIn(to, i), scope)));
};

/** `drop` takes names as they are, not as paths. */
const plainName = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? pyText(name) : `F.col(${columnName(name)})`;

/** Whether a column of a port only narrows a wide sum, which is narrow on Spark already. */
const onlyNarrows = ({ name, expr }: NamedExpr, from: Schema[number] | undefined): boolean =>
  from?.name === name &&
  (isPlain({ name, expr }) ||
    (from.type === 'HUGEINT' &&
      expr.op === 'cast' &&
      expr.type === 'BIGINT' &&
      expr.expr.op === 'column' &&
      expr.expr.name === name));

const printDistinct = (rel: Extract<Rel, { op: 'distinct' }>, input: Chain, scope: Scope): Chain => {
  if (rel.on === undefined) return then(input, 'distinct');
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
  const ranked = then(input, 'withColumn', '"__rank"', `F.row_number().over(${window})`);
  return then(then(ranked, 'filter', 'F.col("__rank") == 1'), 'drop', '"__rank"');
};

const printAggregate = (rel: AggregateRel, input: Chain, schema: Schema | undefined, given: Scope): Chain => {
  const groups = rel.groups.map((g, i) => column(g, typeIn(schema, i), given));
  const scope = { ...given, overAll: rel.groups.length === 0 || rel.sets !== undefined };
  const aggregates = rel.aggregates.map((a, i) => {
    const type = typeIn(schema, rel.groups.length + i);
    return `${typedColumn(a.expr, a.name, type, scope)}.alias(${pyText(a.name)})`;
  });
  if (aggregates.length === 0) return then(then(input, 'select', ...groups), 'distinct');
  if (rel.sets !== undefined) {
    // Grouping sets are spoken of by the columns they group, so these get their names first.
    const sets = rel.sets.map(
      set =>
        `[${set.map(i => printExpr(rel.groups[i]?.expr ?? { op: 'literal', value: null }, scope)).join(', ')}]`,
    );
    const keys = rel.groups.map(g => printExpr(g.expr, scope));
    const grouped = then(then(input, 'groupingSets', `[${sets.join(', ')}]`, ...keys), 'agg', ...aggregates);
    if (rel.groups.every(isPlain)) return grouped;
    scope.report('Grouping sets over expressions', 'compute the columns first and group by them', 'error');
    return grouped;
  }
  return then(then(input, 'groupBy', ...groups), 'agg', ...aggregates);
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
  const other = chainText(then(right, 'alias', '"r"'), 84);
  const base = then(left, 'alias', '"l"');
  const joined =
    rel.how === 'cross'
      ? then(base, 'crossJoin', other)
      : then(
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
  return then(joined, 'select', ...names);
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
  return then(
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

/** Rows written in the pipeline travel as text and are cast, as they are on the embedded engine. */
const printValues = ({ columns, rows }: ValuesRel, tools: RelTools): Chain => {
  const schema = `T.StructType([${columns.map(c => `T.StructField(${pyText(c.name)}, T.StringType())`).join(', ')}])`;
  const cells = rows.map(
    row =>
      `(${row.map(cell => (cell === null ? 'None' : pyText(cell))).join(', ')}${row.length === 1 ? ',' : ''})`,
  );
  const list = `[${cells.length === 0 ? '' : `\n    ${cells.join(',\n    ')},\n`}]`;
  const made: Chain = { base: 'spark', steps: [{ method: 'createDataFrame', args: [list, schema] }] };
  if (columns.every(c => c.type === 'VARCHAR')) return made;
  return then(
    made,
    'select',
    ...columns.map((c, i) => {
      const type = sparkType(c.type);
      if (type === undefined) {
        tools.report(`Column “${c.name}”`, `it has no type ${c.type}`, 'error');
        return columnName(c.name);
      }
      const nested = ['list', 'struct', 'map'].includes(familyOf(c.type));
      if (nested && !rows.every(row => isJson(row[i] ?? null)))
        tools.report(`Column “${c.name}”`, 'lists and structs written by hand must be JSON', 'error');
      if (c.type === 'VARCHAR') return columnName(c.name);
      return nested
        ? `F.from_json(F.concat(F.lit('{"v": '), F.col(${columnName(c.name)}), F.lit("}")), ${pyText(`struct<v:${sparkType(textual(c.type))?.ddl ?? type.ddl}>`)}).getField("v").cast(${pyText(type.ddl)}).alias(${pyText(c.name)})`
        : `F.col(${columnName(c.name)}).cast(${pyText(type.ddl)}).alias(${pyText(c.name)})`;
    }),
  );
};

const printRange = ({ name, start, step, count }: RangeRel): Chain => {
  invariant(Number.isSafeInteger(start + step * count), 'a range stays within safe integers');
  if (step === 0)
    return {
      base: 'spark',
      steps: [
        { method: 'range', args: [String(count)] },
        { method: 'select', args: [`F.lit(${start}).cast("bigint").alias(${pyText(name)})`] },
      ],
    };
  return {
    base: 'spark',
    steps: [
      { method: 'range', args: [String(start), String(start + step * count), String(step)] },
      { method: 'toDF', args: [pyText(name)] },
    ],
  };
};

const isJson = (cell: string | null): boolean => {
  if (cell === null) return true;
  try {
    JSON.parse(cell);
    return true;
  } catch {
    return false;
  }
};
