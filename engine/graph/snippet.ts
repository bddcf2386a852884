/** A part of a pipeline as a pipeline of its own: what the clipboard holds, as text of the file format. */
import type { Json } from '../schema/types.ts';
import {
  documentFormat,
  documentVersion,
  type PipelineComment,
  type PipelineDocument,
  type Point,
} from './document.ts';
import { freeId, wholePoint } from './edits.ts';
import { endpointText, parseEndpoint } from './endpoint.ts';
import { withRenamedTables } from './renamed-queries.ts';
import { parseTemplate } from './template.ts';

const namesIn = (value: Json, found: Set<string>): void => {
  if (typeof value === 'string') {
    for (const part of parseTemplate(value)) if (part.kind === 'parameter') found.add(part.name);
  } else if (Array.isArray(value)) for (const item of value) namesIn(item, found);
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) namesIn(item, found);
};

/** The parameters that params ask for, and those that the defaults of these ask for. */
const parametersFor = (
  document: PipelineDocument,
  params: readonly Json[],
): PipelineDocument['parameters'] => {
  const asked = new Set<string>();
  for (const value of params) namesIn(value, asked);
  // A set grows while it is walked, which is what reaches the parameters of parameters.
  for (const name of asked) {
    const given = Object.hasOwn(document.parameters, name) ? document.parameters[name]?.default : undefined;
    if (typeof given === 'string') namesIn(given, asked);
  }
  return Object.fromEntries(Object.entries(document.parameters).filter(([name]) => asked.has(name)));
};

/** Nodes with the edges between them, groups that are all in, notes, places, and the parameters they use. */
export const snippetOf = (
  document: PipelineDocument,
  ids: ReadonlySet<string>,
  comments: ReadonlySet<number> = new Set(),
): PipelineDocument => {
  const nodes = document.nodes.filter(node => ids.has(node.id));
  const groups = (document.groups ?? []).filter(
    group => group.nodes.length > 0 && group.nodes.every(id => ids.has(id)),
  );
  const notes = (document.comments ?? []).filter((_, i) => comments.has(i));
  const placed = new Set([...ids, ...groups.map(group => group.id)]);
  return {
    format: documentFormat,
    version: documentVersion,
    name: document.name,
    parameters: parametersFor(
      document,
      nodes.map(node => ({ ...node.params })),
    ),
    nodes,
    edges: document.edges.filter(
      ({ from, to }) => ids.has(parseEndpoint(from).node) && ids.has(parseEndpoint(to).node),
    ),
    ...(groups.length > 0 && { groups }),
    ...(notes.length > 0 && { comments: notes }),
    layout: Object.fromEntries(Object.entries(document.layout).filter(([id]) => placed.has(id))),
  };
};

/** The left upper corner of what a snippet holds. */
export const cornerOf = (snippet: PipelineDocument): Point => {
  const places = [
    ...snippet.nodes.map(node => snippet.layout[node.id] ?? ([0, 0] as const)),
    ...(snippet.comments ?? []).map(comment => comment.at),
  ];
  return places.length === 0
    ? [0, 0]
    : [Math.min(...places.map(([x]) => x)), Math.min(...places.map(([, y]) => y))];
};

export type Pasted = {
  readonly document: PipelineDocument;
  /** Ids of the new nodes, in the order of the snippet. */
  readonly nodes: readonly string[];
  /** Positions of the new notes. */
  readonly comments: readonly number[];
};

/** Adds a snippet, moved by `by`. Ids that are taken get free ones; parameters of the same name stay as they are. */
export const paste = (document: PipelineDocument, snippet: PipelineDocument, by: Point): Pasted => {
  const ids = new Map<string, string>();
  // Only what ids are looked up in grows; copying whole documents per node would be slow.
  let taken: PipelineDocument = document;
  for (const { id } of [...snippet.nodes, ...(snippet.groups ?? [])]) {
    const free = freeId(taken, id);
    ids.set(id, free);
    taken = { ...taken, nodes: [...taken.nodes, { id: free, kind: '', params: {} }] };
  }
  const changed = new Map([...ids].filter(([old, id]) => old !== id));
  const named = (id: string): string => ids.get(id) ?? id;
  const end = (text: string): string => {
    const at = parseEndpoint(text);
    return endpointText({ ...at, node: named(at.node) });
  };
  const moved = ([x, y]: Point): Point => wholePoint([x + by[0], y + by[1]]);
  const groups = (snippet.groups ?? []).map(group => ({
    ...group,
    id: named(group.id),
    nodes: group.nodes.filter(id => ids.has(id)).map(named),
  }));
  const comments: readonly PipelineComment[] = (snippet.comments ?? []).map(c => ({ ...c, at: moved(c.at) }));
  const before = document.comments ?? [];
  const inside = snippet.edges.filter(
    ({ from, to }) => ids.has(parseEndpoint(from).node) && ids.has(parseEndpoint(to).node),
  );
  return {
    nodes: snippet.nodes.map(node => named(node.id)),
    comments: comments.map((_, i) => before.length + i),
    document: {
      ...document,
      parameters: { ...snippet.parameters, ...document.parameters },
      nodes: [
        ...document.nodes,
        ...snippet.nodes.map(node => ({
          ...withRenamedTables(node, inside, changed),
          id: named(node.id),
        })),
      ],
      edges: [
        ...document.edges,
        ...inside.map(edge => ({ ...edge, from: end(edge.from), to: end(edge.to) })),
      ],
      ...(groups.length > 0 && { groups: [...(document.groups ?? []), ...groups] }),
      ...(comments.length > 0 && { comments: [...before, ...comments] }),
      layout: {
        ...document.layout,
        ...Object.fromEntries(
          [...ids].map(([old, id]) => [id, moved(snippet.layout[old] ?? ([0, 0] as const))] as const),
        ),
      },
    },
  };
};
