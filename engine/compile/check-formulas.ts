import type { InputTable } from '../catalogue/node.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { BoundNode } from './bind.ts';
import { binderWords, formulaRel } from './formula-rel.ts';
import type { ResolvedFormula } from './resolve.ts';
import { type Asking, bindRel, type State } from './state.ts';

/** Asks the binder for the types of a node's formulas: all in one question, one by one only to find the culprit. */
export function* checkFormulas(
  node: BoundNode,
  formulas: readonly ResolvedFormula[],
  tables: ReadonlyMap<string, readonly InputTable[]>,
  state: State,
): Asking<boolean> {
  let fits = true;
  for (const [port, list] of tables) {
    const input = list[0];
    const ofPort = formulas.filter(f => f.formula.port === port);
    if (input === undefined || ofPort.length === 0) continue;
    const together = yield* bindRel(formulaRel(input.rel, ofPort), state);
    for (const [i, formula] of ofPort.entries()) {
      const answer =
        'schema' in together ? together : yield* bindRel(formulaRel(input.rel, [formula]), state);
      const text = formula.formula.text;
      const place = { node: node.id, port, param: formula.param };
      if ('problem' in answer) {
        const problem = binderWords(answer.problem);
        state.diagnostics.push(diagnostic('expression-type', { text, problem }, place));
        fits = false;
        continue;
      }
      const type = answer.schema['schema' in together ? i : 0]?.type ?? '';
      if (
        formula.formula.result === 'boolean' &&
        type !== 'BOOLEAN' &&
        type !== '"NULL"' &&
        type !== 'NULL'
      ) {
        state.diagnostics.push(diagnostic('expression-not-boolean', { text, type }, place));
        fits = false;
      }
    }
  }
  return fits;
}
