/** From a plan to the statements that carry it out: what is fused, what is kept once for several readers. */
import { sinkConnectors, sourceConnectors } from '../connectors/index.ts';
import { invariant } from '../diagnostics/errors.ts';
import type { Plan, Relation, Sink } from '../plan/plan.ts';
import { eachRel, type Rel, refsOf, type ScanRel } from '../plan/relation.ts';
import { deepCuts } from './cuts.ts';
import { readAgain } from './repeated-reads.ts';

export type Step =
  /** Rows of a source that DuckDB cannot read itself, brought into a table. */
  | { readonly step: 'load'; readonly relation: Relation; readonly scan: ScanRel }
  /** What a function of ours makes of tables. */
  | { readonly step: 'learn'; readonly relation: Relation }
  /** A relation with several readers, computed once. */
  | { readonly step: 'keep'; readonly relation: Relation }
  | {
      readonly step: 'check';
      readonly relation: Relation;
      readonly node: string;
      readonly severity: 'error' | 'warning';
    }
  | { readonly step: 'sink'; readonly relation: Relation; readonly sink: Sink };

export type Steps = {
  readonly steps: readonly Step[];
  /** Every relation that the steps rest on, by name, in dependency order. */
  readonly relations: ReadonlyMap<string, Relation>;
  /** Relations that become tables. */
  readonly kept: ReadonlySet<string>;
};

/** The scan of a source that is loaded through Node, if the relation is one. */
const loadedScan = (rel: Rel): ScanRel | undefined =>
  rel.op === 'scan' && sourceConnectors.get(rel.connector)?.reads === 'rows' ? rel : undefined;

/** Cheap to compute again for a second reader, and better for it: the reader's filters reach the file. */
const cheap = (rel: Rel): boolean =>
  rel.op === 'ref' ||
  rel.op === 'values' ||
  rel.op === 'range' ||
  (rel.op === 'scan' && rel.connector === 'parquet');

export const planSteps = (
  plan: Plan,
  options: {
    readonly to?: readonly string[];
    readonly sinks: readonly Sink[];
    readonly cached?: ReadonlySet<string>;
    readonly keep?: ReadonlySet<string>;
  },
): Steps => {
  const byName = new Map(plan.relations.map(r => [r.name, r] as const));
  const { sinks } = options;
  const assertions = plan.assertions;
  const roots = [...sinks.map(s => s.input), ...assertions.map(a => a.input), ...(options.to ?? [])];
  const uses = new Map<string, number>();
  const waiting = [...new Set(roots)];
  for (const root of roots) uses.set(root, (uses.get(root) ?? 0) + 1);
  const seen = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const relation = byName.get(name);
    invariant(relation !== undefined, `the relation ${name} is in the plan`);
    // What is cached is read back; nothing below it is needed for it.
    if (options.cached?.has(name)) continue;
    for (const ref of [...refsOf(relation.rel), ...readAgain(relation.rel)]) {
      uses.set(ref, (uses.get(ref) ?? 0) + 1);
      waiting.push(ref);
    }
  }
  const relations = new Map(plan.relations.filter(r => seen.has(r.name)).map(r => [r.name, r] as const));
  const kept = new Set<string>();
  for (const relation of relations.values()) {
    if (options.cached?.has(relation.name)) continue;
    // It reads its rows several times, in the same order each time: both it and they are tables.
    if (relation.rel.op === 'computed')
      for (const name of [relation.name, ...refsOf(relation.rel)])
        if (!options.cached?.has(name)) kept.add(name);
    let rejects = false;
    eachRel(relation.rel, r => {
      if (r.op === 'scan' && r.rejects !== undefined && relations.has(r.rejects)) rejects = true;
    });
    const many = (uses.get(relation.name) ?? 0) > 1 && !cheap(relation.rel);
    if (
      many ||
      rejects ||
      loadedScan(relation.rel) !== undefined ||
      options.to?.includes(relation.name) ||
      options.keep?.has(relation.name)
    )
      kept.add(relation.name);
  }
  const isTable = (name: string) => kept.has(name) || options.cached?.has(name) === true;
  for (const name of deepCuts(relations.values(), isTable)) kept.add(name);
  const steps: Step[] = [];
  for (const relation of relations.values()) {
    if (!kept.has(relation.name)) continue;
    const scan = loadedScan(relation.rel);
    if (relation.rel.op === 'computed') steps.push({ step: 'learn', relation });
    else steps.push(scan === undefined ? { step: 'keep', relation } : { step: 'load', relation, scan });
  }
  for (const { input, node, severity } of assertions) {
    const relation = byName.get(input);
    if (relation !== undefined) steps.push({ step: 'check', relation, node, severity });
  }
  // Sinks that commit by themselves come last, so that little can still go wrong after them.
  const order = (sink: Sink) => (sinkConnectors.get(sink.connector)?.writes === 'rows' ? 1 : 0);
  for (const sink of [...sinks].sort((a, b) => order(a) - order(b))) {
    const relation = byName.get(sink.input);
    invariant(relation !== undefined, `the relation ${sink.input} is in the plan`);
    steps.push({ step: 'sink', relation, sink });
  }
  return { steps, relations, kept };
};

/** Whether rows that must be counted flow into a join, where the engine's join filters would thin them out first. */
export const countsBelowJoin = ({ relations, kept }: Steps): boolean => {
  const counted = (name: string): boolean => {
    const relation = relations.get(name);
    if (relation === undefined || kept.has(name)) return false;
    const { rel } = relation;
    if (rel.op === 'scan') return rel.connector !== 'parquet';
    if (rel.op === 'values' || rel.op === 'range') return false;
    if (rel.op === 'ref' || rel.op === 'project' || rel.op === 'sort') return refsOf(rel).some(counted);
    return true;
  };
  return [...relations.values()].some(({ rel }) => rel.op === 'join' && refsOf(rel).some(counted));
};
