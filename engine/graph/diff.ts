/** What differs between two pipelines in what they mean: nodes, params, wires, parameters. Places are left aside. */
import type { Json } from '../schema/types.ts';
import type { PipelineDocument, PipelineEdge, PipelineNode } from './document.ts';

/** A setting that differs. Absent on the side where it is not set. */
export type Change = { readonly name: string; readonly before?: Json; readonly after?: Json };

export type NodeDiff =
  | { readonly how: 'added' | 'removed'; readonly node: PipelineNode }
  | { readonly how: 'changed'; readonly node: PipelineNode; readonly changes: readonly Change[] };

export type EdgeDiff = { readonly how: 'added' | 'removed'; readonly edge: PipelineEdge };

export type PipelineDiff = {
  readonly nodes: readonly NodeDiff[];
  readonly edges: readonly EdgeDiff[];
  /** Parameters, by name, and the name and description of the pipeline. */
  readonly pipeline: readonly Change[];
  /** Notes, groups or places differ. */
  readonly looks: boolean;
};

const canonical = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(canonical)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, part]) => [key, canonical(part)]),
        )
      : value;

const isSame = (a: unknown, b: unknown): boolean =>
  JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));

type Fields = { readonly [name: string]: unknown };

const changesOf = (before: Fields, after: Fields): readonly Change[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): Change[] => {
    const [a, b] = [before[name], after[name]];
    if (isSame(a, b)) return [];
    return [
      { name, ...(a !== undefined && { before: a as Json }), ...(b !== undefined && { after: b as Json }) },
    ];
  });

/** The settings of a node and what is said of it, side by side; params by their own names. */
const fieldsOf = ({ id: _, params, ...rest }: PipelineNode): Fields => ({ ...rest, ...params });

const edgeKey = ({ from, to }: PipelineEdge): string => `${from} → ${to}`;

const pipelineFields = ({ name, description, parameters }: PipelineDocument): Fields => ({
  name,
  description,
  ...Object.fromEntries(Object.entries(parameters).map(([key, value]) => [`parameter ${key}`, value])),
});

const looksOf = ({ layout, comments = [], groups = [] }: PipelineDocument) => ({ layout, comments, groups });

export const diffPipelines = (before: PipelineDocument, after: PipelineDocument): PipelineDiff => {
  const old = new Map(before.nodes.map(node => [node.id, node]));
  const now = new Map(after.nodes.map(node => [node.id, node]));
  const kept = after.nodes.flatMap((node): NodeDiff[] => {
    const was = old.get(node.id);
    if (was === undefined) return [{ how: 'added', node }];
    const changes = changesOf(fieldsOf(was), fieldsOf(node));
    return changes.length === 0 ? [] : [{ how: 'changed', node, changes }];
  });
  const gone = before.nodes.flatMap((node): NodeDiff[] =>
    now.has(node.id) ? [] : [{ how: 'removed', node }],
  );
  const oldEdges = new Set(before.edges.map(edgeKey));
  const newEdges = new Set(after.edges.map(edgeKey));
  return {
    nodes: [...kept, ...gone],
    edges: [
      ...after.edges.flatMap((edge): EdgeDiff[] =>
        oldEdges.has(edgeKey(edge)) ? [] : [{ how: 'added', edge }],
      ),
      ...before.edges.flatMap((edge): EdgeDiff[] =>
        newEdges.has(edgeKey(edge)) ? [] : [{ how: 'removed', edge }],
      ),
    ],
    pipeline: changesOf(pipelineFields(before), pipelineFields(after)),
    looks: !isSame(looksOf(before), looksOf(after)),
  };
};

/** Whether two pipelines mean the same. */
export const isSameMeaning = ({ nodes, edges, pipeline }: PipelineDiff): boolean =>
  nodes.length + edges.length + pipeline.length === 0;
