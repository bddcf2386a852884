import type { InputTable, LowerContext, Lowered } from '../catalogue/node.ts';
import { invariant } from '../diagnostics/errors.ts';
import type { Rel } from '../plan/relation.ts';
import type { BoundNode } from './bind.ts';
import { chainOf } from './chain.ts';
import type { State } from './state.ts';
import { variantOf } from './variant.ts';

export const refTo = (name: string): Rel => ({ op: 'ref', name });

type DistinctAsked = { rel: Rel; column: string; limit: number };

/** Internal: stops `lower` at a question that only the data answers; it is lowered again with the answer. */
class Unanswered extends Error {
  readonly need: DistinctAsked;
  readonly key: string;
  constructor(need: DistinctAsked, key: string) {
    super('unanswered');
    this.need = need;
    this.key = key;
  }
}

/** Lowers a node, or stops at the first question that only the data answers. */
export const tryLower = (
  node: BoundNode,
  params: unknown,
  tables: ReadonlyMap<string, readonly InputTable[]>,
  answers: ReadonlyMap<string, readonly string[]>,
  state: Pick<State, 'nodes' | 'estimators' | 'models' | 'relations' | 'splits'>,
): { lowered: Lowered } | { need: DistinctAsked; key: string } => {
  /** What each edge of an input stands for. `inputTables` saw that all are known. */
  const wired = <T>(port: string, known: ReadonlyMap<string, T>): readonly T[] =>
    (node.inputs.get(port) ?? []).flatMap(wire => known.get(`${wire.node}.${wire.port}`) ?? []);
  const context: LowerContext<unknown> = {
    params,
    id: node.id,
    input: (port = 'in') => {
      const table = tables.get(port)?.[0];
      invariant(table !== undefined, `the input ${port} of a ${node.kind.kind} node is connected`);
      return table;
    },
    inputs: port => tables.get(port) ?? [],
    estimators: port => wired(port, state.estimators),
    variant: (estimator, settings) => {
      const of = state.nodes.get(estimator.node);
      invariant(of !== undefined, `the estimator ${estimator.node} is a node`);
      return variantOf(of, settings);
    },
    model: port => {
      const [model] = wired(port, state.models);
      invariant(model !== undefined, `the input ${port} of a ${node.kind.kind} node is a model`);
      return model;
    },
    chain: (port = 'in') => {
      const rel = tables.get(port)?.[0]?.rel;
      invariant(rel?.op === 'ref', `the input ${port} of a ${node.kind.kind} node is connected`);
      return chainOf(rel.name, { relations: state.relations, splits: id => state.splits.has(id) });
    },
    local: name => refTo(`${node.id}.~${name}`),
    distinct: need => {
      const key = JSON.stringify(need);
      const values = answers.get(key);
      if (values === undefined) throw new Unanswered(need, key);
      return values;
    },
  };
  try {
    return { lowered: node.kind.lower(context as LowerContext<never>) };
  } catch (thrown) {
    if (thrown instanceof Unanswered) return { need: thrown.need, key: thrown.key };
    throw thrown;
  }
};
