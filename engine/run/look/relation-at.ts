/** The relation whose rows a screen asks for, where nothing below it is wrong. */
import { isError } from '../../diagnostics/diagnostic.ts';
import type { Relation } from '../../plan/plan.ts';
import { PipelineProblems, whyNoRows } from '../problems.ts';
import { participants } from '../targets.ts';
import type { Bench } from '../workbench.ts';

export type Place = { readonly node: string; readonly port?: string | undefined };

/** Throws `PipelineProblems`: what is wrong is lowered as far as it goes, but its rows would be lies. */
export const relationAt = (bench: Bench, { node, port }: Place): Relation => {
  const { compiled, document, diagnostics } = bench;
  const own = compiled.plan.relations.filter(r => r.node === node);
  const relation =
    own.find(r => (port === undefined ? !r.port.startsWith('~') : r.port === port)) ??
    (port === undefined ? own.find(r => r.port.startsWith('~sink')) : undefined);
  const errors = diagnostics.filter(isError);
  const above = new Set(participants(compiled, node));
  const concerned = errors.filter(d => d.node === undefined || above.has(d.node));
  if (concerned.length > 0) throw new PipelineProblems(concerned);
  if (relation === undefined)
    throw new PipelineProblems(
      document === undefined ? [] : whyNoRows(node, port, compiled, errors, document),
    );
  return relation;
};
