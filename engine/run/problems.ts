/** Why something that was asked of a pipeline cannot be done. */
import type { Compiled } from '../compile/compile.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { PipelineDocument } from '../graph/document.ts';
import { nearest } from '../schema/nearest.ts';

/** Problems that make a command impossible, carried to whoever shows them. */
export class PipelineProblems extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(d => d.message).join('\n'));
    this.name = 'PipelineProblems';
    this.diagnostics = diagnostics;
  }
}

export const unknownNode = (node: string, document: PipelineDocument): Diagnostic => {
  const nodes = document.nodes.map(n => n.id);
  return diagnostic('unknown-node', { node, nodes, near: nearest(node, nodes) ?? null });
};

/** Why there is nothing to see at a node: it is not there, it has no such port, or something is wrong with it. */
export const whyNoRows = (
  node: string,
  port: string | undefined,
  { graph }: Compiled,
  errors: readonly Diagnostic[],
  document: PipelineDocument,
): readonly Diagnostic[] => {
  if (!document.nodes.some(n => n.id === node)) return [unknownNode(node, document)];
  const ports = Object.keys(graph.nodes.find(n => n.id === node)?.kind.outputs ?? {});
  if (port !== undefined && !ports.includes(port)) {
    const near = nearest(port, ports) ?? null;
    return [diagnostic('unknown-port', { port, side: 'output', ports, near }, { node })];
  }
  const own = errors.filter(d => d.node === node);
  if (errors.length > 0) return own.length > 0 ? own : errors;
  return [diagnostic('nothing-to-show', { node, ports }, { node })];
};
