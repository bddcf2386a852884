/** Params with every formula, column, type and query checked and replaced by what it means. */
import { type Formula, isFormula, isPicked, isQueryText, isTypeText } from '../catalogue/params.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { columnsOf, type Expr, eachExpr, type NamedExpr, type PickedColumn } from '../plan/expr.ts';
import { nearest } from '../schema/nearest.ts';
import { familyOf, fieldNamed, type Schema, type TypeFamily } from '../schema/types.ts';
import { pathText } from './params.ts';
import { queryProblems } from './query.ts';
import { formulaSql } from './refusal.ts';
import { type TextRange, withoutEnd } from './sql-text.ts';
import { columnPlaces, failed, formulaExpr } from './syntax.ts';
import { nodeAt, nodesAt, type Parsed, textAt, typeFromTree } from './tree.ts';

/** What is known at an input port while settings are resolved. */
export type PortScope = { readonly title: string; readonly schema: Schema };

/** Everything in params that stands for something else, with where it is. */
type Found =
  | { readonly what: 'formula'; readonly value: Formula; readonly path: readonly PropertyKey[] }
  | { readonly what: 'picked'; readonly value: PickedColumn; readonly path: readonly PropertyKey[] }
  | {
      readonly what: 'type' | 'query';
      readonly value: { readonly text: string };
      readonly path: readonly PropertyKey[];
    };

/** A formula with its tree, kept to ask for its type later. */
export type ResolvedFormula = {
  readonly param: string;
  readonly formula: Formula;
  readonly expr: Expr;
  /** Columns made before it in the same list, when it sees them. */
  readonly earlier?: readonly NamedExpr[];
};

type Resolved = {
  readonly params: unknown;
  readonly formulas: readonly ResolvedFormula[];
  readonly diagnostics: readonly Diagnostic[];
  /** False when a part that cannot be left out is wrong. */
  readonly usable: boolean;
};

const typeSql = (text: string): string => `SELECT CAST(NULL AS ${text})`;

const found = (params: unknown): readonly Found[] => {
  const all: Found[] = [];
  const walk = (value: unknown, path: readonly PropertyKey[]): void => {
    if (isFormula(value)) all.push({ what: 'formula', value, path });
    else if (isPicked(value)) all.push({ what: 'picked', value, path });
    else if (isTypeText(value)) all.push({ what: 'type', value, path });
    else if (isQueryText(value)) all.push({ what: 'query', value, path });
    else if (Array.isArray(value))
      value.forEach((item, i) => {
        walk(item, [...path, i]);
      });
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
  };
  walk(params, []);
  return all;
};

/** The SQL texts whose syntax trees `resolve` will want. */
export const textsOf = (params: unknown): readonly string[] =>
  found(params).flatMap(f =>
    f.what === 'formula'
      ? [formulaSql(f.value.text)]
      : f.what === 'type'
        ? [typeSql(f.value.text)]
        : f.what === 'query'
          ? [withoutEnd(f.value.text)]
          : [],
  );

const familyWords = (types: readonly TypeFamily[]): string =>
  types.length === 3 && types.includes('integer') && types.includes('float')
    ? 'a numeric column'
    : `a column of type ${types.join(' or ')}`;

const unknownColumn = (name: string, scope: PortScope): Diagnostic =>
  diagnostic('unknown-column', {
    column: name,
    table: scope.title,
    columns: scope.schema.map(f => f.name),
    near:
      nearest(
        name,
        scope.schema.map(f => f.name),
      ) ?? null,
  });

/**
 * Resolves params against the schemas at the ports. A wrong item of a list is left out and a wrong formula becomes
 * null, so that what lies below can still be checked; the diagnostics say what is wrong.
 */
export const resolve = (
  node: string,
  params: unknown,
  ports: ReadonlyMap<string, PortScope>,
  syntax: ReadonlyMap<string, Parsed>,
  queryInputs: readonly string[],
): Resolved => {
  const diagnostics: Diagnostic[] = [];
  const formulas: ResolvedFormula[] = [];
  const replaced = new Map<string, unknown>();
  const dropped = new Set<string>();
  let usable = true;
  const key = (path: readonly PropertyKey[]) => JSON.stringify(path);
  const parse = (sql: string): Parsed => syntax.get(sql) ?? { ok: false, problem: 'it was not parsed' };

  for (const item of found(params)) {
    const param = pathText(item.path);
    const report = (d: Omit<Diagnostic, 'severity'>) => {
      diagnostics.push({ ...d, severity: 'error', node, param });
    };
    if (item.what === 'picked') {
      const scope = ports.get(item.value.port);
      if (scope === undefined) continue;
      const field = fieldNamed(scope.schema, item.value.name);
      if (field === undefined) {
        report({ ...unknownColumn(item.value.name, scope), port: item.value.port });
        if (typeof item.path.at(-1) === 'number') dropped.add(key(item.path));
        else usable = false;
        continue;
      }
      const types = item.value.types;
      const family = familyOf(field.type);
      if (types !== undefined && family !== 'unknown' && !types.includes(family)) {
        const near = scope.schema.filter(f => types.includes(familyOf(f.type))).map(f => f.name);
        const data = { column: field.name, type: field.type, expected: familyWords(types), near };
        report({ ...diagnostic('wrong-column-type', data), port: item.value.port });
        if (typeof item.path.at(-1) === 'number') dropped.add(key(item.path));
        else usable = false;
        continue;
      }
      replaced.set(key(item.path), { op: 'column', name: field.name } satisfies Expr);
    } else if (item.what === 'formula') {
      const expr = formulaExpr(item.value.text, parse(formulaSql(item.value.text)));
      const earlier = item.value.seesEarlier ? earlierColumns(params, item.path, replaced) : [];
      const scope = withEarlier(ports.get(item.value.port), earlier);
      if (failed(expr)) {
        report(expr.failure);
        replaced.set(key(item.path), { op: 'literal', value: null } satisfies Expr);
        continue;
      }
      const places = columnPlaces(item.value.text, parse(formulaSql(item.value.text)));
      const problems = scope === undefined ? [] : formulaProblems(item.value, expr, scope, places);
      for (const problem of problems) report({ ...problem, port: item.value.port });
      if (problems.length === 0)
        formulas.push({ param, formula: item.value, expr, ...(earlier.length > 0 && { earlier }) });
      replaced.set(
        key(item.path),
        problems.length === 0 ? expr : ({ op: 'literal', value: null } satisfies Expr),
      );
    } else if (item.what === 'type') {
      const type = readType(item.value.text, parse(typeSql(item.value.text)));
      if (type === undefined) {
        const near = nearest(item.value.text, commonTypes) ?? null;
        report(diagnostic('bad-type', { type: item.value.text, near }));
        usable = false;
      } else replaced.set(key(item.path), type);
    } else {
      // What is checked is what runs: the query without the semicolon at its end.
      const query = withoutEnd(item.value.text);
      for (const problem of queryProblems(query, parse(query), queryInputs)) {
        report(problem);
        usable = false;
      }
      replaced.set(key(item.path), query);
    }
  }
  return { params: rebuilt(params, [], replaced, dropped), formulas, diagnostics, usable };
};

/** The columns that stand before a formula in its list of groups, as `name` and meaning. */
const earlierColumns = (
  params: unknown,
  path: readonly PropertyKey[],
  replaced: ReadonlyMap<string, unknown>,
): readonly NamedExpr[] => {
  const [list, index, setting] = [path.slice(0, -2), path.at(-2), path.at(-1)];
  const groups = list.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], params);
  if (!Array.isArray(groups) || typeof index !== 'number' || setting === undefined) return [];
  return groups.slice(0, index).flatMap((group: { readonly name?: unknown }, i) => {
    const expr = replaced.get(JSON.stringify([...list, i, setting]));
    return typeof group.name === 'string' && expr !== undefined
      ? [{ name: group.name, expr: expr as Expr }]
      : [];
  });
};

const withEarlier = (scope: PortScope | undefined, earlier: readonly NamedExpr[]): PortScope | undefined =>
  scope === undefined || earlier.length === 0
    ? scope
    : {
        ...scope,
        schema: [
          ...scope.schema,
          ...earlier
            .filter((e, i) => earlier.findIndex(o => o.name === e.name) === i)
            .filter(e => fieldNamed(scope.schema, e.name) === undefined)
            .map(e => ({ name: e.name, type: '' })),
        ],
      };

const commonTypes = [
  'BIGINT',
  'INTEGER',
  'DOUBLE',
  'DECIMAL',
  'VARCHAR',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
  'TIME',
  'FLOAT',
  'SMALLINT',
];

const formulaProblems = (
  formula: Formula,
  expr: Expr,
  scope: PortScope,
  places: ReadonlyMap<string, TextRange>,
): readonly Diagnostic[] => {
  const problems: Diagnostic[] = columnsOf(expr)
    .filter(column => fieldNamed(scope.schema, column.name) === undefined)
    .map(column => ({ ...unknownColumn(column.name, scope), ...places.get(column.name) }));
  let aggregates = false;
  eachExpr(expr, e => {
    if (e.op === 'aggregate') aggregates = true;
  });
  if (formula.allow === 'scalar' && aggregates) {
    const hint = 'Use an aggregate node, or a window such as sum(amount) over (partition by country).';
    problems.push(
      diagnostic('expression-refused', { text: formula.text, found: 'an aggregate function', hint }),
    );
  }
  return problems;
};

const readType = (text: string, parsed: Parsed): string | undefined => {
  const select = parsed.ok && parsed.statements.length === 1 ? parsed.statements[0] : undefined;
  if (select === undefined || textAt(nodeAt(select, 'from_table') ?? {}, 'type') !== 'EMPTY')
    return undefined;
  const items = nodesAt(select, 'select_list');
  const cast = items[0];
  if (
    items.length !== 1 ||
    cast === undefined ||
    textAt(cast, 'class') !== 'CAST' ||
    textAt(cast, 'alias') !== ''
  )
    return undefined;
  if (textAt(nodeAt(cast, 'child') ?? {}, 'class') !== 'CONSTANT') return undefined;
  const type = typeFromTree(nodeAt(cast, 'cast_type') ?? {});
  if ('type' in type) return type.type === 'NULL' ? undefined : type.type;
  return type.unknown.toLowerCase() === 'json' && text.trim().toLowerCase() === 'json' ? 'JSON' : undefined;
};

const rebuilt = (
  value: unknown,
  path: readonly PropertyKey[],
  replaced: ReadonlyMap<string, unknown>,
  dropped: ReadonlySet<string>,
): unknown => {
  const key = JSON.stringify(path);
  if (replaced.has(key)) return replaced.get(key);
  if (Array.isArray(value))
    return value
      .map((item, i) => ({ item, path: [...path, i] }))
      .filter(entry => !dropped.has(JSON.stringify(entry.path)))
      .map(entry => rebuilt(entry.item, entry.path, replaced, dropped));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, rebuilt(item, [...path, name], replaced, dropped)]),
    );
  return value;
};
