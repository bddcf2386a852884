import type { Rel } from '../plan/relation.ts';
import type { ResolvedFormula } from './resolve.ts';
import { parserWords } from './syntax.ts';

/** A relation whose columns are the values of formulas, to ask the binder for their types. */
export const formulaRel = (input: Rel, formulas: readonly ResolvedFormula[]): Rel => {
  const columns = formulas.map((f, i) => ({ name: `f${i}`, expr: f.expr }));
  return formulas.some(f => f.formula.allow === 'aggregate')
    ? { op: 'aggregate', input, groups: [], aggregates: columns }
    : { op: 'project', input, columns };
};

/** The binder's words, made fit for a sentence: the first line, without its list of candidates. */
export const binderWords = (problem: string): string => {
  const words = parserWords(problem)
    .replace(/^(Binder|Catalog|Conversion|Parser|Invalid Input) Error: /, '')
    .replace(/[.\s]*You might need to add explicit type casts$/, '');
  return `${words}.`;
};
