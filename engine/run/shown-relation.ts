/** The relation whose rows stand for a port, where nothing below it is wrong. */
import type { Compiled } from '../compile/compile.ts';
import { type Diagnostic, isError } from '../diagnostics/diagnostic.ts';
import type { PipelineDocument } from '../graph/document.ts';
import type { Relation } from '../plan/plan.ts';
import { PipelineProblems, whyNoRows } from './problems.ts';
import { participants } from './targets.ts';

/** A compiled pipeline with all that is wrong with it. */
type Checked = {
  readonly compiled: Compiled;
  readonly diagnostics: readonly Diagnostic[];
  readonly document: PipelineDocument;
};

/** The first port of the node if none is named; for a sink, what it writes. */
export type Place = { readonly node: string; readonly port?: string | undefined };

/**
 * Throws `PipelineProblems`: what is wrong is lowered as far as it goes, to find more that is wrong, but its rows would be
 * lies.
 */
export const shownRelation = (
  { compiled, diagnostics, document }: Checked,
  { node, port }: Place,
): Relation => {
  const own = compiled.plan.relations.filter(r => r.node === node);
  const relation =
    own.find(r => (port === undefined ? !r.port.startsWith('~') : r.port === port)) ??
    (port === undefined ? own.find(r => r.port.startsWith('~sink')) : undefined);
  const errors = diagnostics.filter(isError);
  const above = new Set(participants(compiled, node));
  const concerned = errors.filter(d => d.node === undefined || above.has(d.node));
  if (concerned.length > 0) throw new PipelineProblems(concerned);
  if (relation === undefined) throw new PipelineProblems(whyNoRows(node, port, compiled, errors, document));
  return relation;
};
