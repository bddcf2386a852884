/** What one compilation knows so far, and how it asks for more. */
import type { Lowered } from '../catalogue/node.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { invariant } from '../diagnostics/errors.ts';
import type { Expr } from '../plan/expr.ts';
import type { EstimatorSpec, ModelFacts } from '../plan/learning.ts';
import type { Assertion, Measure, Relation, Sink } from '../plan/plan.ts';
import { type Rel, refsOf, type ScanRel } from '../plan/relation.ts';
import type { Schema } from '../schema/types.ts';
import type { BoundNode } from './bind.ts';
import type { FormulaType } from './known-schema.ts';
import type { Answer, BindAnswer, Need, SourceAnswer } from './needs.ts';
import type { Parsed } from './tree.ts';

/** What is known of a source after it was looked at. */
export type SourceFacts = { readonly node: string } & Extract<SourceAnswer, { columns: Schema }>;

export type Asking<T> = Generator<Need, T, Answer>;

/** Asks the host one thing. */
export function* ask<K extends Need['need']>(
  need: Extract<Need, { need: K }>,
): Asking<Extract<Answer, { need: K }>> {
  const answer = yield need;
  invariant(answer.need === need.need, `a host answers a ${need.need} need with a ${need.need} answer`);
  return answer as Extract<Answer, { need: K }>;
}

/** State of one compilation. */
export type State = {
  readonly diagnostics: Diagnostic[];
  readonly relations: Map<string, Relation>;
  readonly sinks: Sink[];
  readonly assertions: Assertion[];
  readonly measures: Measure[];
  readonly sources: SourceFacts[];
  readonly titles: ReadonlyMap<string, string>;
  readonly syntax: ReadonlyMap<string, Parsed>;
  /** Lowered sources, looked at before everything else and together. */
  readonly lowered: Map<string, Lowered>;
  readonly described: Map<ScanRel, ScanRel | undefined>;
  /** Nodes by their id. */
  readonly nodes: ReadonlyMap<string, BoundNode>;
  /** What estimator and model ports stand for, by `node.port`. */
  readonly estimators: Map<string, EstimatorSpec>;
  readonly models: Map<string, ModelFacts>;
  /** Nodes that set rows apart which must not know of each other. */
  readonly splits: ReadonlySet<string>;
  /** Types of formulas that the binder has seen. */
  readonly formulaTypes: Map<Expr, FormulaType>;
};

/** The columns of a relation over relations that are known. */
export function* bindRel(rel: Rel, state: State): Asking<BindAnswer> {
  const inputs = new Map<string, Schema>();
  for (const name of refsOf(rel)) {
    const relation = state.relations.get(name);
    if (relation === undefined) return { problem: `its input “${name}” is not known` };
    inputs.set(name, relation.schema);
  }
  return (yield* ask({ need: 'bind', request: { rel, inputs } })).answer;
}
