/** Warnings about rows that know what they should not: a test is only worth something where it is new to the model. */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { ModelFacts } from '../plan/learning.ts';
import type { Relation } from '../plan/plan.ts';
import { type Rel, refsOf } from '../plan/relation.ts';
import { type ChainFacts, stepsAbove } from './chain.ts';

export const leaks = (
  facts: ChainFacts,
  models: ReadonlyMap<string, ModelFacts>,
  titles: ReadonlyMap<string, string>,
): readonly Diagnostic[] => {
  const title = (node: string): string => titles.get(node) ?? node;
  const found = new Map<string, Diagnostic>();
  const learners = new Set(
    [...facts.relations.values()].flatMap(({ node, rel }) =>
      rel.op === 'apply' && rel.use.of === 'steps' && rel.use.learns !== false ? [node] : [],
    ),
  );
  for (const { node, rel } of facts.relations.values()) {
    if (facts.splits(node))
      for (const step of refsOf(rel).flatMap(name => stepsAbove(name, facts, true)))
        if (learners.has(step))
          found.set(
            `split ${step}`,
            diagnostic('fitted-before-split', { split: title(node) }, { node: step }, 'warning'),
          );
    const applied = appliedTo(node, rel);
    if (applied === undefined) continue;
    const steps = [...models.values()].find(m => m.fitted === applied.fitted)?.steps ?? [];
    const twice = repeated(applied.rows, steps, facts.relations);
    if (twice.length > 0)
      found.set(
        `twice ${node}`,
        diagnostic('applied-twice', { steps: twice.map(title) }, { node, port: applied.port }, 'warning'),
      );
  }
  return [...found.values()];
};

type Applied = { readonly fitted: string; readonly rows: Rel; readonly port: string };

/** A model and the rows that it is said of: to predict, or to be measured by them. */
const appliedTo = (node: string, rel: Rel): Applied | undefined => {
  if (rel.op === 'apply' && rel.use.of === 'model')
    return { fitted: rel.fitted, rows: rel.input, port: 'in' };
  if (rel.op !== 'computed' || rel.compute !== 'measured-model') return undefined;
  const [, rows] = rel.inputs;
  return rows === undefined ? undefined : { fitted: `${node}.~fitted`, rows, port: 'test' };
};

/** Steps of a model that the rows given to it came through already. */
const repeated = (
  input: Rel,
  steps: ModelFacts['steps'],
  relations: ReadonlyMap<string, Relation>,
): readonly string[] => {
  const own = new Map(steps.map(s => [s.fitted, s.node] as const));
  const nodes = new Set<string>();
  const seen = new Set<string>();
  const waiting = [...refsOf(input)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const rel = relations.get(name)?.rel;
    if (seen.has(name) || rel === undefined) continue;
    seen.add(name);
    const node = rel.op === 'apply' ? own.get(rel.fitted) : undefined;
    if (node !== undefined) nodes.add(node);
    waiting.push(...(rel.op === 'apply' ? refsOf(rel.input) : refsOf(rel)));
  }
  return [...nodes];
};
