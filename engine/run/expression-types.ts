/** Answers the type questions of a backend that prints: DuckDB's binder over empty tables, nothing is read. */
import type { Plan } from '../plan/plan.ts';
import { refsOf } from '../plan/relation.ts';
import type { Schema } from '../schema/types.ts';
import { type KnownTypes, knownTypes, typeQuestions } from '../spark/asked.ts';
import { bindOver } from './host.ts';
import type { Session } from './session.ts';

/** Types of the columns and expressions of a plan. Expressions that the binder refuses together are asked one by one. */
export const expressionTypes = async (plan: Plan, session: Session): Promise<KnownTypes> => {
  const schemas = new Map(plan.relations.map(r => [r.name, r.schema] as const));
  const questions = typeQuestions(plan);
  const answers: (Schema | undefined)[] = [];
  for (const { rel, exprs } of questions) {
    const inputs = new Map(refsOf(rel).map(name => [name, schemas.get(name) ?? []] as const));
    const answer = await bindOver({ rel, inputs }, session);
    if ('schema' in answer) {
      answers.push(answer.schema);
      continue;
    }
    if (exprs === undefined || (rel.op !== 'project' && rel.op !== 'aggregate' && rel.op !== 'join')) {
      answers.push(undefined);
      continue;
    }
    const one: { name: string; type: string }[] = [];
    for (const [i, expr] of exprs.entries()) {
      const column = [{ name: `c${i}`, expr }];
      const alone = await bindOver(
        {
          rel: rel.op === 'aggregate' ? { ...rel, aggregates: column } : { ...rel, columns: column },
          inputs,
        },
        session,
      );
      one.push({ name: `c${i}`, type: ('schema' in alone && alone.schema[0]?.type) || '"NULL"' });
    }
    answers.push(one);
  }
  return knownTypes(questions, answers);
};
