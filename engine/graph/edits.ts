import { invariant } from '../diagnostics/errors.ts';
import type { Json } from '../schema/types.ts';
import type { PipelineDocument, PipelineEdge, PipelineNode, Point } from './document.ts';
import { endpointText, isId, parseEndpoint } from './endpoint.ts';
import { withRenamedTables } from './renamed-queries.ts';

/** Whether an id is taken by a node or a group. */
const hasId = (document: PipelineDocument, id: string): boolean =>
  document.nodes.some(node => node.id === id) || (document.groups ?? []).some(group => group.id === id);

/** An id like `wanted` that is free: `filter`, `filter_2`, `filter_3`. Any text gives an id, a kind's name for one. */
export const freeId = (document: PipelineDocument, wanted: string): string => {
  const plain =
    wanted
      .replace(/[^A-Za-z0-9_]+/g, '_')
      .replace(/^[^A-Za-z]+/, '')
      .slice(0, 56) || 'node';
  // SQL does not tell upper from lower case, so `Orders` beside `orders` would not be free.
  const taken = new Set([...document.nodes, ...(document.groups ?? [])].map(part => part.id.toLowerCase()));
  for (let n = 1; ; n++) {
    const id = n === 1 ? plain : `${plain}_${n}`;
    if (!taken.has(id.toLowerCase())) return id;
  }
};

const without = <T>(members: { readonly [key: string]: T }, gone: string): { readonly [key: string]: T } =>
  Object.fromEntries(Object.entries(members).filter(([key]) => key !== gone));

const changeNode = (
  document: PipelineDocument,
  id: string,
  change: (node: PipelineNode) => PipelineNode,
): PipelineDocument => ({
  ...document,
  nodes: document.nodes.map(node => (node.id === id ? change(node) : node)),
});

/** The groups after their members have changed; absent where there are none. */
const changeMembers = (
  document: PipelineDocument,
  change: (members: readonly string[]) => readonly string[],
) =>
  document.groups === undefined
    ? {}
    : { groups: document.groups.map(group => ({ ...group, nodes: change(group.nodes) })) };

/** Adds a node, at a place on the canvas if one is given. Its id must be free: see `freeId`. */
export const addNode = (document: PipelineDocument, node: PipelineNode, at?: Point): PipelineDocument => {
  invariant(isId(node.id) && !hasId(document, node.id), `the id ${node.id} is free`);
  const added = { ...document, nodes: [...document.nodes, node] };
  return at === undefined ? added : moveNode(added, node.id, at);
};

/** Removes a node with its edges, its place and its membership in groups. */
export const removeNode = (document: PipelineDocument, id: string): PipelineDocument => ({
  ...document,
  nodes: document.nodes.filter(node => node.id !== id),
  edges: document.edges.filter(
    ({ from, to }) => parseEndpoint(from).node !== id && parseEndpoint(to).node !== id,
  ),
  ...changeMembers(document, members => members.filter(member => member !== id)),
  layout: without(document.layout, id),
});

/** Gives a node another id, in edges, layout, groups and the queries that read it too. The new id must be free. */
export const renameNode = (document: PipelineDocument, id: string, to: string): PipelineDocument => {
  if (id === to) return document;
  invariant(isId(to) && !hasId(document, to), `the id ${to} is free`);
  const end = (text: string): string => {
    const endpoint = parseEndpoint(text);
    return endpoint.node === id ? endpointText({ ...endpoint, node: to }) : text;
  };
  return {
    ...document,
    nodes: document.nodes.map(node => {
      const own = withRenamedTables(node, document.edges, new Map([[id, to]]));
      return node.id === id ? { ...own, id: to } : own;
    }),
    edges: document.edges.map(edge => ({ ...edge, from: end(edge.from), to: end(edge.to) })),
    ...changeMembers(document, members => members.map(member => (member === id ? to : member))),
    layout: Object.fromEntries(
      Object.entries(document.layout).map(([key, at]) => [key === id ? to : key, at]),
    ),
  };
};

/** Replaces a node's params. */
export const setParams = (
  document: PipelineDocument,
  id: string,
  params: { readonly [param: string]: Json },
): PipelineDocument => changeNode(document, id, node => ({ ...node, params }));

const isSame = (a: PipelineEdge, b: PipelineEdge): boolean => a.from === b.from && a.to === b.to;

/** Adds an edge; a second one between the same ends changes nothing. */
export const connect = (document: PipelineDocument, edge: PipelineEdge): PipelineDocument =>
  document.edges.some(other => isSame(other, edge))
    ? document
    : { ...document, edges: [...document.edges, edge] };

/** Removes the edges between two ends, as they are written. */
export const disconnect = (document: PipelineDocument, edge: PipelineEdge): PipelineDocument => ({
  ...document,
  edges: document.edges.filter(other => !isSame(other, edge)),
});

/** A place in whole pixels, so that the file stays readable. */
export const wholePoint = (at: Point): Point => {
  invariant(at.every(Number.isFinite), 'a place is finite');
  // Adding 0 turns -0 into 0.
  return [Math.round(at[0]) + 0, Math.round(at[1]) + 0];
};

/** Puts a node, or a group, at a place on the canvas. */
export const moveNode = (document: PipelineDocument, id: string, at: Point): PipelineDocument => ({
  ...document,
  layout: { ...document.layout, [id]: wholePoint(at) },
});

/** Gives a node a title for people, or none. */
export const setTitle = (document: PipelineDocument, id: string, title: string): PipelineDocument =>
  changeNode(document, id, node => {
    const { title: _, ...untitled } = node;
    return title === '' ? untitled : { ...node, title };
  });

/** Notes something on a node, or nothing. */
export const setNote = (document: PipelineDocument, id: string, comment: string): PipelineDocument =>
  changeNode(document, id, node => {
    const { comment: _, ...plain } = node;
    return comment === '' ? plain : { ...node, comment };
  });

/** Takes a node out of runs, or back in. */
export const setDisabled = (document: PipelineDocument, id: string, disabled: boolean): PipelineDocument =>
  changeNode(document, id, node => {
    const { disabled: _, ...enabled } = node;
    return disabled ? { ...node, disabled } : enabled;
  });
