/** How the translation of a formula says no. */
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { charOfByte, type TextRange, tokenAt } from './sql-text.ts';
import type { TreeNode } from './tree.ts';

/** What a formula is parsed as. Never wrapped in parentheses: that would let `a) or (b` through. */
export const formulaSql = (text: string): string => `SELECT ${text}`;
export const formulaLead = 'SELECT '.length;

export type Failure = { readonly failure: Omit<Diagnostic, 'severity'> };

/** What a part of a formula stands in: its whole text, and the parameters of the lambdas around it. */
export type Scope = { readonly text: string; readonly lambdas: ReadonlySet<string> };

/** Carries the first refusal out of the recursion; `formulaExpr` catches it. */
export class Refusal extends Error {
  readonly failure: Omit<Diagnostic, 'severity'>;
  constructor(failure: Omit<Diagnostic, 'severity'>) {
    super('refused');
    this.failure = failure;
  }
}

export const refuse = (text: string, found: string, hint: string, place?: TextRange): Failure => ({
  failure: { ...diagnostic('expression-refused', { text, found, hint }), ...place },
});

/** Ends the translation at a part of the formula. */
export const stop = (node: TreeNode, scope: Scope, found: string, hint: string): never => {
  throw new Refusal(refuse(scope.text, found, hint, placeOf(node, scope.text)).failure);
};

export const unknownShape = (node: TreeNode, scope: Scope): never => {
  const type = typeof node.type === 'string' && node.type !== '' ? node.type : 'something';
  return stop(node, scope, `“${type}”`, 'Write it another way.');
};

/** The characters of a formula that a part of its tree starts with; undefined for parts that nobody wrote. */
export const placeOf = (node: TreeNode, text: string): TextRange | undefined => {
  const location = Number(node.query_location ?? Number.NaN);
  if (!Number.isFinite(location) || location < formulaLead || location > 1e9) return undefined;
  return tokenAt(text, charOfByte(text, location - formulaLead));
};
