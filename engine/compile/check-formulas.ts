import type { InputTable } from '../catalogue/node.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { BoundNode } from './bind.ts';
import { binderWords, formulaRel } from './formula-rel.ts';
import type { BindAnswer } from './needs.ts';
import type { ResolvedFormula } from './resolve.ts';
import { type Asking, bindRel, type State } from './state.ts';

const chained = (formula: ResolvedFormula): boolean => formula.earlier !== undefined;

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
    const first = ofPort.filter(f => !chained(f));
    const together: BindAnswer =
      first.length === 0 ? { schema: [] } : yield* bindRel(formulaRel(input, first), state);
    const positions = new Map(first.map((f, i) => [f, i]));
    for (const formula of ofPort) {
      const at = 'schema' in together ? positions.get(formula) : undefined;
      // One of the columns it sees is wrong already; what it would say of this one is no help.
      if (chained(formula) && !fits) continue;
      const answer = at !== undefined ? together : yield* bindRel(formulaRel(input, [formula]), state);
      const text = formula.formula.text;
      const place = { node: node.id, port, param: formula.param };
      if ('problem' in answer) {
        const problem = binderWords(answer.problem);
        state.diagnostics.push(diagnostic('expression-type', { text, problem }, place));
        fits = false;
        continue;
      }
      const type = answer.schema[at ?? 0]?.type ?? '';
      if (!chained(formula) && formula.formula.allow === 'scalar')
        state.formulaTypes.set(formula.expr, { type, schema: input.schema });
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
