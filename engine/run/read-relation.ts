/** Rows of one relation outside a run: for previews, and for settings that the data itself completes. */
import type { Need } from '../compile/needs.ts';
import type { World } from '../connectors/contract.ts';
import { ident } from '../connectors/quote.ts';
import type { Relation } from '../plan/plan.ts';
import { isNestedType } from '../schema/nested.ts';
import type { Schema } from '../schema/types.ts';
import type { CachePlan } from './cache.ts';
import { fuse } from './fuse.ts';
import { type Learning, learn, lessonsOver, settle } from './learn.ts';
import { preparedSteps } from './prepare.ts';
import type { Session } from './session.ts';
import { loadTable } from './stage.ts';
import { planSteps } from './steps.ts';

/**
 * The query of a relation, after the sources that must be loaded and the relations read twice are tables. `reuse` reads
 * back what earlier runs kept; `learning` hears what fits say, and ends them.
 */
export const queryFor = async (
  target: Relation,
  relations: readonly Relation[],
  session: Session,
  world: (node: string) => World,
  reuse?: Pick<CachePlan, 'cached' | 'prepare'>,
  learning?: Pick<Learning, 'warn' | 'signal' | 'memory'>,
): Promise<string> => {
  const all = relations.some(r => r.name === target.name) ? relations : [...relations, target];
  const planned = planSteps(
    { relations: all, sinks: [], assertions: [] },
    { to: [target.name], sinks: [], ...(reuse !== undefined && { cached: reuse.cached }) },
  );
  const tables = new Set<string>();
  await reuse?.prepare(tables, new Map());
  const steps = await preparedSteps(planned, tables, world);
  const lessons = lessonsOver(steps.relations);
  const sqlOf = async (relation: Relation): Promise<string> => {
    await settle(relation.name, lessons, tables, session);
    return fuse(lessons.relations.get(relation.name) ?? relation, lessons.relations, tables).sql;
  };
  for (const step of steps.steps) {
    const { name, node } = step.relation;
    if (step.step === 'load') await loadTable(step.relation, session, world(node));
    else if (step.step === 'learn') await learn(step.relation, { ...learning, session, planned: all });
    else if (step.step !== 'keep' || name === target.name) continue;
    else await session.makeTable(name, await sqlOf(step.relation));
    tables.add(name);
  }
  return tables.has(target.name) ? `SELECT * FROM ${ident(target.name)}` : sqlOf(target);
};

/** The relation that a question for distinct values is about. */
export const needRelation = (need: Extract<Need, { need: 'distinct' }>): Relation => ({
  name: `${need.node}.~distinct`,
  node: need.node,
  port: '~distinct',
  rel: need.relation,
  schema: [],
});

/** Node and port of a relation, by its name. */
export const placeOf = (name: string): { readonly node: string; readonly port: string } => {
  const dot = name.indexOf('.');
  return { node: name.slice(0, dot), port: name.slice(dot + 1) };
};

/** The columns of a SELECT that turns lists, structs and maps into JSON text. */
export const jsonColumns = (schema: Schema): string =>
  schema
    .map(({ name, type }) => (isNestedType(type) ? `to_json(${ident(name)}) AS ${ident(name)}` : ident(name)))
    .join(', ');
