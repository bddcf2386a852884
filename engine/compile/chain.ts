/** The fitted steps that a table came through, so that a model can repeat them for other rows. */

import type { Expr } from '../plan/expr.ts';
import type { Chain, ChainStep } from '../plan/learning.ts';
import type { Relation } from '../plan/plan.ts';
import { type ApplyRel, inputsOf, type Rel, refsOf, type ScanRel } from '../plan/relation.ts';
import type { Json } from '../schema/types.ts';

type Relations = ReadonlyMap<string, Relation>;

export type ChainFacts = {
  readonly relations: Relations;
  /** Whether a node sets rows apart that must not know of each other. */
  readonly splits: (node: string) => boolean;
};

type StepsRel = ApplyRel & { readonly use: Extract<ApplyRel['use'], { of: 'steps' }> };

const isSteps = (rel: Rel): rel is StepsRel => rel.op === 'apply' && rel.use.of === 'steps';

/** The same columns, of the same meaning: only which rows there are, and in what order, may differ. */
const keepsColumns = (rel: Rel): boolean => {
  if (rel.op === 'filter' || rel.op === 'sort' || rel.op === 'limit' || rel.op === 'distinct') return true;
  return rel.op === 'project' && rel.columns.every(c => c.expr.op === 'column' && c.expr.name === c.name);
};

type Up = {
  readonly name: string;
  readonly step?: StepsRel;
  /** What rows must meet to come through, and whether others are left out besides. */
  readonly conditions: readonly Expr[];
  readonly picks: boolean;
};

/** The relation that a relation takes its columns from, and the fitted step between, if there is one. */
const stepUp = (rel: Rel): Up | undefined => {
  if (rel.op === 'ref') return { name: rel.name, conditions: [], picks: false };
  if (isSteps(rel))
    return rel.input.op === 'ref'
      ? { name: rel.input.name, step: rel, conditions: [], picks: false }
      : undefined;
  const [input] = inputsOf(rel);
  const up = keepsColumns(rel) && input !== undefined ? stepUp(input) : undefined;
  if (up === undefined || rel.op === 'project' || rel.op === 'sort') return up;
  return rel.op === 'filter'
    ? { ...up, conditions: [...up.conditions, rel.condition] }
    : { ...up, picks: true };
};

export const chainOf = (table: string, facts: ChainFacts): Chain => {
  const { relations, splits } = facts;
  const found: { readonly step: ChainStep; readonly input: string }[] = [];
  let name = table;
  // `below` counts the steps that come after: rows that leave above the first step leave before anything is learned.
  const narrowed: { readonly node: string; readonly below: number; readonly condition?: Expr }[] = [];
  for (;;) {
    const relation = relations.get(name);
    // A step above a split has seen all rows, and its rows are what both sides of the split begin with.
    const up = relation === undefined || splits(relation.node) ? undefined : stepUp(relation.rel);
    if (relation === undefined || up === undefined) break;
    const { node } = relation;
    for (const condition of [...up.conditions].reverse())
      narrowed.unshift({ node, below: found.length, condition });
    if (up.picks) narrowed.unshift({ node, below: found.length });
    if (up.step !== undefined) {
      const { fitted, use } = up.step;
      found.unshift({
        step: { node, fitted, spec: use.spec, made: use.made },
        input: up.name,
      });
    }
    name = up.name;
  }
  const [first] = found;
  const base = first?.input ?? table;
  const between = narrowed.filter(n => n.below < found.length);
  return {
    base,
    schema: relations.get(base)?.schema ?? [],
    steps: found.map(f => f.step),
    allRows: between.length === 0,
    filters: between.flatMap(({ below, condition }) =>
      condition === undefined ? [] : [{ after: found.length - below, condition }],
    ),
    picks: between.flatMap(n => (n.condition === undefined ? [n.node] : [])),
    sources: sourcesAbove(table, facts),
    cutOff: stepsAbove(name, facts, false).filter(node => !found.some(f => f.step.node === node)),
  };
};

/** The scans in a relation itself. */
const scansIn = (rel: Rel): readonly ScanRel[] =>
  rel.op === 'scan' ? [rel] : inputsOf(rel).flatMap(scansIn);

/** The last part of a path or address; without what a folder may tell of its owner. */
const sourceName = ({ options }: ScanRel, node: string): string => {
  const given = typeof options === 'object' && options !== null && !Array.isArray(options) ? options : {};
  const { path, table } = given as { readonly [name: string]: Json };
  if (typeof table === 'string') return table;
  return (typeof path === 'string' ? path.split(/[\\/]/).at(-1) : undefined) ?? node;
};

/** A relation and those it rests on, each once; `up` names those of one to go on to, the last of them first. */
function* withAbove(
  name: string,
  { relations }: ChainFacts,
  up: (relation: Relation) => readonly string[],
): Iterable<Relation> {
  const seen = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const relation = relations.get(next);
    if (seen.has(next) || relation === undefined) continue;
    seen.add(next);
    yield relation;
    waiting.push(...up(relation));
  }
}

/** What a relation was read from, each once, in the order of the pipeline. */
const sourcesAbove = (name: string, facts: ChainFacts): readonly string[] => {
  const found = new Set<string>();
  for (const { rel, node } of withAbove(name, facts, r => [...refsOf(r.rel)].reverse()))
    for (const scan of scansIn(rel)) found.add(sourceName(scan, node));
  return [...found];
};

/** Nodes of the fitted steps that a relation rests on; beyond a split only where asked. */
export const stepsAbove = (name: string, facts: ChainFacts, beyondSplits: boolean): readonly string[] => {
  const nodes = new Set<string>();
  const up = ({ rel, node }: Relation) => (beyondSplits || !facts.splits(node) ? [...refsOf(rel)] : []);
  for (const { rel, node } of withAbove(name, facts, up)) if (isSteps(rel)) nodes.add(node);
  return [...nodes].reverse();
};
