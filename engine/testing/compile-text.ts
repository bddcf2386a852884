/** Compiles a pipeline written in a test, without a file: nodes and edges in, what is told and the schemas out. */
import type { NodeKind } from '../catalogue/node.ts';
import { catalogueOf } from '../catalogue/node.ts';
import { type Compiled, compile } from '../compile/compile.ts';
import { drive } from '../compile/drive.ts';
import type { Need } from '../compile/needs.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { parameterValues } from '../graph/parameters.ts';
import { parsePipeline } from '../graph/parse.ts';
import { answerWith } from '../run/host.ts';
import { allPermitted } from '../run/paths.ts';
import { secretsFrom } from '../run/secrets.ts';
import type { Session } from '../run/session.ts';
import type { Json } from '../schema/types.ts';
import { given } from './given.ts';

/** `a.out -> b.in`, or ids alone. */
type EdgeText = string;

export const documentOf = (nodes: readonly Json[], edges: readonly EdgeText[]): Json => ({
  format: 'millrace/pipeline',
  version: 1,
  name: 'test',
  nodes: [...nodes],
  edges: edges.map(edge => {
    const [from = '', to = ''] = edge.split('->').map(end => end.trim());
    return { from, to };
  }),
});

/** What came of a document: everything that is told, parsing included, and the plan when there is one. */
export const compiledWith = async (
  session: Session,
  kinds: readonly NodeKind[],
  document: Json,
  saw: (need: Need) => void = () => {},
): Promise<{ readonly diagnostics: readonly Diagnostic[]; readonly compiled?: Compiled }> => {
  const parsed = parsePipeline(new TextEncoder().encode(JSON.stringify(document)));
  if (parsed.document === undefined) return { diagnostics: parsed.diagnostics };
  const { values } = parameterValues(parsed.document, {});
  const host = answerWith({
    session,
    secrets: secretsFrom({}, allPermitted),
    world: () => {
      throw new Error('a test of the compiler reads nothing');
    },
    distinct: async () => [],
  });
  const input = { document: parsed.document, catalogue: catalogueOf([...kinds, given]), values };
  const compiled = await drive(compile(input), need => {
    saw(need);
    return host(need);
  });
  return { diagnostics: [...parsed.diagnostics, ...compiled.diagnostics], compiled };
};
