import type { PipelineDocument } from '../graph/document.ts';
import type { Plan } from '../plan/plan.ts';
import { type Program, printProgram } from '../spark/program.ts';
import { expressionTypes } from './expression-types.ts';
import { openSession } from './session.ts';

/** The PySpark program of a compiled pipeline, with what of it Spark cannot do. Reads and writes nothing. */
export const pysparkOf = async (document: PipelineDocument, plan: Plan): Promise<Program> => {
  const session = await openSession({ folders: [], files: [] });
  try {
    return printProgram({
      name: document.name,
      plan,
      known: await expressionTypes(plan, session),
      notes: new Map(document.nodes.map(n => [n.id, n.title ?? `${n.kind} ${n.id}`] as const)),
      pathParameters: pathParameters(document),
    });
  } finally {
    await session.close();
  }
};

/** Nodes whose path is one parameter and nothing else: these become arguments of the program. */
const pathParameters = (document: PipelineDocument): ReadonlyMap<string, string> =>
  new Map(
    document.nodes.flatMap(n => {
      const path: unknown = n.params.path;
      const name = typeof path === 'string' ? /^\$\{([A-Za-z_]\w*)\}$/.exec(path)?.[1] : undefined;
      return name === undefined ? [] : [[n.id, name] as const];
    }),
  );
