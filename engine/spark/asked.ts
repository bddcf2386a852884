/**
 * What the Spark printer must know of a plan before it prints: the data types of expressions, since the engines differ
 * by type (a cast of a fraction to an integer, a division, a date plus a number). DuckDB's binder tells them, so there
 * is no second type checker. Pure: the questions are relations whose columns' types are wanted.
 */
import { type Expr, eachExpr, type NamedExpr, parts } from '../plan/expr.ts';
import type { Plan } from '../plan/plan.ts';
import { eachRel, inputsOf, type Rel } from '../plan/relation.ts';
import type { DataType, Schema } from '../schema/types.ts';

/** The columns of `rel` are wanted. For `exprs`, column n of the answer is the type of the nth. */
type TypeQuestion = { readonly of: Rel; readonly rel: Rel; readonly exprs?: readonly Expr[] };

/** What is known of one relation: its own columns, and the types of the expressions in it. */
export type Known = { readonly schema?: Schema; readonly types: ReadonlyMap<Expr, DataType> };

export type KnownTypes = ReadonlyMap<Rel, Known>;

/** The expressions that stand in a relation itself, not in those below it. */
const exprsOf = (rel: Rel): readonly Expr[] => {
  const named = (list: readonly NamedExpr[]) => list.map(n => n.expr);
  switch (rel.op) {
    case 'project':
      return named(rel.columns);
    case 'filter':
      return [rel.condition];
    case 'sort':
      return rel.keys.map(k => k.expr);
    case 'distinct':
      return [...(rel.on ?? []), ...(rel.order ?? []).map(k => k.expr)];
    case 'aggregate':
      return [...named(rel.groups), ...named(rel.aggregates)];
    case 'join':
      return [...(rel.condition ? [rel.condition] : []), ...named(rel.columns)];
    case 'ref':
    case 'scan':
    case 'rejects':
    case 'values':
    case 'range':
    case 'limit':
    case 'union':
    case 'intersect':
    case 'except':
    case 'unpivot':
    case 'explode':
    case 'sql':
    case 'computed':
    case 'apply':
      return [];
  }
};

const aggregated = (expr: Expr): boolean => {
  let found = false;
  eachExpr(expr, e => {
    if (e.op === 'aggregate') found = true;
  });
  return found;
};

/** Expressions with a type of their own: lambdas have none, and neither has what stands in them. */
const typed = (roots: readonly Expr[]): readonly Expr[] => {
  const found = new Set<Expr>();
  const walk = (e: Expr): void => {
    if (e.op === 'lambda' || found.has(e)) return;
    if (e.op !== 'fail') found.add(e);
    for (const part of parts(e)) walk(part);
  };
  for (const root of roots) walk(root);
  return [...found];
};

const columnsFor = (exprs: readonly Expr[]): readonly NamedExpr[] =>
  exprs.map((expr, i) => ({ name: `c${i}`, expr }));

const questionsOf = (rel: Rel): readonly TypeQuestion[] => {
  const own: TypeQuestion = { of: rel, rel };
  const exprs = typed(exprsOf(rel));
  if (exprs.length === 0) return [own];
  if (rel.op === 'join')
    return [
      own,
      {
        of: rel,
        rel: { ...rel, how: rel.how === 'cross' ? 'cross' : 'inner', columns: columnsFor(exprs) },
        exprs,
      },
    ];
  const [input] = inputsOf(rel);
  if (input === undefined) return [own];
  const rows = exprs.filter(e => !aggregated(e));
  const groups = exprs.filter(aggregated);
  const questions: TypeQuestion[] = [own];
  if (rows.length > 0)
    questions.push({ of: rel, rel: { op: 'project', input, columns: columnsFor(rows) }, exprs: rows });
  if (groups.length > 0 && rel.op === 'aggregate')
    questions.push({ of: rel, rel: { ...rel, groups: [], aggregates: columnsFor(groups) }, exprs: groups });
  return questions;
};

/** Every question about a plan, sources first. */
export const typeQuestions = (plan: Plan): readonly TypeQuestion[] => {
  const questions: TypeQuestion[] = [];
  for (const relation of plan.relations) eachRel(relation.rel, rel => questions.push(...questionsOf(rel)));
  return questions;
};

/** The answers by relation. An answer is absent where the binder refused the question. */
export const knownTypes = (
  questions: readonly TypeQuestion[],
  answers: readonly (Schema | undefined)[],
): KnownTypes => {
  const known = new Map<Rel, { schema?: Schema; types: Map<Expr, DataType> }>();
  questions.forEach((question, i) => {
    const entry: { schema?: Schema; types: Map<Expr, DataType> } = known.get(question.of) ?? {
      types: new Map(),
    };
    known.set(question.of, entry);
    const answer = answers[i];
    if (answer === undefined) return;
    if (question.exprs === undefined) entry.schema = answer;
    else
      question.exprs.forEach((expr, n) => {
        const type = answer[n]?.type;
        if (type !== undefined) entry.types.set(expr, type);
      });
  });
  return known;
};
