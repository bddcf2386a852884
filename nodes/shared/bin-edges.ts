/** The meaning of the bin node: edges, known or computed, and the bin that a value lies in. */
import type { InputTable, Lowered, Problem } from '../../engine/catalogue/node.ts';
import { aggregated, anyOf, call, cast, column, isNull, literal } from '../../engine/plan/build.ts';
import type { CaseExpr, Expr, NamedExpr } from '../../engine/plan/expr.ts';
import { freeName, plain } from '../../engine/plan/names.ts';
import type { Rel } from '../../engine/plan/relation.ts';
import { familyOf, fieldNamed } from '../../engine/schema/types.ts';

type BinParams = {
  readonly column: { readonly name: string };
  readonly name?: string | undefined;
  readonly method: 'equal-width' | 'equal-frequency' | 'custom';
  readonly bins: number;
  readonly edges: readonly number[];
  readonly closed: 'left' | 'right';
  readonly output: 'number' | 'label' | 'interval';
  readonly labels: readonly string[];
  readonly outside: 'null' | 'nearest' | 'fail';
};

const double = (expr: Expr): Expr => cast(expr, 'DOUBLE');
const number = (value: number): Expr => double(literal(value));

export const lowerBin = (params: BinParams, { rel, schema }: InputTable, id: string): Lowered => {
  const problem = problemOf(params);
  if (problem !== undefined) return { problems: [problem] };
  const names = schema.map(field => field.name);
  const name = params.name ?? `${params.column.name}_bin`;
  const value = double(column(params.column.name));
  const float = familyOf(fieldNamed(schema, params.column.name)?.type ?? '') === 'float';
  const missing = anyOf([isNull(value), ...(float ? [call('isnan', value)] : [])]);
  const of = (edges: readonly Edge[]): NamedExpr => ({
    name,
    expr: binned(params, value, missing, edges, id),
  });
  if (params.method === 'custom') {
    const edges = params.edges.map((edge): Edge => ({ value: number(edge), text: literal(String(edge)) }));
    return { outputs: { out: { op: 'project', input: rel, columns: [...plain(names), of(edges)] } } };
  }
  const edgeNames: string[] = [];
  for (let i = 0; i <= params.bins; i++) edgeNames.push(freeName('__edge', [...names, ...edgeNames]));
  const joined: Rel = {
    op: 'join',
    how: 'cross',
    left: rel,
    right: edgeRow(params, rel, value, float, edgeNames),
    columns: [...plain(names, 'left'), ...plain(edgeNames, 'right')],
  };
  const edges = edgeNames.map((edge): Edge => ({ value: column(edge), text: cast(column(edge), 'VARCHAR') }));
  return { outputs: { out: { op: 'project', input: joined, columns: [...plain(names), of(edges)] } } };
};

type Edge = { readonly value: Expr; readonly text: Expr };

/** One row with all edges, over the finite values. */
const edgeRow = (
  { method, bins }: BinParams,
  input: Rel,
  value: Expr,
  float: boolean,
  names: readonly string[],
): Rel => {
  const filter = float ? { filter: call('isfinite', value) } : {};
  if (method === 'equal-frequency') {
    const aggregates = names.map((name, i) => ({
      name,
      expr: aggregated('quantile_cont', [value, literal(i / bins)], filter),
    }));
    return { op: 'aggregate', input, groups: [], aggregates };
  }
  const ends: Rel = {
    op: 'aggregate',
    input,
    groups: [],
    aggregates: [
      { name: 'low', expr: aggregated('min', [value], filter) },
      { name: 'high', expr: aggregated('max', [value], filter) },
    ],
  };
  const [low, high] = [column('low'), column('high')];
  const between = (i: number): Expr =>
    call('add', low, call('divide', call('multiply', call('subtract', high, low), number(i)), number(bins)));
  const columns = names.map((name, i) => ({ name, expr: i === 0 ? low : i === bins ? high : between(i) }));
  return { op: 'project', input: ends, columns };
};

/** What the new column holds, by comparing the value with one edge after another: label and number cannot disagree. */
const binned = (
  params: BinParams,
  value: Expr,
  missing: Expr,
  edges: readonly Edge[],
  id: string,
): CaseExpr => {
  const [first, last] = [edges[0], edges.at(-1)];
  const outside = anyOf([
    call('lt', value, first?.value ?? literal(null)),
    call('gt', value, last?.value ?? literal(null)),
  ]);
  const type = params.output === 'number' ? 'INTEGER' : 'VARCHAR';
  const sentence = `Column “${params.column.name}” holds a value outside of the edges: `;
  const beyond: Expr =
    params.outside === 'fail'
      ? { op: 'fail', message: `${id}|edges|${sentence}`, detail: value }
      : literal(null, type);
  const contents = (i: number): Expr => contentsOf(params, edges, i);
  return {
    op: 'case',
    branches: [
      { when: missing, result: literal(null, type) },
      ...(params.outside === 'nearest' ? [] : [{ when: outside, result: beyond }]),
      ...edges.slice(1, -1).map((edge, i) => ({
        when: call(params.closed === 'left' ? 'lt' : 'le', value, edge.value),
        result: contents(i),
      })),
    ],
    otherwise: contents(edges.length - 2),
  };
};

const contentsOf = (params: BinParams, edges: readonly Edge[], i: number): Expr => {
  if (params.output === 'number') return literal(i);
  if (params.output === 'label') return literal(params.labels[i] ?? '');
  const left = params.closed === 'left' || i === 0 ? '[' : '(';
  const right = params.closed === 'right' || i === edges.length - 2 ? ']' : ')';
  const parts = [literal(left), edges[i]?.text, literal(', '), edges[i + 1]?.text, literal(right)];
  return parts.flatMap(part => part ?? []).reduce((text, part) => call('concat_operator', text, part));
};

const problemOf = (params: BinParams): Problem | undefined => {
  const bins = params.method === 'custom' ? params.edges.length - 1 : params.bins;
  if (params.method === 'custom') {
    if (bins < 1)
      return { param: 'edges', message: 'Custom bins need at least two edges, such as 0 and 100. Add them.' };
    const wrong = params.edges.findIndex((edge, i) => i > 0 && edge <= (params.edges[i - 1] ?? edge));
    if (wrong > 0)
      return {
        param: `edges[${wrong}]`,
        message: `The edge ${params.edges[wrong]} does not lie above ${params.edges[wrong - 1]}. Write the edges in ascending order, each once.`,
      };
  }
  if (params.output === 'label' && params.labels.length !== bins)
    return {
      param: 'labels',
      message: `There are ${bins} bins but ${params.labels.length} labels. Give one label per bin.`,
    };
  return undefined;
};
