import type { InputTable } from '../catalogue/node.ts';
import { typeProblem } from '../diagnostics/engine-words.ts';
import { withColumnsInTurn } from '../plan/chain.ts';
import type { Rel } from '../plan/relation.ts';
import type { ResolvedFormula } from './resolve.ts';
import { parserWords } from './syntax.ts';

/** A relation whose columns are the values of formulas, to ask the binder for their types. */
export const formulaRel = ({ rel, schema }: InputTable, formulas: readonly ResolvedFormula[]): Rel => {
  const columns = formulas.map((f, i) => ({ name: `f${i}`, expr: f.expr }));
  // Formulas that see earlier columns are asked for one at a time.
  const earlier = formulas[0]?.earlier ?? [];
  const input = withColumnsInTurn({ rel, names: schema.map(f => f.name) }, earlier).rel;
  return formulas.some(f => f.formula.allow === 'aggregate')
    ? { op: 'aggregate', input, groups: [], aggregates: columns }
    : { op: 'project', input, columns };
};

/** The binder's words, made fit for a sentence: the first line, without its list of candidates. */
export const binderWords = (problem: string): string => {
  const words = parserWords(problem)
    .replace(/^(Binder|Catalog|Conversion|Parser|Invalid Input) Error: /, '')
    .replace(/[.\s]*You might need to add explicit type casts$/, '');
  return `${typeProblem(words).replace(/\.$/, '')}.`;
};
